"""The text of rich-text editors as HTML: trees and lists of blocks of any of them, and markup within strings.

The editors differ in the names of their parts and agree in the rest: a node has a type, and either text or nodes.
"""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any

from kliping.scrape.lines.prose import reads_like_prose
from kliping.scrape.state.strings import HTML_TAG, write_string

MAX_HTML_CHARS = 2_000_000
"""Characters of HTML that are made of one value."""
MAX_TREE_DEPTH = 60
RICHTEXT_FILE = Path(__file__).parents[1] / "data" / "richtext.toml"
TYPE_KEYS = ("tagName", "type", "_type", "nodeType", "blockName", "kind", "acf_fc_layout", "component", "__component",
             "__typename", "name", "object")  # fmt: skip
_STYLE_KEYS = ("style", "listItem", "level", "subtype", "list_type", "variant")
_LETTERS = re.compile(r"[^a-z0-9_-]")
_INLINE = frozenset({"a", "b", "i"})
_LINES = frozenset({"p", "h2", "li", "blockquote", "td"})


@cache
def _read_table() -> tuple[dict[str, str], dict[str, tuple[str, ...]], frozenset[str]]:
    table = tomllib.loads(RICHTEXT_FILE.read_text("utf-8"))
    tags = {name: tag for tag, names in table["tags"].items() for name in names.split()}
    parts = {part: tuple(names.split()) for part, names in table["parts"].items()}
    return tags, parts, frozenset(table["skipped"]["types"].split())


@lru_cache(maxsize=1_024)
def fold_type(name: str) -> str:
    """Return a node's type without the editor's own prefix: ``paragraph`` of ``core/paragraph``."""
    name = _LETTERS.sub("", name.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower())
    for prefix in ("block-", "block_", "component-", "elem-"):
        name = name.removeprefix(prefix)
    return name.replace("-", "")


def find_type(node: dict[str, Any]) -> str:
    """Return the type that a node states, folded; empty where it states none."""
    kind = next((fold_type(value) for key in TYPE_KEYS if isinstance(value := node.get(key), str) and value), "")
    if kind == "element" and isinstance(node.get("tag"), str):
        return fold_type(node["tag"])
    return kind


