"""Of a page's scripts only those that hold sentences are read, in whatever form the sentences are written."""

from __future__ import annotations

import pytest
from kliping.pagestate import StateReader
from kliping.pagestate.scripts import MIN_STATE_CHARS, read_code
from selectolax.lexbor import LexborHTMLParser

WORDS = "warga desa menutup jalan sejak pagi "
READ = {
    "spaces": WORDS,
    "commas and full stops": "warga, desa menutup. jalan, sejak pagi. ",
    "form encoding": "warga+desa+menutup+jalan+sejak+pagi+",
    "percent encoding": "warga%20desa%20menutup%20jalan%20sejak%20pagi%20",
    "behind figures": "2024warga desa menutup jalan sejak pagi ",
    "words of two letters": "ke di ia ku mu an ",
    "base64": "=" + "a1B+/" * 120 + "=",
}
NOT_READ = {
    "five words": "warga desa menutup jalan pagi 2024 " * 9,
    "one letter": "warga desa menutup a jalan sejak pagi 7 ",
    "another escape": "warga%2Cdesa%2Cmenutup%2Cjalan%2Csejak%2Cpagi%2C",
    "a semicolon": "warga desa menutup; jalan sejak pagi ",
    "short base64": "=" + "a1B+/" * 119 + "=",
    "nothing": "",
}


def count_states(said: str) -> int:
    script = f'<script>window.isi={{"a":"{said}","b":"{"-" * MIN_STATE_CHARS}"}}</script>'
    return len([*StateReader(LexborHTMLParser(f"<html><body>{script}</body></html>")).list_states()])


@pytest.mark.parametrize("form", READ)
def test_a_script_with_a_sentence_is_read(form: str) -> None:
    assert count_states(READ[form]) == 1


@pytest.mark.parametrize("form", NOT_READ)
def test_a_script_without_a_sentence_is_not_read(form: str) -> None:
    assert count_states(NOT_READ[form]) == 0


def test_values_and_calls_of_one_script_come_in_order() -> None:
    long = f'{{"isi":"{WORDS * 8}"}}'
    code = f"a.b={long};tampil({long},1);var c={{}};c={long};tampil(7,{long});return {long}"
    assert [state.name for state in read_code(code)] == ["a.b", "tampil", "c", "tampil", ""]
