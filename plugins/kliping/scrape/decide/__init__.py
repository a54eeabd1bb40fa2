"""Which blocks are the story, and what kind of page this is."""
