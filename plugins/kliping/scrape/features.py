"""What can be seen of a block inside its container, as a handful of named features for the linear model.

Features are crosses of coarse buckets, so that a sum of weights can say what a tree would: "a short line behind the last
paragraph, in another element". A name tells what it means: ``place:after/short/linked``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.scrape import hints
from kliping.scrape.blocks import HEADINGS, Layout

_TRANSPARENT = HEADINGS | frozenset(
    "p li ul ol dl dt dd blockquote pre table tbody thead tfoot tr td th figure figcaption caption center".split()
)
_CLOSERS = "\"'”’»)]"
_ENDINGS = frozenset(".!?…:;")
_PITCH = re.compile(
    r"(?i)\b(?:subscribe|sign ?up|newsletter|cookies?|privacy policy|terms of|all rights reserved|copyright|click here"
    r"|follow (?:us|me)|contact us|call us|learn more|read more|find out more|get started|free trial|download|comments?"
    r"|share this|log ?in|register|e-?mail|advertis\w+|affiliate|disclos\w+|originally published|is a (?:freelance|writer|reporter|journalist)"
    r"|baca|simak|lihat|ikuti|langganan|berlangganan|daftar|bagikan|komentar|redaksi|hak cipta|editor|reporter|penulis|sumber"
    r"|saksikan|tonton|video|infografis|gabung|unduh|klik|halaman|artikel (?:ini|lain)|berita (?:ini|lain))\b"
)
_SIDE_HEADING = re.compile(
    r"(?i)^\W*(?:related|recommended|more (?:from|on|stories|articles|like)|you (?:may|might)|read (?:next|more|also)|popular|trending"
    r"|latest|references|sources|works cited|notes|footnotes|about (?:the )?(?:author|us)|author|comments?|leave a|\d+ (?:comments?|responses|thoughts)"
    r"|share|follow|subscribe|sign up|newsletter|disclaimer|copyright|topics|tags|contact|keep reading|what'?s next|further reading"
    r"|baca|simak|lihat|berita|artikel|terkait|rekomendasi|terpopuler|terkini|terbaru|komentar|tulis komentar|bagikan|ikuti|topik"
    r"|tag|video|foto|infografis|pilihan|sumber|referensi|tentang penulis|trending|jangan lewatkan|lainnya|saksikan)\b"
)
_GROUPS = {
    "p": "p", "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4", "li": "li", "tr": "tr", "td": "tr",
    "blockquote": "quote", "pre": "pre", "figcaption": "caption", "dd": "li", "dt": "li", "dl": "li",
}  # fmt: skip


_CAPTION = re.compile(
    r"(?i)^\W{0,3}(?:foto|photo|ilustrasi|illustration|gambar|dok(?:umentasi)?|courtesy|credit|image)\b\s*[:./]"
    r"|\((?:foto|photo|dok|ist|sumber|source|antara foto|ilustrasi)\b[^)]*\)\W*$|^©|/©|©\s?\d{4}|\bfoto\s*:"
    r"|\((?:shutterstock|istimewa|instagram|twitter|antara|reuters|afp|ap|getty)[^)]*\)\W*$"
)


def is_caption(text: str) -> bool:
    """Does the line read like the caption of a picture, by its credit?"""
    return _CAPTION.search(text) is not None


def ends_sentence(text: str) -> bool:
    """Does the text end as a sentence does, perhaps inside quotes or brackets?"""
    return text.rstrip(_CLOSERS)[-1:] in _ENDINGS


def _length(n: int) -> str:
    return "tiny" if n < 20 else "short" if n < 45 else "line" if n < 90 else "medium" if n < 200 else "long"


def _linked(share: float) -> str:
    return "plain" if share == 0 else "touched" if share < 0.2 else "mixed" if share < 0.55 else "linked" if share < 0.9 else "link"


def _share(part: float) -> str:
    return "none" if part < 0.02 else "little" if part < 0.1 else "some" if part < 0.4 else "most"


def homes(layout: Layout) -> list[int]:
    """For each element the one that structures the page around it: ``div``, ``section``; not ``p``, ``li``, ``tr``."""
    out: list[int] = []
    for at, element in enumerate(layout.elements):
        out.append(out[element.parent] if element.tag in _TRANSPARENT and element.parent >= 0 else at)
    return out


def of_container(layout: Layout, numbers: Sequence[int]) -> list[list[str]]:
    """The features of the blocks ``numbers`` (those of one container, in order)."""
    blocks, elements = layout.blocks, layout.elements
    home = homes(layout)
    prose: dict[int, int] = {}
    whole = 0
    chars: dict[int, int] = {}
    linked: dict[int, int] = {}
    for n in numbers:
        block = blocks[n]
        at = home[block.element]
        length = len(block.text)
        chars[at] = chars.get(at, 0) + length
        linked[at] = linked.get(at, 0) + block.link_chars
        if block.prose and not block.bits & hints.ANY_KIND:
            prose[at] = prose.get(at, 0) + length
            whole += length
    if not prose:
        return [["bias"] for _ in numbers]
    main = max(prose, key=lambda at: (prose[at], -at))
    relation = {at: _relation(layout, at, main) for at in chars}
    anchors = [n for n in numbers if blocks[n].prose and relation[home[blocks[n].element]] in ("main", "within", "alike", "twin")
               and not blocks[n].bits & hints.ANY_KIND]  # fmt: skip
    first, last = anchors[0], anchors[-1]
    out = []
    seen: set[str] = set()
    count = len(numbers)
    distance = _distances(numbers, set(anchors))
    paragraphs: dict[int, int] = {}
    for n in anchors:
        paragraphs[home[blocks[n].element]] = paragraphs.get(home[blocks[n].element], 0) + 1
    under = "none"
    for i, n in enumerate(numbers):
        block = blocks[n]
        text = block.text
        length = len(text)
        at = home[block.element]
        size, links = _length(length), _linked(block.link_chars / length)
        where = "before" if n < first else "within" if n <= last else "behind" if n - last < 4 else "after"
        tag = _GROUPS.get(elements[block.element].tag, "div")
        rel = relation[at]
        part = _share(prose.get(at, 0) / (whole or 1))
        density = _linked(linked[at] / chars[at])
        ends = "ends" if ends_sentence(text) else "open"
        previous = _neighbour(layout, numbers[i - 1] if i else -1, block.element, home, at)
        following = _neighbour(layout, numbers[i + 1] if i + 1 < count else -1, block.element, home, at)
        row = [
            "bias",
            f"place:{where}/{size}/{links}",
            f"tag:{tag}/{where}/{rel}",
            f"rel:{rel}/{part}/{size}",
            f"density:{density}/{links}/{size}",
            f"ends:{ends}/{size}/{tag}",
            f"around:{previous}/{following}/{size}",
            f"around:{previous}/{following}/{where}/{tag}",
            f"own:{rel}/{where}/{ends}",
            f"image:{'with' if elements[block.element].images else 'without'}/{size}/{ends}",
        ]
        if elements[block.element].tag in HEADINGS or (length < 60 and block.strong_chars == length):
            under = "side" if _SIDE_HEADING.match(text) else "plain"
        row += [
            f"far:{distance[i]}/{size}/{links}",
            f"far:{distance[i]}/{tag}/{rel}",
            f"under:{under}/{where}/{size}",
            f"many:{min(paragraphs.get(at, 0), 4)}/{where}/{rel}",
        ]
        bits = block.bits
        if bits & hints.ANY_KIND:
            row += [f"hint:{kind}/{'prose' if block.prose else 'line'}/{rel}" for kind in hints.KINDS if bits & hints.BIT[kind]]
            row.append(f"hinted:{where}/{links}/{size}")
        for name, bit in _MARKS:
            if bits & bit:
                row.append(f"mark:{name}/{tag}/{'prose' if block.prose else 'line'}")
        if _PITCH.search(text if length < 400 else text[:200]):
            row.append(f"pitch:{where}/{size}/{rel}")
        if block.strong_chars > 0.9 * length:
            row.append(f"strong:{where}/{size}")
        if text in seen:
            row.append(f"again:{size}")
        seen.add(text)
        if length < 250 and is_caption(text):
            row.append(f"caption:{where}/{tag}")
        if "©" in text:
            row.append(f"copyright:{where}")
        if tag == "div" and block.after_br:
            row.append(f"br:{size}")
        out.append(row)
    return out


def _distances(numbers: Sequence[int], anchors: set[int]) -> list[str]:
    """How many blocks away the nearest paragraph of the story is, either way, in buckets."""
    away = [999] * len(numbers)
    for order in (range(len(numbers)), range(len(numbers) - 1, -1, -1)):
        steps = 999
        for i in order:
            steps = 0 if numbers[i] in anchors else steps + 1
            away[i] = min(away[i], steps)
    return ["0" if d == 0 else "1" if d == 1 else "2" if d == 2 else "5" if d <= 5 else "12" if d <= 12 else "on" for d in away]


_MARKS = (("figure", hints.FIGURE), ("quote", hints.QUOTE), ("list", hints.LIST), ("table", hints.TABLE_CELL),
          ("header", hints.HEADER), ("aside", hints.ASIDE), ("form", hints.FORM), ("hidden", hints.HIDDEN),
          ("body", hints.BODY))  # fmt: skip


def _relation(layout: Layout, at: int, main: int) -> str:
    """How the element ``at`` stands to the one that holds most of the prose.

    ``main``, ``within`` (its child), ``deep``, ``above``, ``alike`` (another element of its name), ``twin`` (reached by
    the same tags), ``beside`` (same parent), ``near`` (same grandparent), ``apart``.
    """
    if at == main:
        return "main"
    elements = layout.elements
    other = elements[main]
    mine, others = list(layout.ancestors(at)), list(layout.ancestors(main))
    if main in mine:
        return "within" if mine[1] == main else "deep"
    if at in others:
        return "above"
    if other.names and elements[at].names == other.names:
        return "alike"
    shared = set(others)
    up = next(i for i, e in enumerate(mine) if e in shared)
    down = others.index(mine[up])
    if up == down > 1 and all(elements[a].tag == elements[b].tag for a, b in zip(mine[:up], others, strict=False)):
        return "twin"
    if up == 1 and down == 1:
        return "twin" if elements[at].tag == other.tag and not elements[at].names and not other.names else "beside"
    return "near" if max(up, down) == 2 else "apart"


def _neighbour(layout: Layout, n: int, element: int, home: list[int], at: int) -> str:
    if n < 0:
        return "edge"
    block = layout.blocks[n]
    if block.bits & hints.ANY_KIND:
        return "hinted"
    near = "near" if home[block.element] == at else "far"
    if block.prose:
        return near + "prose"
    if block.link_chars * 2 > len(block.text):
        return "links"
    if layout.elements[block.element].tag in HEADINGS:
        return "heading"
    return near
