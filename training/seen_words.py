"""Write what the shared texts show of words: `python training/seen_words.py`.

``seen.txt`` gets the words that stand in small letters inside sentences, those that stand there with a capital, and
those that the present tagger finds in several persons' names. No text can be read from it. `make train-names` does not
run it, because what it writes depends on the weights that are there.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins"), str(Path(__file__).parent)]

from kliping.names import tag  # noqa: E402
from kliping.names.tokens import split_sentences, split_tokens  # noqa: E402
from kliping.names.vocabulary import SEEN_FILE  # noqa: E402
from word_clusters import read_lines  # noqa: E402

LEAST_COUNT, LEAST_NAMES, LEAST_SHARE = 3, 3, 0.85


def count_letters(lines: list[str]) -> tuple[Counter[str], Counter[str]]:
    """Return how often each word stands inside a sentence in small letters, and with a capital."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for line in lines:
        for sentence in split_sentences(split_tokens(line)):
            words = [word for word, _, _ in sentence]
            if sum(word[0].isupper() for word in words) > 0.6 * len(words):
                continue  # a headline
            for before, word in pairwise(words):
                if not word.isalpha() or len(word) < 2 or not before[0].isalnum():
                    continue
                if word.islower():
                    small[word] += 1
                elif word[0].isupper():
                    capital[word.lower()] += 1
    return small, capital


def list_letters(small: Counter[str], capital: Counter[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the classes of words by their letters, each with its words."""
    words = [word for word in {*small, *capital} if small[word] + capital[word] >= LEAST_COUNT]
    share = {word: small[word] / (small[word] + capital[word]) for word in words}
    yield "seen_small", sorted(word for word in words if share[word] > 0.95)
    yield "seen_both", sorted(word for word in words if 0.2 <= share[word] <= 0.95)
    yield "seen_capital", sorted(word for word in words if share[word] < 0.2)


def list_parts(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the words of persons' names: the first ones, and the others."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in lines:
        for start, end, kind in tag(line):
            name = line[start:end].lower()
            words = name.split()
            for at, word in enumerate(words):
                if len(word) > 1 and word.isalpha():
                    ends = "F" if at == 0 else "L"
                    found[word][f"{kind}_{ends}"].add(name)
    classes: dict[str, list[str]] = defaultdict(list)
    for word, parts in found.items():
        total = sum(map(len, parts.values()))
        for part, names in parts.items():
            kind = part.split("_")[0]
            same = sum(len(each) for other, each in parts.items() if other.startswith(kind))
            if len(names) >= LEAST_NAMES and same >= LEAST_SHARE * total and len(names) >= 0.3 * total:
                classes[f"seen_{part.lower()}"].append(word)
    yield from ((name, sorted(words)) for name, words in sorted(classes.items()) if name.startswith("seen_person"))


def main() -> None:
    """Read the texts, write the file."""
    lines = list(read_lines())
    rows = [*list_letters(*count_letters(lines)), *list_parts(lines)]
    head = "# Classes of words by what the shared texts show of them (written by training/seen_words.py).\n"
    SEEN_FILE.write_text(head + "".join(f"{name}: {', '.join(words)}\n" for name, words in rows), encoding="utf-8")
    print(SEEN_FILE.name, *(f"{name} {len(words)}" for name, words in rows))


if __name__ == "__main__":
    main()
