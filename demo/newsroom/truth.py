"""What the newsroom's pages say, without asking it: the answer that a pipeline's tables are held to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from demo.newsroom.articles import pick_related, print_story
from demo.newsroom.edition import OUTLETS, Edition, Ref, make_headline
from demo.newsroom.faults import KINDS
from demo.newsroom.outlets import HOUSE
from demo.newsroom.story import name_wire


@dataclass(frozen=True, slots=True)
class Truth:
    """One article. ``body`` is the story alone, by paragraphs; ``published_at`` is in Jakarta's time, to the minute."""

    outlet: str
    """Id of the outlet: its host without ``.test``."""
    url: str
    """Its own address, as its page names it; ``variants`` are others that the outlet also shows."""
    variants: tuple[str, ...]
    title: str
    body: tuple[str, ...]
    edited: tuple[str, ...] | None
    """The story after its edit; None where it is not going to be edited."""
    published_at: dt.datetime
    authors: tuple[str, ...]
    dateline: str | None
    wire_source: str | None
    """The wire that it was taken over from."""
    boilerplate: tuple[tuple[str, str], ...]
    """(kind, text) of what stands in the story's container and is not the story."""
    section: str
    tags: tuple[str, ...]
    kind: str
    """What its page is: article, photo, video, stub, not_found, error."""
    fault: str
    """What is wrong with it, of ``demo.newsroom.faults.KINDS``; empty where nothing is."""


def list_truth(
    seed: int, day: dt.date, articles_per_day: int, *, faults: bool = True, outlets: Sequence[str] = OUTLETS
) -> Iterator[Truth]:
    """Yield all articles of ``day`` as the newsroom serves them when the day is over, by outlet, oldest first."""
    edition = Edition(seed, articles_per_day, faults)
    for outlet in outlets:
        for n in range(edition.count(outlet)):
            yield tell_truth(edition, Ref(outlet, day, n))


def tell_truth(edition: Edition, ref: Ref) -> Truth:
    """Return the truth about one article. Raises LookupError where the day has no such article."""
    outlet, head = HOUSE[ref.outlet], make_headline(edition, ref)
    story = print_story(edition, outlet, ref)
    blocks = outlet.blocks(story, pick_related(edition, head))
    return Truth(
        outlet=outlet.id,
        url=outlet.url(head),
        variants=(outlet.variant_url(head),) if head.fault == "twice" else (),
        title=outlet.title(head),
        body=story.paragraphs,
        edited=print_story(edition, outlet, ref, again=True).paragraphs if head.fault == "edited" else None,
        published_at=head.published_at,
        authors=outlet.authors(story),
        dateline=next((block.dateline for block in blocks if block.dateline), None),
        wire_source=name_wire(head),
        boilerplate=tuple((block.kind, block.text) for block in blocks if block.kind),
        section=head.topic,
        tags=story.tags,
        kind=KINDS[head.fault],
        fault=head.fault,
    )
