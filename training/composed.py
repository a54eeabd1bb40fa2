"""Compose training texts: real stories with boilerplate of the bank around and inside them, at known offsets.

Each text is a function of the stories and the seed. Line breaks are kept, doubled, or lost, as scrapers leave them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

from bank import (
    Bank,
    Scene,
    Segment,
    fill_item,
    make_date,
    make_initials,
    make_stamp,
)
from links import break_links
from story_lists import PROMOTIONS, make_list

Document = dict[str, Any]
"""A labelled text: ``text``, ``title`` or None, ``spans`` of (start, end, kind), ``site``, ``id``."""
Block = list[Segment]
Story = tuple[list[str], str]
"""Paragraphs and title."""

BREAKS = (("\n", 0.45), ("\n\n", 0.2), (" ", 0.27), ("", 0.08))
"""What stands between the blocks of a text, and how often."""
LONG_PARAGRAPH, PART = 700, 250
"""A longer paragraph has lost its breaks: it is parted at sentences into parts of about so many characters."""
MOST_PARAGRAPHS = 14

WHOLE_PAGE, TRAP, HEAD, DATELINE, LIST, INSERTED, CAPTION, FOOT, TEASERS = (
    0.07, 0.15, 0.4, 0.6, 0.25, 0.55, 0.2, 0.55, 0.12,
)  # fmt: skip
"""How often a text has each of these."""
STAMPS = 0.03
"""How often the time stamps of other articles, whose headlines are lost, stand after the story."""
LINKS = 0.2
"""How often the links inside a story's sentences are broken."""
STANDFIRST, PROMOTION = 0.08, 0.06
"""How often a sentence of the story stands above its dateline, and a call of its own at its end."""
TEASER_HEADINGS = (
    "Berita Terkait", "Berita Lainnya", "BACA JUGA", "Terkini", "Artikel Lainnya", "Related Posts", "Rekomendasi",
    "Berita Terbaru", "Baca Juga", "Populer",
)  # fmt: skip
CAPTION_FORMS = (
    "{said}. ({by})", "{said}. {by}", "{said} ({by})", "{by} {said}.", "{by} - {said}", "{said}. Foto: {by}",
    "{said} | {by}", "FOTO: {said}. ({by})", "Foto: {said}", "Ilustrasi {said}. ({by})", "Ket foto: {said}",
    "{said} / {by}", "({by}) {said}.", "{said}.({by})", "{said} - {by}", "Caption: {said}", "{said}. (Foto: {by})",
    "{by} {said} {said}", "{said}--{by}", "{said}--", "{said}-{by}-", "{said}/{by}", "{said} © {by}",
)  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
_QUOTE = re.compile('["“”]')
_DASH = re.compile(r"\s*[-–—]+$")


def story_paragraphs(document: Document) -> list[str]:
    """Return the paragraphs of a labelled text without its boilerplate; one that lost its breaks is parted."""
    text, at, kept = document["text"], 0, []
    for start, end, _ in document["spans"]:
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    lines = [line.strip() for line in "\n".join(kept).split("\n") if line.strip()]
    return [part for line in lines for part in (_split_line(line) if len(line) > LONG_PARAGRAPH else (line,))]


def _split_line(line: str) -> Iterator[str]:
    part = ""
    for sentence in _SENTENCE.split(line):
        part = f"{part} {sentence}".strip()
        if len(part) > PART:
            yield part
            part = ""
    if part:
        yield part


def without_boilerplate(document: Document) -> Document:
    """Return the document as it should come out: nothing may be cut from that."""
    joint = "\n" if "\n" in document["text"] else " "
    return {**document, "text": joint.join(story_paragraphs(document)), "spans": []}


def compose_documents(documents: Sequence[Document], count: int, seed: int, bank: Bank) -> list[Document]:
    """Return ``count`` texts made of the stories of ``documents`` and of the bank."""
    dice = random.Random(seed)
    titles = (document["title"] or "" for document in documents)
    headlines = (*bank.headlines, *bank.headlines, *(t.strip() for t in titles if 25 < len(t.strip()) < 120))
    stories = [(story_paragraphs(document), (document["title"] or "").strip()) for document in documents]
    stories = [story for story in stories if story[0]]
    return [_compose_document(dice, bank, headlines, stories) for _ in range(count)]


