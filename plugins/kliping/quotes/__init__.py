"""Quotations: who says what in a story, in direct and in reported speech."""

from kliping.mentions import Quote
from kliping.quotes.finder import find

__all__ = ["Quote", "find"]
