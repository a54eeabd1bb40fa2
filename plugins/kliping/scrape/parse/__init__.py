"""From bytes to a tree of elements."""
