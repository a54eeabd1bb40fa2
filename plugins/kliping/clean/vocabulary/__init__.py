"""What is known of words before a text is read: places, outlets, persons' names, roles, and how they are spelt."""