def _compose_document(
    dice: random.Random, bank: Bank, headlines: tuple[str, ...], stories: Sequence[Story]
) -> Document:
    outlet, domain = dice.choice(bank.outlets)
    paragraphs, title = dice.choice(stories)
    if len(paragraphs) > MOST_PARAGRAPHS:
        start = dice.randint(0, 3)
        paragraphs = paragraphs[start : start + dice.randint(4, MOST_PARAGRAPHS)]
    if dice.random() < LINKS:
        paragraphs = break_links(dice, paragraphs)
    scene = Scene(outlet, domain, dice.choice(bank.places), title or dice.choice(headlines), headlines)
    whole = dice.random() < WHOLE_PAGE
    blocks: list[Block] = [fill_item(dice, bank, scene, dice.choice(bank.page_tops))] if whole else []
    if dice.random() < HEAD:
        blocks += [fill_item(dice, bank, scene, item) for item in dice.sample(bank.heads, dice.choice((1, 1, 1, 2, 3)))]
    if dice.random() < TRAP:
        blocks.append(list(dice.choice(bank.traps)))
    else:
        blocks += _dress_story(dice, bank, scene, paragraphs, stories)
    if dice.random() < TEASERS:
        blocks += _compose_teasers(dice, bank, scene, stories)
    if dice.random() < STAMPS:
        stamps = [make_stamp(dice) for _ in range(dice.randint(2, 9))]
        blocks += [[("related", stamp)] for stamp in stamps]
    if dice.random() < FOOT:
        count = dice.choice((1, 1, 2, 2, 3, 4, 5))
        blocks += [fill_item(dice, bank, scene, item) for item in dice.sample(bank.feet, count)]
    if whole:
        blocks.append(fill_item(dice, bank, scene, dice.choice(bank.page_bottoms)))
    text, spans = _join_blocks(dice, blocks)
    known = scene.title if dice.random() < 0.7 else None
    return {"text": text, "spans": spans, "title": known, "site": "composed", "id": "composed"}


def _dress_story(
    dice: random.Random,
    bank: Bank,
    scene: Scene,
    paragraphs: Sequence[str],
    stories: Sequence[Story],
) -> list[Block]:
    """Return the blocks of a story with a caption or dateline before it, and lists, links and captions between."""
    body: list[Block] = [[(None, paragraph)] for paragraph in paragraphs]
    above: list[Block] = []
    if dice.random() < CAPTION:
        above += _compose_captions(dice, bank, scene, paragraphs, stories, 1)
    if dice.random() < STANDFIRST:
        sentences = [sentence for paragraph in paragraphs for sentence in _SENTENCE.split(paragraph)]
        above.append([(None, dice.choice(sentences).rstrip(dice.choice((".", " "))))])
    if dice.random() < PROMOTION:
        body.append([(None, dice.choice(PROMOTIONS))])
    if dice.random() < DATELINE:
        body[0] = _put_dateline(dice, bank, scene, body[0])
    if dice.random() < LIST:
        at = dice.randint(1, len(body))
        body[at:at] = [[(None, line)] for line in make_list(dice, bank)]
    for extra in _compose_extras(dice, bank, scene, paragraphs, stories):
        body.insert(dice.randint(1, len(body)), extra)
    return above + body


def _put_dateline(dice: random.Random, bank: Bank, scene: Scene, paragraph: Block) -> Block:
    """Return the first paragraph after a dateline."""
    item = dice.choice(bank.datelines)
    (kind, dateline), *_ = fill_item(dice, bank, scene, item)
    if dice.random() < 0.3:
        dateline = _DASH.sub(dice.choice((" –", " -", " —", "-", "–", " --", " - ")), dateline)
    (_, story), *_ = paragraph
    return [(kind, dateline), (None, dice.choice((" ", " ", " ", " ", "")) + story)]


def _compose_extras(
    dice: random.Random, bank: Bank, scene: Scene, paragraphs: Sequence[str], stories: Sequence[Story]
) -> list[Block]:
    """Return what stands between the paragraphs of a story and is not of it."""
    extras: list[Block] = []
    if dice.random() < INSERTED:
        count = dice.choice((1, 1, 2, 2, 3, 4))
        extras += [fill_item(dice, bank, scene, item) for item in dice.sample(bank.inserted, count)]
        if dice.random() < 0.3:  # one wording again and again, as a template inserts it
            item = dice.choice(bank.inserted)
            extras += [fill_item(dice, bank, scene, item) for _ in range(2)]
    if dice.random() < CAPTION:
        extras += _compose_captions(dice, bank, scene, paragraphs, stories, dice.choice((1, 1, 2, 3)))
    return extras


