"""CSS selectors for an element of a page, such as a person would write."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_STABLE = re.compile(r"[A-Za-z][A-Za-z_-]*[A-Za-z](?:__?[A-Za-z]+)*\d?$")
"""Names that a person gave; generated ones change with the next release of the site."""
_PLAIN = re.compile(r"[A-Za-z][\w-]*")


def list_selectors(node: LexborNode, *, stable: bool = True) -> list[str]:
    """Return selectors that find a node, the shortest and simplest first; ``stable``: by no generated name."""
    own = _list_simple_selectors(node, stable=stable)
    out = sorted(own, key=len)
    above = node.parent
    for _ in range(3):
        if above is None or above.tag == "body":
            break
        out += [
            f"{outer} {inner}" for outer in _list_simple_selectors(above, stable=stable) for inner in (*own, node.tag)
        ]
        above = above.parent
    return out


def _list_simple_selectors(node: LexborNode, *, stable: bool) -> list[str]:
    usable = _STABLE if stable else _PLAIN
    attributes = node.attributes
    classes = [name for name in (attributes.get("class") or "").split() if usable.fullmatch(name)]
    names = [f"{node.tag}.{name}" for name in classes]
    if (ident := attributes.get("id")) and usable.fullmatch(ident):
        names.append(f"#{ident}")
    if itemprop := attributes.get("itemprop"):
        names.append(f'[itemprop="{itemprop.split()[0]}"]')
    if node.tag in ("h1", "article", "main"):
        names.append(node.tag)
    return names


def finds_only(tree: LexborHTMLParser, selector: str, node: int) -> bool:
    """Return whether a selector finds the node (by its ``mem_id``) and nothing else."""
    try:
        found = tree.css(selector)
    except SelectolaxError:
        return False
    return len(found) == 1 and found[0].mem_id == node
