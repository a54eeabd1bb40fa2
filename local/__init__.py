"""Kliping on one machine: what ``make`` calls to set up, run, serve and backfill. The only room that starts processes."""
