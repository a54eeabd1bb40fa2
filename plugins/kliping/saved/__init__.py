"""What analysts keep: saved searches, collections of articles with notes, and which digests were sent.

It is one SQLite file in the data folder, ``data/saved.sqlite``, which no load and no publication touches. The token
of the feeds has a file of its own, ``data/feeds.token``.
"""

from kliping.saved.feeds import feed_token_path, read_feed_token
from kliping.saved.sending import hold_sending, list_taken, record_taken
from kliping.saved.store import (
    COLLECTION,
    SEARCH,
    KeptArticle,
    Saved,
    SavedKind,
    add_article,
    drop_article,
    find_saved,
    list_articles,
    list_saved,
    remove_saved,
    save,
    saved_path,
)

__all__ = [
    "COLLECTION",
    "SEARCH",
    "KeptArticle",
    "Saved",
    "SavedKind",
    "add_article",
    "drop_article",
    "feed_token_path",
    "find_saved",
    "hold_sending",
    "list_articles",
    "list_saved",
    "list_taken",
    "read_feed_token",
    "record_taken",
    "remove_saved",
    "save",
    "saved_path",
]
