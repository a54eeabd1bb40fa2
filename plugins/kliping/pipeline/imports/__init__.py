"""Articles that somebody else collected: files in, archived documents out."""
