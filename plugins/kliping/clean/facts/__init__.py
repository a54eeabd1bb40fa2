"""Facts: title, dateline, dates, people and other articles, read from what was removed."""
