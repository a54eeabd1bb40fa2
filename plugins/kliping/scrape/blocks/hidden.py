"""Elements inside running text that a reader of the page does not see: words for screen readers, tooltips, dialogs.

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
    r"(?i)(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0\s*(?:;|!|$)"
    r"|clip\s*:\s*rect\(\s*[01]|clip-path\s*:\s*inset\(\s*(?:50|100)%|(?:left|top|text-indent)\s*:\s*-\d{3,})"
)
_TINY = re.compile(
    r"(?i)(?=.*overflow\s*:\s*hidden).*(?:^|[;\s])(?:width|(?:max-)?height)\s*:\s*[01](?:px|em|rem|%)?\s*(?:;|!|$)",
    re.DOTALL,
)
_CLASS = re.compile(
    r"(?i)(?:^|\s)(?:sr[-_]?only|vh|v-?hidden|[\w-]*visually[-_]?hidden|[\w-]*screen[-_]?reader(?:[-_]?(?:text|only))?"
    r"|element-invisible|assistive-?text|a11y-hidden|show-for-sr|off-?screen|(?:is-)?hidden|d-none|hide|invisible"
    r"|tippy[-_](?:content|box)|[\w-]*(?:tooltip|popover|popup|hover-?card|glossary|glosarium|footnote)[-_]*"
    r"(?:text|content|inner|body|box|popup|bubble|definition|teks|isi|konten))(?:$|\s)"
)
_TIP = re.compile(r"(?i)tool-?tip|popover|pop-?up|hover-?card|glossar|glosari|definiti|definisi|istilah|footnote|tippy")
"""What names a tip: where assistive techniques are kept from it, so are readers until they touch its word."""
_SHOWN = re.compile(r"(?i)(?:^|\s)(?:sr-only-focusable\S*|d-\w+-\S+|\w+:\S+|not-sr-only)(?:$|\s)")
"""Names that show at some width or at a touch what another name hides."""
HIDING_ATTRIBUTES = frozenset({"hidden", "popover", "role", "style", "aria-hidden", "class"})
"""Attributes that can hide an element: most parts of a line have none and need no closer look."""
_MORE = re.compile(r"(?i)more|lanjut|selengkap|sisa|full|rest|expand|collaps|toggle|paywall|konten|content|dots")


def is_hidden(node: LexborNode) -> bool:
    """Return whether an element of a line is not shown and is no part of a story that a button unfolds."""
    attributes = node.attributes
    if HIDING_ATTRIBUTES.isdisjoint(attributes) or not is_marked_hidden(attributes):
        return False
    return not unfolds(attributes) and len(node.text()) <= LONGEST_HIDDEN


def unfolds(attributes: dict[str, str | None]) -> bool:
    """Return whether the names of an element say that a button shows it: the rest of a story."""
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return _MORE.search(_CLASS.sub(" ", names)) is not None


def interrupts_line(node: LexborNode) -> bool:
    """Return whether a block-level element after running text is not shown and interrupts it: a tip, a closed dialog.

    One hidden by other means may be the rest of a story, unless the text goes on after it.
    """
    if node.tag == "dialog" and "open" not in node.attributes:
        return len(node.text()) <= LONGEST_HIDDEN
    if not is_hidden(node):
        return False
    return _is_tip(node.attributes) or _has_text_after(node.next)


def splits_paragraph(node: LexborNode) -> bool:
    """Return whether a paragraph ended only because of this element, which HTML does not let stand in one.

    The text after it then begins in the middle of a sentence.
    """
    before, after = node.prev, node.next
    if before is None or before.tag != "p" or after is None or after.tag != "-text":
        return False
    text = (after.text_content or "").strip()
    return bool(text) and (text[0].islower() or text[0] in ",.;:!?)”")


def _has_text_after(node: LexborNode | None) -> bool:
    """Return whether text follows, by itself or in an element that is part of a line."""
    if node is None:
        return False
    return bool((node.text_content or "").strip()) if node.tag == "-text" else node.tag in ("a", "b", "em", "i", "span")


def _is_tip(attributes: dict[str, str | None]) -> bool:
    if attributes.get("role") == "tooltip" or "popover" in attributes:
        return True
    return _TIP.search(f"{attributes.get('id') or ''} {attributes.get('class') or ''}") is not None


def is_marked_hidden(attributes: dict[str, str | None]) -> bool:
    """Return whether attributes say that an element is not shown."""
    if names := attributes.get("class"):
        if _names_hiding(names):
            return True
        if len(attributes) == 1:
            return False
    if "hidden" in attributes or "popover" in attributes or attributes.get("role") == "tooltip":
        return True
    if (style := attributes.get("style")) and (_STYLE.search(style) or ("overflow" in style and _TINY.match(style))):
        return True
    return attributes.get("aria-hidden") == "true" and _is_tip(attributes)


@lru_cache(maxsize=8_192)
def _names_hiding(names: str) -> bool:
    return _CLASS.search(names) is not None and not _SHOWN.search(names)
