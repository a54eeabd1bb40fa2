"""Inline elements that a reader of the page does not see: words for screen readers, tooltips, hidden spans.

Asking the few inline elements of a story costs less than searching the bytes of the whole page for traces of hiding:
nearly every page hides something somewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

LONGEST_HIDDEN = 400
"""Characters; what is longer, or is said to be more of the story, waits for a "read on" button."""
_STYLE = re.compile(
    r"(?i)(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0\s*(?:;|!|$)"
    r"|clip\s*:\s*rect\(\s*[01]|clip-path\s*:\s*inset\(\s*(?:50|100)%|(?:left|top|text-indent)\s*:\s*-\d{3,})"
)
_CLASS = re.compile(
    r"(?i)(?:^|\s)(?:sr[-_]only|[\w-]*visually[-_]?hidden|[\w-]*screen[-_]?reader(?:[-_]?(?:text|only))?|element-invisible"
    r"|a11y-hidden|show-for-sr|off-?screen|[\w-]*(?:tooltip|popover)[-_]*(?:text|content|inner|body|box)|(?:is-)?hidden"
    r"|d-none|hide)(?:$|\s)"
)
_SHOWN = re.compile(r"(?i)(?:^|\s)(?:sr-only-focusable\S*|d-\w+-\S+|\w+:\S+|not-sr-only)(?:$|\s)")
"""Names that show at some width or at a touch what another name hides."""
_MORE = re.compile(r"(?i)more|lanjut|selengkap|sisa|full|rest|expand|collaps|toggle|paywall|konten|content|dots")


def is_hidden(node: LexborNode) -> bool:
    """Tell whether an inline element is not shown and is no part of a story that a button unfolds."""
    attributes = node.attributes
    if not attributes or not _says_hidden(attributes):
        return False
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return not _MORE.search(_CLASS.sub(" ", names)) and len(node.text()) <= LONGEST_HIDDEN


def _says_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("role") == "tooltip":
        return True
    if (style := attributes.get("style")) and _STYLE.search(style):
        return True
    names = attributes.get("class")
    return bool(names) and _is_hiding(names or "")


@lru_cache(maxsize=8_192)
def _is_hiding(names: str) -> bool:
    return _CLASS.search(names) is not None and not _SHOWN.search(names)
