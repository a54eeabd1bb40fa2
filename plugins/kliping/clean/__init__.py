"""Text to story: boilerplate found, named and cut away, and nothing of the story with it.

``clean(text)`` returns a ``Cleaned``: the story, the removed spans with their kinds and rules, and what they said.
"""

from kliping.clean.cleaner import RULES_VERSION, clean
from kliping.clean.rules.bylines import wire_source
from kliping.clean.rules.dateline import is_place
from kliping.clean.rules.learned_blocks import Block, Snapshot, split_blocks

__all__ = ["RULES_VERSION", "Block", "Snapshot", "clean", "is_place", "split_blocks", "wire_source"]
