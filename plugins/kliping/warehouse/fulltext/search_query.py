"""What a person looks for, as the search engine asks it: words, "phrases", AND OR NOT, prefix*, field:word.

``luqum`` reads the grammar (Lucene's); this module says what each part means. Words side by side must all be there.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import tantivy
from luqum import tree
from luqum.exceptions import ParseError
from luqum.parser import parser

from kliping.errors import InputError

WORD_FIELDS: Mapping[str, str] = {"title": "title", "judul": "title", "body": "body", "isi": "body"}
"""Fields whose words are found by their stem, under the names that a query may use."""

NAME_FIELDS: Mapping[str, str] = {
    "outlet": "outlet", "media": "outlet", "section": "section", "rubrik": "section", "author": "author",
    "penulis": "author", "person": "person", "tokoh": "person", "organisation": "organisation",
    "organisasi": "organisation", "lembaga": "organisation", "place": "place", "tempat": "place",
}  # fmt: skip
"""Fields whose words are found as they are."""

DAY_FIELDS: Mapping[str, str] = {"from": "from", "dari": "from", "to": "to", "sampai": "to"}

STEM_BOOSTS: Mapping[str, float] = {"title_stems": 3.0, "lead_stems": 1.5, "body_stems": 1.0}
"""How much a word counts by where it stands."""

EXACT_BOOSTS: Mapping[str, float] = {"title": 3.0, "body": 1.0}

TOKEN = re.compile(r"\w+")

Stem = Callable[[str], str]


def list_plain_words(text: str) -> list[str]:
    """Return a text's words without accents and capitals, as ``sql/search/documents.sql`` folds those of articles."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()
    return re.findall(r"[a-z0-9]+", plain)


@dataclass(slots=True)
class Needles:
    """What a match is recognised by in a text: stems, words as they are, beginnings of words, phrases."""

    stems: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    phrases: set[tuple[str, ...]] = field(default_factory=set)

    def list_texts(self) -> tuple[str, ...]:
        """Return each needle as text, a phrase with spaces between its words."""
        return tuple(sorted({*self.stems, *self.words, *self.prefixes, *(" ".join(one) for one in self.phrases)}))


@dataclass(frozen=True, slots=True)
class MergedName:
    """A name that a person has merged into another one, both as folded words; ``kind`` is the field they are in."""

    kind: str
    name: tuple[str, ...]
    alias: tuple[str, ...]

    def is_found_by(self, words: Sequence[str]) -> bool:
        """Return whether these words stand side by side in the name that it is merged into."""
        size = len(words)
        return any(self.name[at : at + size] == tuple(words) for at in range(len(self.name) - size + 1))


