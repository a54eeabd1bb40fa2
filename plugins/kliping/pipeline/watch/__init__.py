"""When ``watch`` visits which outlet, and what it remembers of its visits."""
