"""What maintains the warehouse between runs, and what a person decides there."""
