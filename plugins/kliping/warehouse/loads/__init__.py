"""One load: staged rows into the tables, in one transaction."""
