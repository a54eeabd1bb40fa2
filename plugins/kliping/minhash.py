"""What a text shares with its copies: a MinHash of its word triples, small enough to keep for every article.

128 permutations by datasketch, eight bits of each, packed by four into 32 numbers. Each number is also a band of
locality-sensitive hashing: two texts that share one of them at one place are candidates, and the share of equal bytes
estimates their Jaccard similarity (standard deviation at most 0.045; Li and König, b-bit minwise hashing, 2010).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BANDS = 32
PERMUTATIONS = 4 * BANDS
SCHEME = "affine32"
"""Named, because signatures of two schemes cannot be compared and the library's default has changed before."""
SIGNATURE_WORDS = 40
"""A shorter text has too few triples to be distinguished by them, and no signature."""

WORD = re.compile(r"[^\W_]+")


def make_signature(body: str) -> list[int] | None:
    """Return the 32 numbers (unsigned, 32 bits) of a body; None for a text of fewer than ``SIGNATURE_WORDS`` words."""
    words = WORD.findall(body.lower())
    if len(words) < SIGNATURE_WORDS:
        return None
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    triples = {f"{pair} {word}".encode() for pair, word in zip(pairs, words[2:], strict=False)}
    from datasketch import MinHash

    sketch = MinHash(PERMUTATIONS, hashfunc=crc32, permutations=_make_permutations(), scheme=SCHEME)
    sketch.update_batch(triples)
    packed: npt.NDArray[np.uint32] = (sketch.hashvalues & 0xFF).astype("uint8").view("<u4")
    return [int(number) for number in packed]


def estimate_similarity(ours: npt.NDArray[np.uint32], theirs: npt.NDArray[np.uint32]) -> npt.NDArray[np.float64]:
    """Estimate the Jaccard similarity of the word triples of pairs of texts, from their signatures.

    Both arrays have a row of 32 numbers for each pair; the result has a number for each, 0.6 or more for copies and
    about 0, perhaps less, for texts that share nothing.
    """
    equal = (ours.view("uint8") == theirs.view("uint8")).mean(axis=-1)
    similarity: npt.NDArray[np.float64] = (equal - 1 / 256) / (1 - 1 / 256)  # one byte in 256 is equal by chance
    return similarity


@lru_cache(maxsize=1)
def _make_permutations() -> npt.NDArray[np.uint64]:
    from datasketch import MinHash

    made: npt.NDArray[np.uint64] = MinHash(PERMUTATIONS, seed=1, scheme=SCHEME).permutations
    return made
