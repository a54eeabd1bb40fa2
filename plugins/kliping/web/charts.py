"""Small pictures as SVG: a strip of days, bars of a funnel, a line of shares. Shape says what colour says, too.

Each returns markup that holds numbers and words of ours only; a text from outside never enters one unescaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

DAY_STATES = {
    "C": ("complete", 16),
    "L": ("likely", 13),
    "I": ("incomplete", 8),
    "N": ("nothing", 3),
    "U": ("unknown", 5),
    "-": ("untried", 1),
}
"""Letter of ``outlets_today.sql`` -> class of its colour, height of its bar: the taller, the more complete."""
STEP = 6
BAR = 4
HEIGHT = 16


@lru_cache(maxsize=4096)
def draw_strip(letters: str, label: str) -> Markup:
    """Return a row of bars, one a letter of ``DAY_STATES``; neighbours of one kind are one path, to keep it small."""
    paths = []
    for letter, (name, height) in DAY_STATES.items():
        places = [at for at, each in enumerate(letters) if each == letter]
        if places:
            bars = "".join(f"M{at * STEP} {HEIGHT - height}h{BAR}v{height}h-{BAR}z" for at in places)
            paths.append(f'<path class="{name}" d="{bars}"/>')
    width = len(letters) * STEP
    return Markup(  # numbers and our own words; the label is escaped by format
        '<svg class="strip" role="img" width="{}" height="{}" viewBox="0 0 {} {}" aria-label="{}">{}</svg>'
    ).format(width, HEIGHT, width, HEIGHT, label, Markup("".join(paths)))  # noqa: S704  # see above


def draw_line(shares: Sequence[float | None], label: str, width: int = 160, height: int = 28) -> Markup:
    """Return a line of shares between 0 and 1, oldest first; a None leaves a hole."""
    step = width / max(1, len(shares) - 1)
    points = [
        (round(at * step, 1), round(2 + (height - 4) * (1 - share), 1))
        for at, share in enumerate(shares)
        if share is not None
    ]
    drawn = ""
    if points:
        drawn = f'<polyline points="{" ".join(f"{x},{y}" for x, y in points)}"/>'
        drawn += f'<circle cx="{points[-1][0]}" cy="{points[-1][1]}" r="2"/>'
    return Markup(  # as above
        '<svg class="line" role="img" width="{}" height="{}" viewBox="-2 0 {} {}" aria-label="{}">{}</svg>'
    ).format(width, height, width + 4, height, label, Markup(drawn))  # noqa: S704  # as above


def scale_bar(count: float, most: float) -> int:
    """Return the length of a bar in per cent of the longest; what is there is never invisible."""
    if count <= 0 or most <= 0:
        return 0
    return max(1, round(100 * count / most))
