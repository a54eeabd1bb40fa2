"""The data types for names and quotations in a text; offsets count code points of it, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

NameKind = Literal["person", "organisation", "place"]
NAME_KINDS: tuple[str, ...] = get_args(NameKind)


class Mention(NamedTuple):
    """A name where it stands in a text, without titles and offices."""

    start: int
    end: int
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody is quoted with: direct speech without its marks, or reported speech."""

    start: int
    end: int
    speaker: str | None
    """As written; None where the text does not say it surely."""
    speaker_start: int | None
    speaker_end: int | None
    cue: str
    """The word that says so, such as "ujar" or "menurut"."""
    direct: bool
    name: str | None = None
    """The fullest form of the speaker's name in the article; of "dia", that of the speaker before."""
    office: str | None = None
    """What stands before or after the name: "Kepala BPBD Kota Malang"."""
    hedges: tuple[str, ...] = ()
    """Words beside it that leave it open whether so: "diduga", "dikabarkan"."""
