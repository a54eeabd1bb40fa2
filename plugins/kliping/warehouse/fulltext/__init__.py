"""The search index, and searches in it."""
