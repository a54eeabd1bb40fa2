"""Discover, fetch and archive one outlet's day."""
