"""The article's fields, each from its evidence by one preference."""
