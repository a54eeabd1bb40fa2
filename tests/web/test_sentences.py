"""What the library says with facts in it is said in Indonesian, too: every sentence of its tables and of its code."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from kliping.completeness.causes import CAUSES
from kliping.warehouse import PROBLEMS
from kliping.web.sentences import Sentences, split_advice
from kliping.web.wording import load_sentences

ENGLISH = re.compile(
    r"\b(the|of|is|are|was|were|not|no|with|its|it|and|or|has|have|had|that|this|these|than|then|for|from|by|"
    r"such|such as|which|when|what|who|there|they|their|nothing|again|been|be|on|to|as)\b",
    re.IGNORECASE,
)
"""Words of which nearly every English sentence has one, and no Indonesian one."""
NO_PROSE = re.compile(r"`[^`]*`|https?://\S+|\b\w+:(?=[ ,.])|HTTP \d+ [\w ]+")
"""Code, addresses, keys, and what a server says."""
SOURCES = (
    "completeness/diagnosis.py", "completeness/judgement.py", "discover/feeds.py", "discover/listings.py",
    "discover/sitemaps.py", "discover/statelists.py", "discover/walk.py", "discover/wordpress.py", "web/pages.py",
    "web/calendar.py", "web/quarantine.py", "web/outlet.py", "web/run.py",
)  # fmt: skip
"""Modules that write what a page shows."""
FACT = "Xq7"
SENTENCE = "no route could be read"
DAYS = {"day", "first", "last", "evidence.day", "min(stated)", "max(stated)"}
COUNTS = {
    "lacking", "due", "fetched", "links", "found", "missed", "refused", "same", "other", "others", "loaded", "length",
    "estimate.articles", "estimate.low", "estimate.high", "usual.low", "usual.high", "articles", "ending.links",
    "titled", "evidence.found_before", "dated.now", "dated.before", "report.load_id",
    "usual", "fullest.found", "elsewhere.links", "ahead", "miss.missed", "miss.pages",
}  # fmt: skip
"""Expressions of the code that are days and numbers."""
NUMBERS = {"missed", "articles", "rows", "links", "records", "alerts", "usual", "free"}
SAMPLES = {
    "says": "the feed has no entry", "evidence": " (no entry in it)", "missed": "; about 3 articles missed",
    "why": ": no route could be read", "run": "Xq7",
    "shown_by": "no route could be read", "note": "Xq7", "lack": "lack", "days": "2024-11-25 to 2024-11-26",
    "day": "2024-11-26",
}  # fmt: skip
"""Facts that are sentences, or have a form of their own; others are any word."""


class Facts(string.Formatter):
    """Fills the places of a sentence with facts that no sentence has."""

    def get_value(self, key: object, args: object, kwargs: object) -> str:
        return str(key)

    def format_field(self, value: str, spec: str) -> str:
        name = value.split(".", maxsplit=1)[0]
        if name in SAMPLES and not (name == "missed" and spec):
            return SAMPLES[name]
        return "12" if name in NUMBERS else FACT


BROKE_OFF = "Run Xq7 was planned and never loaded: it broke off"


def list_table_sentences() -> Iterator[tuple[str, str]]:
    fill = Facts().format
    for name, problem in PROBLEMS.items():
        yield f"{name} says", BROKE_OFF if name == "never_loaded" else fill(problem.says)
        yield f"{name} remedy", fill(problem.remedy)
        if problem.brief:
            yield f"{name} brief", problem.brief
    for name, cause in CAUSES.items():
        yield f"{name} says", cause.says
        yield f"{name} of a day", f"Xq7 2024-11-26: {cause.says} (links that failed: 12, Xq7); about 3 articles missed"
        yield f"{name} command", fill(cause.command)


def list_expectations(folder: Path) -> list[str]:
    suite = yaml.safe_load((folder / "articles.yml").read_text())
    return [each["meta"]["says"] for each in suite["expectations"]]


def list_code_sentences() -> list[tuple[str, str]]:
    """Every text with facts that a module writes, if it has two words of its own."""
    found = []
    for source in SOURCES:
        tree = ast.parse((files("kliping") / source).read_text(encoding="utf-8"))
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and not isinstance(parents[node], (ast.JoinedStr, ast.FormattedValue)):
                own = " ".join(str(piece.value) for piece in node.values if isinstance(piece, ast.Constant))
                text = "".join(_fill_piece(piece, source) for piece in node.values)
                text += FACT if text.endswith("\n") else ""  # what follows is joined to it
                if len(re.findall(r"[a-z]{2,}", own)) > 1 and not own.startswith(("kliping ", "make ")):
                    found.append((f"{source}:{node.lineno}", SENTENCE + text if text.startswith("; ") else text))
    return found


def _fill_piece(piece: ast.expr, source: str) -> str:
    if isinstance(piece, ast.Constant):
        return str(piece.value)
    assert isinstance(piece, ast.FormattedValue)
    shown = ast.unparse(piece.value)
    if shown == "tail":
        return ""
    if "blind" in shown or (shown == "reason" and source == "completeness/judgement.py"):
        return SENTENCE
    if shown in DAYS:
        return "2024-11-26"
    number = shown.isupper() or any(sign in shown for sign in ("len(", "int(", "tally", "max_pages")) or shown in COUNTS
    return "12" if number else FACT


@pytest.fixture(scope="module")
def indonesian() -> Sentences:
    return load_sentences("id")


def find_english(said: str) -> list[str]:
    """Return the English words of a text, its commands and the names of settings and keys left out."""
    texts = [piece for piece, is_command in split_advice(said) if not is_command]
    return ENGLISH.findall(NO_PROSE.sub(" ", " ".join(texts)))


@pytest.mark.parametrize(("name", "sentence"), list_table_sentences())
def test_what_a_table_says(indonesian: Sentences, name: str, sentence: str) -> None:
    said = indonesian.say(sentence)
    assert find_english(said) == [], said
    assert said.count(FACT) == sentence.count(FACT)


def test_what_expectations_say(indonesian: Sentences, repository: Path) -> None:
    says = list_expectations(repository / "expectations")
    assert len(says) > 15
    assert [text for text in says if find_english(indonesian.say(text))] == []


@pytest.mark.parametrize(("where", "sentence"), list_code_sentences())
def test_what_code_writes(indonesian: Sentences, where: str, sentence: str) -> None:
    said = indonesian.say(sentence)
    assert find_english(said) == [], said
    assert said.count(FACT) == sentence.count(FACT)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("gema 2024-11-25 to 2024-11-26: the host has no address any more (DNS) (feed dns: a.test has no address)",
         "gema 2024-11-25 s.d. 2024-11-26: host tidak punya alamat lagi (DNS) (feed dns: a.test tidak punya alamat)"),
        ("the day was not loaded: no route could be read; usual are 48; not seen: feed: dns: a.test has no address",
         "hari itu tidak dimuat: tidak ada jalur yang terbaca; biasanya 48; tidak terlihat: feed: dns: a.test tidak "
         "punya alamat"),
        ("such as http://a.test/the-host-refuses-connections", "misalnya http://a.test/the-host-refuses-connections"),
        ("<b>the host refuses connections</b>", "<b>the host refuses connections</b>"),
        ("released 1 of 2 in load 0a. publish problem", "1 dari 2 dilepaskan dalam pemuatan 0a. publish problem"),
    ],
)  # fmt: skip
def test_sentences_within_sentences(indonesian: Sentences, sentence: str, said: str) -> None:
    assert indonesian.say(sentence) == said
    assert load_sentences("en").say(sentence) == sentence


@pytest.mark.parametrize(
    "text", [": " * 500, "; " * 500, " (" * 300 + ")" * 300, "a and b together show " * 80, "x" * 99_999]
)
def test_a_text_of_separators_is_left_as_it_is(indonesian: Sentences, text: str) -> None:
    assert indonesian.say(text) == text


@pytest.mark.parametrize(
    ("advice", "commands"),
    [
        ("make backfill FROM=2024-11-26 TO=2024-11-26 SOURCES=gema,koran AGAIN=1 (when it is over)",
         ["make backfill FROM=2024-11-26 TO=2024-11-26 SOURCES=gema,koran AGAIN=1"]),
        ("edit the routes in the file of gema (docs/outlets.md), then kliping sources check gema",
         ["kliping sources check gema"]),
        ("see what takes the space: kliping status --disk; then kliping compact, or set KLIPING_ARCHIVE_GIGABYTES",
         ["kliping status --disk", "kliping compact"]),
        ("kliping load --run cli.2024-11-26 --accept gema (if it is right as it is)",
         ["kliping load --run cli.2024-11-26 --accept gema"]),
        ("nothing to do", []),
    ],
)  # fmt: skip
def test_a_command_is_copied_without_its_remark(advice: str, commands: list[str]) -> None:
    pieces = split_advice(advice)
    assert "".join(piece for piece, _ in pieces) == advice
    assert [piece for piece, is_command in pieces if is_command] == commands
