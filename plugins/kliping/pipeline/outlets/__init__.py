"""Find, try, repair and diagnose outlets."""
