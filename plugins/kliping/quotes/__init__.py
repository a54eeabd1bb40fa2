"""Quotations: who says what in a story, in direct and in reported speech."""

from kliping.mentions import Quote
from kliping.quotes.chain import find_fullest
from kliping.quotes.finder import find
from kliping.quotes.sentences import list_sentences

__all__ = ["Quote", "find", "find_fullest", "list_sentences"]
