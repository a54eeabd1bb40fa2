"""Turn archived pages into staged article rows."""
