"""The rule table keeps its own promises."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from kliping.clean import clean, docs
from kliping.clean.folded_text import FoldedText
from kliping.clean.rules import finder
from kliping.clean.rules.table import LONGEST_AT_ONCE, RULES_FILE, Rule, RuleSet, read_rules, read_table
from kliping.model import REMOVED_KINDS

from .marked import articles, parse

RULES = read_rules()


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_a_rule_removes_its_example(rule: Rule) -> None:
    example = parse(rule.example, kinds=False)
    got = [(s.start, s.end, s.kind) for s in clean(example.text).removed if s.rule == rule.name]
    assert got == [(start, end, rule.kind) for start, end, _ in example.spans]
    assert example.spans


def test_hints_are_ascii() -> None:
    """Hints are searched in ``FoldedText.plain``, which keeps only ASCII characters apart."""
    assert all("".join((*rule.gate, *rule.hints)).isascii() for rule in RULES)


def test_long_texts_are_worth_the_same_rules() -> None:
    """They are searched hint by hint, shorter ones in one pass."""
    rules = RuleSet(RULES)
    texts = [FoldedText.of(article.text).plain for article in articles()] + [
        " ".join(rules.sought),
        "".join(rules.sought),
    ]
    for text in texts:
        assert rules.worth_trying(text + "x" * LONGEST_AT_ONCE) == rules.worth_trying(text)
    assert len(rules.worth_trying(texts[-1])) == len(rules.announced)


def test_the_order_of_rules_never_matters() -> None:
    texts = [FoldedText.of(article.text) for article in articles()]
    expected = [finder.find_boilerplate(text).spans for text in texts]
    for seed in range(5):
        rules = list(RULES)
        random.Random(seed).shuffle(rules)
        shuffled = RuleSet(rules)
        assert [finder.find_boilerplate(text, rules=shuffled).spans for text in texts] == expected


def test_every_coded_rule_is_documented_and_works() -> None:
    for row in read_table(docs.CODED_RULES_FILE):
        name, kind = row["name"], row["kind"]
        marked = parse(row["example"], kinds=False)
        assert kind in REMOVED_KINDS
        if name == "learned":
            continue  # needs a snapshot: test_learned.py
        fired = {s.rule for s in clean(marked.text, title="Harga Telur Turun" if name == "title" else None).removed}
        assert name in fired, (name, fired)


def test_every_kind_is_documented() -> None:
    assert [row["kind"] for row in read_table(docs.KINDS_FILE)] == list(REMOVED_KINDS)


def test_cleaning_md_is_fresh(repository: Path) -> None:
    path = repository / "docs" / "cleaning.md"
    assert path.read_text(encoding="utf-8") == docs.render_document(), "run: python -m kliping.clean.docs"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x\tnonsense\tline\tmatch\t\tx\tx", "unknown kind"),
        ("x\tad\tline\tmatch\t\t(\tx", "rule 'x'"),
        ("x\tad\tline\tmatch\t\tx\tx\nx\tad\tline\tmatch\t\tx\tx", "twice"),
    ],
)
def test_a_broken_table_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "rules.tsv"
    path.write_text(RULES_FILE.read_text(encoding="utf-8").splitlines()[0] + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_rules(path)


STORY = "Warga Desa Sukamaju memanen jagung di lahan seluas dua hektare.\n"


@pytest.mark.parametrize(
    "notice",
    [
        "Isi laman ini dilarang diambil, disalin atau diindeks secara otomatis, termasuk untuk AI, tanpa izin redaksi.",
        "Seluruh konten di situs ini dilarang disebarluaskan tanpa seizin redaksi",
        "Artikel ini tidak boleh dikutip atau diperbanyak tanpa izin penulis.",
        "Dilarang menggandakan sebagian atau seluruh isi berita tanpa izin tertulis dari KabarKita.co.id.",
        "Dilarang keras melakukan crawling atau pengindeksan konten untuk AI tanpa izin tertulis.",
        "Dilarang keras mengutip artikel ini tanpa izin redaksi!",
    ],
)
def test_a_ban_on_copying_is_no_story(notice: str) -> None:
    for gap in ("", "\n"):
        cleaned = clean(STORY.strip() + (gap or " ") + notice)
        assert [span.kind for span in cleaned.removed] == ["copyright"]
        assert cleaned.text == STORY.strip()


@pytest.mark.parametrize(
    "sentence",
    [
        "Menurut undang-undang itu, isi buku dilarang disalin tanpa izin penulisnya.",
        "Warga dilarang mengambil kayu dari hutan itu tanpa izin pengelola.",
        "Artikel dalam peraturan ini menyebut bahwa data pribadi dilarang disebarkan tanpa izin pemiliknya.",
        "Informasi pribadi dalam situs pemerintah dilarang diambil tanpa izin, kata Budi.",
        "Konten milik orang lain tidak boleh disebarkan tanpa izin pemiliknya.",
        "Dilarang mengambil foto tanpa izin petugas, begitu bunyi papan di pintu museum.",
        '"Dilarang menyalin isi buku tanpa izin," kata menteri.',
        "Isi laman ini dilarang disalin tanpa izin, begitu tulis warga. Camat setuju.",
    ],
)
def test_a_story_about_a_ban_is_kept(sentence: str) -> None:
    assert clean(STORY + sentence).removed == ()
