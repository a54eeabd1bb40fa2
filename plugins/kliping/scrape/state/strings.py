"""The HTML that one string of a state is, however it was escaped: markup, plain paragraphs, or Markdown."""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import unquote

from kliping.scrape.lines.plain import unescape_fully

HTML_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|blockquote|figure|span|strong|em|b|i|a|table|section|article|img|iframe|script|style)\b",
    re.IGNORECASE,
)
_ESCAPED_MARKUP = re.compile(
    r"&(?:amp;)*lt;/?(?:p|div|br|h[1-6]|ul|ol|li|blockquote|strong|em|b|i|a|span)\b", re.IGNORECASE
)
_LITERAL_ESCAPES = re.compile(r"\\(?:u00[0-9a-fA-F]{2}|[nrt\"/])")
_MD_LINK = re.compile(r"!?\[([^\][]{1,200})\]\([^()\s]{1,400}\)")
_MD_MARKS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_MD_HEADING = re.compile(r"#{1,6}\s+")
_PARAGRAPH = re.compile(r"\s*\n\s*\n\s*|\s*\r\n\s*")


def write_string(text: str) -> str:
    """Return the HTML that a string is, however it was escaped; paragraphs of plain text and of Markdown."""
    if "\\" in text and _LITERAL_ESCAPES.search(text):
        text = _unescape_literal(text)
    if text[:1] == "%" or "%3Cp" in text[:50]:
        text = unquote(text)
    if not HTML_TAG.search(text) and _ESCAPED_MARKUP.search(text):
        text = unescape_fully(text)
    if HTML_TAG.search(text):
        if "\n\n" in text and not re.search(r"(?i)<(?:p|div|br|li)\b", text):
            return _write_paragraphs(text)
        return text
    if "&" in text:
        text = unescape_fully(text)
    if "](" in text or "**" in text:
        text = _MD_MARKS.sub(r"\2", _MD_LINK.sub(r"\1", text))
    return _write_paragraphs(escape(text, quote=False))


def _write_paragraphs(text: str) -> str:
    parts = _PARAGRAPH.split(text) if "\n\n" in text or "\r\n" in text else text.split("\n")
    out = []
    for part in map(str.strip, parts):
        if heading := _MD_HEADING.match(part):
            out.append(f"<h2>{part[heading.end() :]}</h2>")
        elif part:
            out.append(f"<p>{part}</p>")
    return "".join(out)


def _unescape_literal(text: str) -> str:
    """Undo the escapes that are left in a string which was written as JSON twice."""
    try:
        return str(json.loads('"' + re.sub(r'(?<!\\)"', r"\"", text).replace("\n", "\\n") + '"', strict=False))
    except ValueError:
        return text
