"""What the removed text says: one table of inputs and values for each kind of fact."""

from __future__ import annotations

from pathlib import Path

import pytest
from kliping.clean.facts.read import Facts, read_facts
from kliping.model import Dateline, Removed

from tests.clean.marked import parse

TABLES = Path(__file__).parent / "facts"
STORY = (
    "Warga Desa Sukamaju memanen jagung manis di lahan seluas dua hektare pada panen raya pekan ini. Kepala desa "
    "menyebut hasilnya naik dua kali lipat berkat irigasi baru yang dibangun tahun lalu."
)


def rows(table: str) -> list[list[str]]:
    lines = (TABLES / table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def facts_of(marked: str, *, title: str | None = None, outlet: str | None = None) -> Facts:
    doc = parse(marked.replace("…", STORY) if "…⏎" in marked or "⏎…" in marked else marked)
    removed = [Removed(start, end, kind, "test") for start, end, kind in doc.spans]  # type: ignore[arg-type]
    return read_facts(doc.text, removed, title=title, outlet=outlet)


def said(value: str) -> str | None:
    return None if value == "-" else value


def iso(facts: Facts) -> str:
    at = facts.published
    if at is None:
        return "-"
    if facts.precision == "day":
        return at.date().isoformat()
    return at.isoformat(timespec="minutes")


def credited(facts: Facts) -> str:
    return "; ".join(f"{credit.role}={credit.name}" for credit in facts.credits) or "-"


@pytest.mark.parametrize(("dateline", "place", "outlet", "date"), rows("datelines.tsv"))
def test_a_dateline_names_its_place_outlet_and_day(dateline: str, place: str, outlet: str, date: str) -> None:
    facts = facts_of(f"⟦dateline:{dateline}⟧ {STORY}")
    found = facts.dateline
    assert (found and found.place, found and found.outlet) == (said(place), said(outlet))
    assert iso(facts) == date


@pytest.mark.parametrize(("head", "date"), rows("stamps.tsv"))
def test_the_publication_date_is_that_of_the_page(head: str, date: str) -> None:
    facts = facts_of(head if head.startswith("…") else head + STORY)
    assert iso(facts) == date
    assert facts.published is None or facts.date_text in parse(head).text


@pytest.mark.parametrize(("marked", "names"), rows("credits.tsv"))
def test_everybody_is_credited_and_nobody_else(marked: str, names: str) -> None:
    assert credited(facts_of(marked)) == names


@pytest.mark.parametrize(("marked", "headlines"), rows("related.tsv"))
def test_related_headlines_are_listed_once_and_bare(marked: str, headlines: str) -> None:
    assert " ; ".join(each.title for each in facts_of(marked).related) == headlines.replace("␣", " ").removeprefix("-")


@pytest.mark.parametrize(("head", "known", "title", "place", "outlet", "date", "names"), rows("heads.tsv"))
def test_a_head_block_however_it_was_cut(
    head: str, known: str, title: str, place: str, outlet: str, date: str, names: str
) -> None:
    facts = facts_of(head + STORY, title=said(known))
    found = facts.dateline
    assert facts.title == said(title)
    assert (found and found.place, found and found.outlet) == (said(place), said(outlet))
    assert (iso(facts), credited(facts)) == (date, names)


@pytest.mark.parametrize(("marked", "names"), rows("credits.tsv"))
def test_credits_do_not_hang_on_the_kind(marked: str, names: str) -> None:
    """A line with a label says who is meant, whatever it was cut as."""
    if ":" not in marked.split("⟦", 1)[1].split(":", 1)[1] or "⟦credit:" not in marked:
        pytest.skip("no label")
    assert credited(facts_of(marked.replace("⟦credit:", "⟦other:"))) == names


def test_nothing_removed_says_nothing() -> None:
    assert read_facts(STORY, []) == Facts()


def test_a_text_that_is_all_removed() -> None:
    facts = facts_of("⟦credit:Penulis: Dewi Lestari⟧")
    assert credited(facts) == "author=Dewi Lestari"


def test_the_date_of_an_event_in_the_story_is_no_publication_date() -> None:
    facts = facts_of(
        f"⟦dateline:BREBES –⟧ Pada 12 Maret 2025 pukul 08.00 WIB warga memanen jagung. {STORY}⏎⟦credit:(abc)⟧"
    )
    assert facts.published is None
    assert facts.date_text is None


@pytest.mark.parametrize(
    "piece",
    [
        "Baca juga: ",
        "Penulis: A ",
        "(a/b) ",
        "12 Maret 2025 ",
        "JAKARTA, KABAR.com - ",
        "ANTARA FOTO/A ",
        "\n",
        "a",
        "( [",
        "Oleh ",
    ],
)
def test_hostile_texts_cost_no_more_than_their_length(piece: str) -> None:
    """Bounded by counts, not by the clock: only so many lines and characters are read."""
    text = piece * (300_000 // len(piece))
    facts = read_facts(text, [Removed(0, len(text), "credit", "test")])
    assert len(facts.credits) <= 100
    assert len(facts.related) <= 200


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("BADUNG", "Badung"),
        ("Badung", "Badung"),
        ("Way kanan", "Way Kanan"),
        ("TOLI-TOLI", "Toli-Toli"),
        ("DKI JAKARTA", "DKI Jakarta"),
        ("BEKASI, JAWA BARAT", "Bekasi, Jawa Barat"),
        ("Mataram, NTB", "Mataram, NTB"),
    ],
)
def test_a_place_has_one_name_in_whatever_case_it_is_written(written: str, name: str) -> None:
    assert Dateline(written, written).place_name == name
