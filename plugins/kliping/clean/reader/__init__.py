"""The reader: a sequence model that decides for each piece of a text whether it is story."""
