"""Which outlets and days a run takes, and by which rules."""
