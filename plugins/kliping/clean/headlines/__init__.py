"""Where a headline ends that the story follows in one line, and what its words look like: a small trained model."""
