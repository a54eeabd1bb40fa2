"""What a page states for machines: candidates for every field, nothing decided."""