@dataclass(slots=True)
class QueryReader:
    """Turns one query into the engine's, and collects what its matches are recognised by."""

    schema: tantivy.Schema
    stem: Stem
    merged: Sequence[MergedName] = ()
    needles: Needles = field(default_factory=Needles)
    _negated: bool = False

    def read(self, text: str) -> tantivy.Query:
        """Return the engine's query. Raises ``InputError`` for what cannot be understood, and why."""
        if not text.strip():
            raise InputError("there is no word to look for")
        try:
            root = parser.parse(text)
        except ParseError as error:
            raise InputError(f"{text}: {_explain_syntax(text, error)}") from error
        query = self._read_node(root, None)
        if query is None:
            raise InputError(f"{text}: there is no word to look for")
        return query

    def _read_node(self, node: tree.Item, name: str | None) -> tantivy.Query | None:
        """Return a part's query, None for one without a word; ``name`` is the field that it is asked of."""
        match node:
            case tree.SearchField():
                return self._read_field(node)
            case tree.Group() | tree.FieldGroup():
                return self._read_node(node.children[0], name)
            case tree.OrOperation():
                return _join(tantivy.Occur.Should, self._read_all(node.children, name))
            case tree.AndOperation() | tree.UnknownOperation() | tree.BoolOperation():
                return self._read_together(node.children, name)
            case tree.Not() | tree.Prohibit() | tree.Plus():
                return self._read_together([node], name)
            case tree.Proximity():
                return self._read_phrase(list_plain_words(node.children[0].value), name, int(node.degree))
            case tree.Phrase():
                return self._read_phrase(list_plain_words(node.value), name)
            case tree.Word():
                return self._read_word(node.value, name)
        raise InputError(f"{node}: this is not understood; put it in quotation marks to look for it as it is")

    def _read_all(self, nodes: Sequence[tree.Item], name: str | None) -> list[tantivy.Query]:
        return [query for node in nodes if (query := self._read_node(node, name)) is not None]

    def _read_together(self, nodes: Sequence[tree.Item], name: str | None) -> tantivy.Query | None:
        """Return what all parts ask at once; a part that is negated must not be there."""
        wanted = [node.children[0] if isinstance(node, tree.Plus) else node for node in nodes]
        refused = [node.children[0] for node in wanted if isinstance(node, tree.Not | tree.Prohibit)]
        musts = self._read_all([node for node in wanted if not isinstance(node, tree.Not | tree.Prohibit)], name)
        self._negated = not self._negated
        nots = self._read_all(refused, name)
        self._negated = not self._negated
        if not nots:
            return _join(tantivy.Occur.Must, musts)
        parts = [(tantivy.Occur.Must, query) for query in musts or [tantivy.Query.all_query()]]
        return tantivy.Query.boolean_query([*parts, *((tantivy.Occur.MustNot, query) for query in nots)])

    def _read_field(self, node: tree.SearchField) -> tantivy.Query | None:
        stated = node.name.lower()
        if stated in DAY_FIELDS:
            return limit_days(self.schema, **{f"{DAY_FIELDS[stated]}_day": parse_query_day(str(node.expr))})
        name = WORD_FIELDS.get(stated) or NAME_FIELDS.get(stated)
        if name is None:
            known = ", ".join([*WORD_FIELDS, *NAME_FIELDS, *DAY_FIELDS])
            raise InputError(
                f"{node.name}: there is no such field; fields: {known}; or put the text in quotation marks"
            )
        return self._read_node(node.expr, name)

    def _read_word(self, value: str, name: str | None) -> tantivy.Query | None:
        if value == "*" and name is None:
            return tantivy.Query.all_query()
        exact = value.startswith("=")
        words = list_plain_words(value)
        if "*" in value:
            if not re.fullmatch(r"[^*]+\*", value) or len(words) != 1:
                raise InputError(f"{value}: * stands at the end of a word, for any ending")
            return self._read_prefix(words[0], name)
        if name == "outlet":
            return tantivy.Query.term_query(self.schema, "outlet", value.lower())
        if not words:
            return None
        if exact or len(words) > 1 or name in NAME_FIELDS.values():
            return self._read_phrase(words, name)
        stem = self.stem(words[0])
        self._note("stems", stem, name)
        chosen = {at: boost for at, boost in STEM_BOOSTS.items() if name is None or at == f"{name}_stems"}
        return self._ask_each(chosen, lambda at: tantivy.Query.term_query(self.schema, at, stem))

    def _read_prefix(self, beginning: str, name: str | None) -> tantivy.Query | None:
        self._note("prefixes", beginning, name)
        pattern = f"{beginning}.*"
        return self._ask_each(_choose_exact(name), lambda at: tantivy.Query.regex_query(self.schema, at, pattern))

    def _read_phrase(self, words: list[str], name: str | None, slop: int = 0) -> tantivy.Query | None:
        """Return a query of words as they are, in this order; ``slop`` others may stand between them."""
        if not words:
            return None
        if name == "outlet":
            return tantivy.Query.term_query(self.schema, "outlet", " ".join(words))
        if len(words) == 1:
            self._note("words", words[0], name)
        else:
            self._note("phrases", tuple(words), name)
        aliases = [list(one.alias) for one in self.merged if one.kind == name and one.is_found_by(words)]
        asked = [self._ask_words(each, name, slop) for each in [words, *aliases] if each]
        return _join(tantivy.Occur.Should, [query for query in asked if query is not None])

    def _ask_words(self, words: list[str], name: str | None, slop: int) -> tantivy.Query | None:
        if len(words) == 1:
            return self._ask_each(_choose_exact(name), lambda at: tantivy.Query.term_query(self.schema, at, words[0]))
        return self._ask_each(
            _choose_exact(name), lambda at: tantivy.Query.phrase_query(self.schema, at, list(words), slop)
        )

    def _ask_each(self, boosts: Mapping[str, float], ask: Callable[[str], tantivy.Query]) -> tantivy.Query | None:
        return _join(tantivy.Occur.Should, [tantivy.Query.boost_query(ask(at), boost) for at, boost in boosts.items()])

    def _note(self, kind: str, needle: str | tuple[str, ...], name: str | None) -> None:
        """Note what a match is recognised by, unless it must not be there or is not in the text."""
        if not self._negated and name not in NAME_FIELDS.values():
            getattr(self.needles, kind).add(needle)


def limit_days(schema: tantivy.Schema, from_day: dt.date | None = None, to_day: dt.date | None = None) -> tantivy.Query:
    """Return the query of articles of these days (Jakarta), both inclusive."""
    first, last = (None if day is None else number_day(day) for day in (from_day, to_day))
    return tantivy.Query.range_query(schema, "day", tantivy.FieldType.Unsigned, first, last)


def number_day(day: dt.date) -> int:
    """Return a day as the index has it: 20241126."""
    return day.year * 10_000 + day.month * 100 + day.day


def parse_day_number(number: int) -> dt.date:
    """Return the day that the index has as a number."""
    return dt.date(number // 10_000, number // 100 % 100, number % 100)


def parse_query_day(text: str) -> dt.date:
    """Return the day that a query names. Raises ``InputError``."""
    try:
        return dt.date.fromisoformat(text.strip('" '))
    except ValueError as error:
        raise InputError(f"{text}: give a day as YYYY-MM-DD") from error


def _choose_exact(name: str | None) -> Mapping[str, float]:
    return EXACT_BOOSTS if name is None else {name: 1.0}


def _join(occur: tantivy.Occur, queries: Sequence[tantivy.Query]) -> tantivy.Query | None:
    if len(queries) < 2:
        return next(iter(queries), None)
    return tantivy.Query.boolean_query([(occur, query) for query in queries])


def _explain_syntax(text: str, error: ParseError) -> str:
    if text.count('"') % 2:
        return "a quotation mark is not closed"
    if text.count("(") != text.count(")"):
        return "a bracket is not closed"
    return f"this is not understood ({error})"
