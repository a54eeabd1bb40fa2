"""Where the line is drawn between boilerplate that an outlet repeats and a sentence that several stories share."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from kliping.clean import Snapshot, clean, split_blocks

from demo.newsroom.truth import list_truth

SLOGAN = "Kabar Kita, dari warga untuk warga"
PROMISE = "Redaksi menerima tulisan pembaca melalui surat elektronik setiap hari kerja."
LAW = "Setiap orang berhak atas kebebasan berserikat, berkumpul, dan mengeluarkan pendapat."
LEAD = "Musim hujan datang lebih awal di sebagian besar wilayah."
HELP = "Bila Anda merasakan gejala depresi, segera hubungi layanan kesehatan terdekat."
STORY = ["Warga Desa Sukamaju memanen jagung pada awal pekan.", "Hasilnya lebih baik daripada tahun lalu, kata camat."]


def snapshot(*shares: tuple[str, int, int], outlet: str = "kabarkita") -> Snapshot:
    rows = []
    for text, distinct, total in shares:
        (block,) = split_blocks(text)
        rows.append((outlet, block.hash, distinct, total))
    return Snapshot.from_rows(rows)


def removed(lines: list[str], learned: Snapshot, outlet: str = "kabarkita") -> list[str]:
    text = "\n".join(lines)
    cleaned = clean(text, outlet=outlet, learned=learned)
    return [text[s.start : s.end] for s in cleaned.removed if s.rule == "learned"]


def test_a_recurring_fragment_behind_the_story_goes() -> None:
    assert removed([*STORY, SLOGAN], snapshot((SLOGAN, 6, 100))) == [SLOGAN]


def test_a_recurring_fragment_before_the_story_goes() -> None:
    assert removed([SLOGAN, *STORY], snapshot((SLOGAN, 6, 100))) == [SLOGAN]


def test_inside_the_story_a_fragment_must_recur_more_often() -> None:
    lines = [STORY[0], SLOGAN, STORY[1]]
    assert removed(lines, snapshot((SLOGAN, 6, 100))) == []
    assert removed(lines, snapshot((SLOGAN, 60, 100))) == [SLOGAN]


def test_too_few_articles_teach_nothing() -> None:
    assert removed([*STORY, SLOGAN], snapshot((SLOGAN, 3, 3))) == []


def test_another_outlets_furniture_is_not_ours() -> None:
    assert removed([*STORY, SLOGAN], snapshot((SLOGAN, 90, 100)), outlet="lain") == []


def test_a_sentence_goes_only_behind_the_story_and_only_if_most_articles_have_it() -> None:
    assert removed([*STORY, PROMISE], snapshot((PROMISE, 80, 100))) == [PROMISE]
    assert removed([*STORY, PROMISE], snapshot((PROMISE, 30, 100))) == []
    assert removed([STORY[0], PROMISE, STORY[1]], snapshot((PROMISE, 80, 100))) == []


def test_a_quoted_law_a_disclaimer_and_a_shared_lead_survive() -> None:
    learned = snapshot((LAW, 40, 100), (HELP, 90, 100), (LEAD, 90, 100))
    assert removed([LEAD, STORY[0], f'"{LAW}"', HELP, STORY[1]], learned) == []


def test_the_line_that_announces_a_list_survives() -> None:
    heading = "Berikut daftar lengkapnya:"
    assert removed([STORY[0], heading, STORY[1]], snapshot((heading, 90, 100))) == []


def test_furniture_that_changed_today_is_measured_against_today() -> None:
    """The warehouse counts the outlet's articles since the block was first seen: 12 today, not the 4,000 before."""
    assert removed([*STORY, SLOGAN], snapshot((SLOGAN, 11, 12))) == [SLOGAN]


def test_figures_and_punctuation_do_not_hide_a_block() -> None:
    assert split_blocks("Dibaca 1.204 kali")[0].hash == split_blocks("dibaca 87 kali!")[0].hash


