"""Validate, load and publish a run, and notify of what is wrong."""