def write_html(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return the HTML of a text, a tree or a list of blocks; empty where it holds no text."""
    writer = HtmlWriter()
    return writer.write_block(value, 0)


class HtmlWriter:
    """Writes one value; a node is written once on each way down, so that one that holds itself ends."""

    def __init__(self) -> None:
        self.left = MAX_HTML_CHARS
        self.open: set[int] = set()
        self.lines = 0
        """How many nodes that are one paragraph stand around this place."""

    def write_block(self, value: Any, depth: int) -> str:  # noqa: ANN401 - whatever JSON holds
        """Return the HTML of a value that stands by itself."""
        if depth > MAX_TREE_DEPTH or self.left < 0:
            return ""
        if isinstance(value, str):
            return self._write_text_block(value, depth)
        if not isinstance(value, list | dict) or id(value) in self.open:
            return ""
        self.open.add(id(value))
        html = ""
        if isinstance(value, list):
            html = self._write_list(value, depth)
        elif isinstance(value, dict):
            html = self._write_node(value, depth)
        self.open.discard(id(value))
        return html

    def _write_text_block(self, text: str, depth: int) -> str:
        if text[:1] in ("{", "[") and len(text) > 20:
            try:
                return self.write_block(json.loads(text, strict=False), depth + 1)
            except (ValueError, RecursionError):
                pass
        html = write_string(text)
        self.left -= len(html)
        return html

    def _write_list(self, nodes: list[Any], depth: int) -> str:
        if is_element(nodes):
            return self._write_element(nodes, depth)
        out: list[str] = []
        line: list[str] = []
        listed = ""
        for node in nodes:
            inline = self._write_inline(node, depth + 1)
            if inline is not None and not (isinstance(node, str) and len(nodes) > 1 and _stands_alone(nodes)):
                line.append(inline)
                continue
            if line:
                out.append(_close_line(line))
            html = self.write_block(node, depth + 1)
            tag = _name_list(node)
            if tag != listed:
                out.append(f"</{listed}>" * bool(listed) + f"<{tag}>" * bool(tag))
                listed = tag
            out.append(html)
        if line:
            out.append(_close_line(line))
        out.append(f"</{listed}>" * bool(listed))
        return "".join(out)

    def _write_inline(self, node: Any, depth: int) -> str | None:  # noqa: ANN401 - one line for each form
        """Return the HTML of a piece of a line; None for a block."""
        if depth > MAX_TREE_DEPTH:
            return None
        if isinstance(node, str):
            return None if HTML_TAG.search(node) or "\n\n" in node else escape(node, quote=False)
        if not isinstance(node, dict):
            return None
        kind = find_type(node)
        tags, parts, skipped = _read_table()
        tag = tags.get(kind, "")
        if tag == "br":
            return "<br>"
        if kind in skipped:
            return None
        if tag in _INLINE:
            inside = self._write_pieces(node, depth)
            href = node.get("href") or node.get("url")
            if tag == "a" and isinstance(href, str):
                return f'<a href="{escape(href)}">{inside}</a>'
            return inside
        leaf = kind in ("text", "span", "leaf") or (kind == "" and (self.lines > 0 or not _reads_alone(node)))
        plain = next(
            (node[key] for key in ("text", "value", "insert", "__html") if isinstance(node.get(key), str)), None
        )
        nested = any(isinstance(node.get(key), list) and node[key] and key != "marks" for key in parts["inner"])
        if leaf and plain is not None and not nested and not HTML_TAG.search(plain):
            return escape(plain, quote=False)
        if kind in ("inline", "element", "mention", "inlinelink", "autolink") and "tagName" not in node:
            return self._write_pieces(node, depth)
        return None

    def _write_pieces(self, node: dict[str, Any], depth: int) -> str:
        """Return the line that a node's own nodes or its text make."""
        for key in ("children", "content", "nodes", "leaves"):
            inner = node.get(key)
            if isinstance(inner, list):
                return "".join(
                    self._write_inline(each, depth + 1) or self.write_block(each, depth + 1) for each in inner
                )
            if isinstance(inner, str):
                return inner
        return next((escape(node[key], quote=False) for key in ("text", "value") if isinstance(node.get(key), str)), "")

    def _write_node(self, node: dict[str, Any], depth: int) -> str:
        kind = find_type(node)
        tags, parts, skipped = _read_table()
        if kind in skipped:
            return ""
        if isinstance(ops := node.get("ops"), list):
            return _write_delta(ops)
        tag = tags.get(kind, "")
        styled = [fold_type(node[key]) for key in _STYLE_KEYS if isinstance(node.get(key), str)]
        tag = next((tags[style] for style in styled if tags.get(style, "p") != "p"), tag)
        if node.get("listItem"):
            tag = "li"
        if tag == "figure":
            return self._write_picture(node, parts["caption"])
        if tag in ("hr", "br"):
            return ""
        self.lines += tag in _LINES
        inside = self._write_inside(node, parts, depth)
        self.lines -= tag in _LINES
        if not inside or tag == "":
            return inside
        if tag in ("p", "h2") and inside.startswith(
            ("<p", "<div", "<h", "<ul", "<ol", "<figure", "<blockquote", "<table")
        ):
            return inside if tag == "p" else _rename_paragraph(inside, tag)
        return f"<{tag}>{inside}</{tag}>"

    def _write_inside(self, node: dict[str, Any], parts: dict[str, tuple[str, ...]], depth: int) -> str:
        if node.get("innerBlocks"):
            return self.write_block(node["innerBlocks"], depth + 1)
        for key in parts["text"]:
            value = node.get(key)
            if isinstance(value, str) and value.strip():
                return self._write_text_block(value, depth)
        for key in parts["inner"]:
            value = node.get(key)
            if isinstance(value, str) and value.strip():
                return self._write_text_block(value, depth)
            if isinstance(value, list | dict) and value and (html := self.write_block(value, depth + 1)):
                return html
        return ""

    def _write_picture(self, node: dict[str, Any], captions: tuple[str, ...]) -> str:
        """Return the words below a picture, in an element that says so."""
        for holder in (
            node,
            *(node[key] for key in ("attrs", "data", "attributes", "value") if isinstance(node.get(key), dict)),
        ):
            for key in captions:
                if isinstance(holder.get(key), str) and holder[key].strip():
                    return f"<figure><figcaption>{write_string(holder[key])}</figcaption></figure>"
        return ""

    def _write_element(self, node: list[Any], depth: int) -> str:
        """Return the HTML of ``["$", tag, key, props]`` (React) or ``[tag, props, ...children]`` (Nuxt Content)."""
        if node[0] == "$":
            tag, props = node[1], node[3] if len(node) > 3 else {}
            children: Any = props.get("children") if isinstance(props, dict) else None
            if isinstance(props, dict) and isinstance(raw := props.get("dangerouslySetInnerHTML"), dict):
                children = raw.get("__html")
        else:
            tag, children = node[0], node[2:]
        inside = self._write_children(children, depth + 1)
        if not isinstance(tag, str) or tag.startswith("$") or not tag.isalnum():
            return inside
        if tag in ("script", "style", "svg", "button", "nav", "footer"):
            return ""
        return f"<{tag}>{inside}</{tag}>"

    def _write_children(self, children: Any, depth: int) -> str:  # noqa: ANN401 - whatever JSON holds
        if depth > MAX_TREE_DEPTH:
            return ""
        if isinstance(children, str):
            if HTML_TAG.search(children):
                return children
            return escape(children, quote=False)
        if isinstance(children, int | float) and not isinstance(children, bool):
            return str(children)
        if isinstance(children, list):
            if is_element(children):
                return self._write_element(children, depth)
            return "".join(self._write_children(each, depth + 1) for each in children)
        return ""


def is_element(node: list[Any]) -> bool:
    """Return whether a list is one element of React's or of Nuxt Content's."""
    if len(node) < 2 or not isinstance(node[0], str):
        return False
    if node[0] == "$":
        return isinstance(node[1], str)
    return node[0].isalnum() and len(node[0]) < 12 and isinstance(node[1], dict)


def _reads_alone(node: dict[str, Any]) -> bool:
    """Return whether a node without a type is a paragraph of its own, not a piece of one."""
    return any(isinstance(node.get(key), str) and reads_like_prose(node[key]) for key in ("text", "value"))


def _stands_alone(nodes: list[Any]) -> bool:
    """Return whether a list of strings is one of paragraphs."""
    return all(isinstance(node, str) for node in nodes)


def _close_line(line: list[str]) -> str:
    text = "".join(line).strip()
    line.clear()
    return f"<p>{text}</p>" * bool(text)


def _name_list(node: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return the list that an item needs which stands outside of one, as Draft.js and Portable Text write them."""
    if not isinstance(node, dict):
        return ""
    kind = find_type(node)
    listed = node.get("listItem")
    if kind == "orderedlistitem" or listed == "number" or kind == "olistitem":
        return "ol"
    if kind in ("unorderedlistitem", "listitem") or isinstance(listed, str):
        return "ul"
    return ""


def _rename_paragraph(inside: str, tag: str) -> str:
    if inside.startswith("<p>") and inside.endswith("</p>") and inside.count("<p>") == 1:
        return f"<{tag}>{inside[3:-4]}</{tag}>"
    return inside


def _write_delta(ops: list[Any]) -> str:
    """Return the HTML of Quill's list of insertions, whose line feeds end paragraphs."""
    text = "".join(op["insert"] for op in ops if isinstance(op, dict) and isinstance(op.get("insert"), str))
    return "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in text.split("\n") if line.strip())
