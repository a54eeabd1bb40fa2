"""Boilerplate that is learned from loaded articles."""
