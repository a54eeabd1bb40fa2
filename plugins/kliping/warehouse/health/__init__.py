"""What is missing or wrong: gaps, problems, the state of runs and days."""
