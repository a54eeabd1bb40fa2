"""What earlier loads know, for the stages of a run."""