def _compose_captions(
    dice: random.Random,
    bank: Bank,
    scene: Scene,
    paragraphs: Sequence[str],
    stories: Sequence[Story],
    count: int,
) -> list[Block]:
    """Return captions: sentences of this or another story with a credit, in the forms that outlets print."""
    found: list[Block] = []
    for _ in range(count):
        source = paragraphs if dice.random() < 0.6 else dice.choice(stories)[0]
        sentences = [sentence for paragraph in source for sentence in _SENTENCE.split(paragraph)]
        sentences = [s for s in sentences if 30 < len(s) < 230 and not _QUOTE.search(s)]
        if sentences:
            form = dice.choice(CAPTION_FORMS)
            said = dice.choice(sentences).rstrip(".")
            found.append([("caption", form.format(said=said, by=_photo_credit(dice, bank, scene)))])
    return found


def _photo_credit(dice: random.Random, bank: Bank, scene: Scene) -> str:
    person = dice.choice(bank.persons)
    return dice.choice(
        (
            f"Foto: {person}", f"Dok. {scene.outlet}", "Istimewa", "ist", f"{scene.outlet}/{person}",
            f"{scene.domain}/{person.upper()}", f"ANTARA FOTO/{person}/{make_initials(dice)}", f"ANTARA/{person}",
            f"AFP/{person}", "Foto Istimewa", f"foto: {make_initials(dice)}", f"{person}/{scene.outlet}",
            "Shutterstock", "Freepik", f"Humas {scene.place}", "dok pribadi", "Tangkapan layar YouTube", "Reuters",
        )
    )  # fmt: skip


def _compose_teasers(dice: random.Random, bank: Bank, scene: Scene, stories: Sequence[Story]) -> list[Block]:
    """Return teasers of other articles as they stand after a story: first sentences, whole or cut off."""
    blocks: list[Block] = []
    opening = dice.random()
    if opening < 0.35:
        form = dice.choice(("({})", "({}/x)", "[{}]", "(H-{})"))
        blocks.append([("credit", form.format(make_initials(dice)))])
    elif opening < 0.55:
        blocks.append(fill_item(dice, bank, scene, dice.choice(bank.feet)))
    if dice.random() < 0.4:
        blocks.append([("related", dice.choice(TEASER_HEADINGS))])
    cut, with_headline, stamped = dice.random() < 0.5, dice.random() < 0.5, dice.random() < 0.3
    prefixes = ("", "", "", f"{scene.outlet.upper()} – ", f"{scene.place.upper()} - ", f"{scene.domain} - ")
    prefix = dice.choice(prefixes)
    for _ in range(dice.randint(1, 8)):
        if with_headline:
            blocks.append([("related", dice.choice(scene.headlines))])
        if stamped:
            forms = (make_date(dice), make_stamp(dice), f"{dice.randint(1, 23)} jam lalu", dice.choice(bank.sections))
            blocks.append([("related", dice.choice(forms))])
        blocks.append([("related", prefix + _take_lead(dice, dice.choice(stories)[0][0], cut=cut))])
    return blocks


def _take_lead(dice: random.Random, paragraph: str, *, cut: bool) -> str:
    text = " ".join(paragraph.split())
    sentence = re.match(r".{60,240}?[.](?= |$)", text)
    lead = sentence.group() if sentence else text[: dice.randint(70, 150)].rsplit(" ", 1)[0]
    if not cut:
        return lead
    shorter = lead[: dice.randint(60, max(61, len(lead)))].rsplit(" ", 1)[0]
    return shorter + dice.choice(("…", "...", " […]", " ..."))


def _join_blocks(dice: random.Random, blocks: Sequence[Block]) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the text of the blocks and the offsets of its boilerplate."""
    joint = dice.choices([joint for joint, _ in BREAKS], [weight for _, weight in BREAKS])[0]
    text = ""
    spans: list[tuple[int, int, str]] = []
    for block in blocks:
        segments = [(kind, words) for kind, words in block if words.strip()]
        if not segments:
            continue
        if text:
            text += dice.choice(("\n", "  ")) if joint == " " and dice.random() < 0.1 else joint
        for kind, words in segments:
            if "\n" not in joint:
                words = words.replace("\n", " " if joint == " " or dice.random() < 0.5 else "")  # noqa: PLW2901
            if kind:
                spans.append((len(text) + len(words) - len(words.lstrip()), len(text) + len(words.rstrip()), kind))
            text += words
    return text, [span for span in spans if span[1] > span[0]]
