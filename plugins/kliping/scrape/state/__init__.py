"""What a page gives its scripts to draw: values read as data, and the article among them. No script is ever run."""
