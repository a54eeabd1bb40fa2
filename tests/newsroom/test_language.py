"""The prose: complete, distinct, never the same twice, always the same for one seed."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.newsroom import grammar
from demo.newsroom.edition import (
    OUTLETS,
    TOPICS,
    WIRE,
    Edition,
    Ref,
    bind_values,
    list_headlines,
    list_places,
    make_headline,
    make_slug,
)
from demo.newsroom.story import edit_story, write_story

DAY = dt.date(2024, 11, 26)
STORIES = [(topic, name) for topic in TOPICS for name in grammar.load_grammar(topic).stories]


@pytest.mark.parametrize(("topic", "name"), STORIES)
def test_every_alternative_of_every_symbol_can_be_written(topic: str, name: str):
    rules = grammar.load_grammar(topic).stories[name]
    values = (
        bind_values(DAY, list_places()[0], "padi") | {"outlet": "Gema"} | {f"nama{i}": "Budi Santoso" for i in "123"}
    )
    writer = grammar.Writer(rules, values | {f"sapa{i}": "Budi" for i in "123"}, 7)
    for symbol, alternatives in rules.items():
        for _ in alternatives:
            text = writer.write(symbol)
            assert text
            assert not re.search(r"[{}\[\]|]|  | [,.]", text), f"{symbol}: {text}"


def test_titles_and_addresses_of_a_busy_day_are_distinct():
    edition = Edition(articles_per_day=10_000)
    heads = [head for outlet in OUTLETS for head in list_headlines(edition, outlet, DAY)]
    assert len(heads) == 10_000
    own = [head for head in heads if head.wire is None]
    assert len({head.title for head in own}) == len(own)
    assert len({(head.ref.outlet, head.slug) for head in heads}) == len(heads)
    assert 0 < len(heads) - len(own) < 100


def test_articles_are_not_near_duplicates():
    """Shingles of five words; 0.14 is the most that 200 articles share with any of 10,000."""
    edition = Edition(articles_per_day=1_800, faults=False)
    texts = [
        " ".join(write_story(edition, Ref("gema", DAY, n)).paragraphs).split() for n in range(edition.count("gema"))
    ]
    shingles = [{tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in texts]
    worst = max(len(one & other) / len(one | other) for i, one in enumerate(shingles) for other in shingles[i + 1 :])
    assert worst < 0.3


def test_paragraphs_hardly_ever_recur_within_an_outlet():
    edition = Edition(articles_per_day=6_000, faults=False)
    stories = (write_story(edition, Ref("pedoman", DAY, n)) for n in range(1_000))
    counts = Counter(text for story in stories for text in set(story.paragraphs))
    assert sum(count for count in counts.values() if count > 1) / sum(counts.values()) < 0.08
    assert max(counts.values()) < 20


def test_stories_have_6_to_20_paragraphs_and_vary_in_length():
    edition = Edition(articles_per_day=600, faults=False)
    lengths = {len(write_story(edition, Ref("detakkini", DAY, n)).paragraphs) for n in range(100)}
    assert min(lengths) >= 6
    assert max(lengths) <= 20
    assert len(lengths) > 8


def test_boilerplate_words_also_occur_in_innocent_prose():
    edition = Edition(articles_per_day=3_000, faults=False)
    prose = "\n".join(text for n in range(500) for text in write_story(edition, Ref("gema", DAY, n)).paragraphs)
    assert re.search(r"(?i)\bbaca juga\b", prose)
    assert re.search(r"\beditor\b", prose)


def test_a_title_and_its_lead_agree_on_their_number():
    edition = Edition(articles_per_day=6_000, faults=False)
    agreed = 0
    for n in range(1_000):
        story = write_story(edition, Ref("gema", DAY, n))
        if story.head.story == "imunisasi" and (number := re.search(r"baru (\d+) persen", story.head.title)):
            lead = re.search(r"(\d+) persen", story.paragraphs[0])
            assert lead is None or lead[1] == number[1]
            agreed += lead is not None
    assert agreed


@given(seed=st.integers(0, 2**32), day=st.dates(dt.date(2001, 1, 1), dt.date(2040, 1, 1)), n=st.integers(0, 9))
def test_an_article_depends_on_nothing_but_seed_outlet_day_and_number(seed: int, day: dt.date, n: int):
    edition, ref = Edition(seed), Ref("suaradaerah", day, n)
    first = write_story(edition, ref)
    write_story.cache_clear()
    make_headline.cache_clear()
    assert write_story(Edition(seed), ref) == first
    assert first.head.published_at.date() == day


def test_another_seed_tells_other_stories():
    assert {h.title for h in list_headlines(Edition(1), "gema", DAY)}.isdisjoint(
        h.title for h in list_headlines(Edition(2), "gema", DAY)
    )


def test_an_edit_changes_one_paragraph_and_adds_one():
    before = write_story(Edition(), Ref("gema", DAY, 0))
    after = edit_story(before)
    assert len(after.paragraphs) == len(before.paragraphs) + 1
    assert sum(a != b for a, b in zip(before.paragraphs, after.paragraphs, strict=False)) == 1
    assert after.modified_at and after.modified_at > before.head.published_at
    assert edit_story(before) == after


def test_the_wire_is_copied_word_for_word():
    edition = Edition()
    copies = [h for outlet in OUTLETS for h in list_headlines(edition, outlet, DAY) if h.wire]
    assert {head.ref.outlet for head in copies} == {"pedoman", "suaradaerah"}
    for head in copies:
        assert head.wire and head.wire.outlet == WIRE
        assert write_story(edition, head.ref).paragraphs == write_story(edition, head.wire).paragraphs
        assert head.published_at > make_headline(edition, head.wire).published_at


def test_more_articles_than_there_are_events_are_refused():
    with pytest.raises(ValueError, match="articles per day must be"):
        Edition(articles_per_day=10**6)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Harga Cabai di Kota Malang Naik 12,5 Persen", "harga-cabai-di-kota-malang-naik-125-persen"),
        ("1.200 peserta", "1200-peserta"),
        ("Café & Résumé", "cafe-resume"),
    ],
)
def test_slugs(title: str, expected: str):
    assert make_slug(title) == expected


@pytest.mark.parametrize("text", ["[satu|dua", "dua]", "{", "{#1-}", "{tiga empat}"])
def test_a_malformed_template_is_refused(text: str):
    with pytest.raises(ValueError):
        grammar.parse_template(text)


def test_a_malformed_language_file_is_named_with_its_line(tmp_path, monkeypatch):
    (tmp_path / "rusak.txt").write_text("judul\n    baik\n    [buruk\n")
    monkeypatch.setattr(grammar, "LANGUAGE", tmp_path)
    with pytest.raises(ValueError, match=r"rusak\.txt:3"):
        grammar.load_grammar.__wrapped__("rusak")
