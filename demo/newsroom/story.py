"""The prose of one article: who says what, in paragraphs, from the language files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from demo.newsroom import grammar
from demo.newsroom.edition import WIRE, Edition, Headline, Ref, bind_values, hash_parts, make_headline

NAMES = {
    "detakkini": "detakkini",
    "pedoman": "Pedoman.com",
    "suaradaerah": "Suara Daerah",
    "nusawarta": "Nusawarta",
    "gema": "Gema Indonesia",
    "lampungpagi": "Lampung Pagi",
    "kabarpesisir": "Kabar Pesisir",
    "layarkota": "Layar Kota",
}


@dataclass(frozen=True, slots=True)
class Story:
    """An article as its newsroom wrote it, before any page is made of it. ``modified_at``: None until it is edited."""

    head: Headline
    paragraphs: tuple[str, ...]
    author: str
    editor: str
    caption: str
    photographer: str
    tags: tuple[str, ...]
    modified_at: dt.datetime | None = None

    @property
    def initials(self) -> tuple[str, str]:
        """Return ``("rda", "hsn")``: the reporter's and the editor's."""
        return _make_initials(self.author), _make_initials(self.editor)

    @property
    def teaser(self) -> str:
        """Return the first sentence or so, for lists and feeds."""
        return self.paragraphs[0]


@lru_cache(maxsize=512)
def write_story(edition: Edition, ref: Ref) -> Story:
    """Return the article ``ref``. Raises LookupError where the day has no such article."""
    head = make_headline(edition, ref)
    if head.wire is not None:
        original = write_story(edition, head.wire)
        return replace(original, head=head, editor=_draw_person(edition, ref, "editor"))
    writer = _make_writer(head)
    paragraphs = tuple(_write_paragraphs(writer))
    return Story(
        head,
        paragraphs,
        author=_draw_person(edition, ref, "author"),
        editor=_draw_person(edition, ref, "editor"),
        caption=writer.write("keterangan_foto"),
        photographer=_draw_person(edition, ref, "photographer"),
        tags=(head.subject, head.place.name, writer.write("tag")),
    )


def edit_story(before: Story) -> Story:
    """Return the article after an edit: one paragraph is rewritten, and one is added at the end."""
    head = before.head
    writer = _make_writer(head)
    writer.chance = Random(hash_parts(head.seed, "edited")).random
    at = next(at for at in range(len(before.paragraphs) // 2, 0, -1) if not is_heading(before.paragraphs[at]))
    paragraphs = (*before.paragraphs[:at], writer.write("ganti"), *before.paragraphs[at + 1 :], writer.write("susulan"))
    return replace(before, paragraphs=paragraphs, modified_at=head.published_at + dt.timedelta(hours=3, minutes=20))


def _make_writer(head: Headline) -> grammar.Writer:
    """Return a writer that knows the place, the day and the people of this article."""
    rules = grammar.load_grammar(head.topic).stories[head.story]
    origin = head.wire or head.ref
    values = {**bind_values(origin.day, head.place, head.subject), "outlet": NAMES[origin.outlet]}
    writer = grammar.Writer(rules, values, head.seed)
    writer.write("judul")  # so that the numbers of the title are those of the lead
    for i in "123":
        writer.bound[f"nama{i}"] = name = writer.write("nama")
        writer.bound[f"sapa{i}"] = name.split()[0]
    for symbol in ("jabatan1", "jabatan2", "kecamatan", "desa", "instansi"):
        writer.bound[symbol] = writer.write(symbol)
    return writer


_PLAN = (
    "teras", "kenal1", "rinci", "lanjut1", "rinci", "angka", "kenal2", "lanjut2", "rinci", "lanjut2", "lanjut1", "umum",
    "rinci", "warga", "lanjut_warga", "umum", "latar", "latar", "lanjut1", "tutup",
)  # fmt: skip
_ALWAYS = {0, 1, 2, 3, 16, 19}
_AFTER = {7: 6, 9: 6, 14: 13}
"""Places in the plan that may only be filled where another is: nobody speaks again who was not introduced."""


def _write_paragraphs(writer: grammar.Writer) -> list[str]:
    """Return lead, voices, details, people, background, close: 6 to 20 paragraphs, some long stories with a heading."""
    share = writer.chance()
    kept = {at for at in range(len(_PLAN)) if at in _ALWAYS or writer.chance() < share}
    plan = [symbol for at, symbol in enumerate(_PLAN) if at in kept and _AFTER.get(at, 0) in kept]
    if writer.chance() < 0.15 and len(plan) < 20:
        plan.insert(len(plan) - 2, "lugu")
    if 11 < len(plan) < 20 and writer.chance() < 0.5:
        plan.insert(plan.index("latar"), "anak_judul")
    return [writer.write(symbol) for symbol in plan]


def is_heading(text: str) -> bool:
    """Return whether this line of a story is a heading: it ends no sentence."""
    return text[-1] not in '.?!"”'


def _draw_person(edition: Edition, ref: Ref, role: str) -> str:
    """Return a member of the outlet's staff of about forty."""
    seat = hash_parts(edition.seed, ref, role) % 40
    return grammar.Writer(
        grammar.load_grammar("umum").rules, {}, hash_parts(edition.seed, ref.outlet, role, seat)
    ).write("nama")


def _make_initials(name: str) -> str:
    """Return a person's initials, three letters: the first of each name, then more of the last name."""
    first, *rest = name.lower().split()
    return (first[0] + "".join(word[0] for word in rest) + (rest[-1] if rest else first)[1:])[:3]


def name_wire(head: Headline) -> str | None:
    """Return the name of the wire that the article was taken over from; None where it is the outlet's own."""
    return NAMES[WIRE] if head.wire is not None else None
