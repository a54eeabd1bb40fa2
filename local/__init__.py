"""Kliping on one machine: what ``make`` calls to set up, run, serve and backfill. Only this room starts processes."""