def test_the_version_names_the_rows_whatever_their_order() -> None:
    rows = [("a", "1" * 16, 5, 10), ("b", "2" * 16, 7, 10)]
    assert Snapshot.from_rows(rows).version == Snapshot.from_rows(reversed(rows)).version
    assert Snapshot.from_rows(rows).version != Snapshot.from_rows(rows[:1]).version
    assert Snapshot.from_rows(rows) == Snapshot.from_rows(rows + rows)


def test_blocks_tell_where_they_stand() -> None:
    text = "Satu kalimat pendek. Kalimat kedua di sini.\n\nBaris sendiri"
    assert [text[b.start : b.end] for b in split_blocks(text)] == [
        "Satu kalimat pendek.",
        "Kalimat kedua di sini.",
        "Baris sendiri",
    ]


def test_a_hash_is_as_wide_as_the_warehouse_keeps_it() -> None:
    """Unsigned 64 bits, 16 hex digits with leading zeros: a wider one would never match a row that comes back."""
    hashes = [block.hash for block in split_blocks("\n".join(f"{word} sendiri" for word in LAW.split()))]
    assert {len(value) for value in hashes} == {16}
    assert all(f"{int(value, 16):016x}" == value for value in hashes)


@pytest.mark.parametrize(
    "last",
    [
        "Temuan itu kini dijaga.", "Semua selamat.", "Polisi masih menyelidikinya.", "Api padam menjelang subuh.",
        "Kerugian belum dihitung.", "Lalu lintas kembali normal.", "Benarkah demikian?", "Kami siap!",
        'Ia berkata, "Kami siap."', "Hasil awalnya disampaikan hari ini.",
    ],
)  # fmt: skip
def test_a_short_sentence_that_ends_many_stories_stays(last: str) -> None:
    """Issue 16: four words were no sentence, so a twentieth of the articles was enough to cut it."""
    assert removed([*STORY, last], snapshot((last, 45, 100))) == []
    assert removed([STORY[0], f"{STORY[1]} {last}"], snapshot((last, 90, 100))) == [], (
        "part of a paragraph of the story"
    )
    assert removed([last, *STORY], snapshot((last, 90, 100))) == []


def test_a_sentence_of_few_articles_is_not_learned_whatever_its_share() -> None:
    assert removed([*STORY, PROMISE], snapshot((PROMISE, 11, 11))) == []
    assert removed([*STORY, PROMISE], snapshot((PROMISE, 12, 12))) == [PROMISE]
    assert removed([*STORY, PROMISE], snapshot((PROMISE, 12, 22))) == [], "54 % of 22 may be 37 % in the long run"


def test_sentences_that_follow_one_another_behind_the_story_go_together() -> None:
    both = "Redaksi menerima tulisan pembaca. Kirim naskah melalui surat elektronik."
    learned = snapshot(*((f"{part}.", 80, 100) for part in both.rstrip(".").split(". ")))
    assert removed([*STORY, both], learned) == [
        "Redaksi menerima tulisan pembaca.",
        "Kirim naskah melalui surat elektronik.",
    ]


def test_no_sentence_of_the_demos_stories_is_learned() -> None:
    """Its stories are drawn from templates, so many share a sentence: seven of seven learned cuts were such ones."""
    day = dt.date(2024, 11, 26)
    by_outlet: dict[str, list[str]] = {}
    for n in range(3):
        for truth in list_truth(11, day - dt.timedelta(days=n), 60):
            if truth.kind == "article":
                by_outlet.setdefault(truth.outlet, []).append("\n\n".join(truth.body))
    counts = [
        (outlet, block, articles, len(bodies))
        for outlet, bodies in by_outlet.items()
        for block, articles in Counter(h for body in bodies for h in {b.hash for b in split_blocks(body)}).items()
        if articles >= 4
    ]
    assert len(counts) > 20, "templates share sentences"
    learned = Snapshot.from_rows(counts)
    for outlet, bodies in by_outlet.items():
        for body in bodies:
            assert removed(body.split("\n"), learned, outlet) == []
