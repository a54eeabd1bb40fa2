"""A call to follow the outlet is cut; the steps of a story that name somebody else's account or channel stay."""

from __future__ import annotations

import pytest
from kliping.clean import clean
from kliping.clean.rules.own_calls import is_own_call

from .marked import articles

JOINTS = {"lines": "\n", "spaces": " ", "glued": ""}
OWN = (
    "Ikuti kami di Instagram.",
    "Ikuti akun Instagram Kabar Kita di @kabarkita.",
    "Gabung grup WhatsApp Kabar Lereng.",
    "Ikuti saluran WhatsApp Merbabu Ekspres, gratis dan tanpa ribet.",
    "Ikuti berita seputar sekolah di kanal WhatsApp suararandu.com.",
    "Dapatkan update setiap hari dengan bergabung di Telegram.",
    "Unduh aplikasi Layar Desa sekarang juga.",
    "Ikuti berita kampus lainnya di saluran WhatsApp redaksi.",
)
OF_OTHERS = (
    "Ikuti akun puskesmas di Instagram.",
    "Ikuti akun Instagram dinas kesehatan untuk berita terbaru.",
    "Gabung grup WhatsApp kelas untuk kabar dari guru.",
    "Ikuti Media Sosial Panitia di Facebook.",
    "Ikuti berita pendaftaran di kanal YouTube dan laman randukembar.go.id.",
    "Unduh aplikasi Antre Sehat untuk mendapatkan informasi rujukan.",
    "Bergabung ke grup Telegram pedagang pasar.",
)


@pytest.mark.parametrize("call", OWN)
def test_a_call_to_follow_the_outlet(call: str) -> None:
    assert is_own_call(call, 0, len(call))


@pytest.mark.parametrize("call", OF_OTHERS)
def test_a_call_to_follow_somebody_else(call: str) -> None:
    assert not is_own_call(call, 0, len(call))


@pytest.mark.parametrize("number", ["2. ", "10) ", "(3) ", "b. "])
def test_a_numbered_step_is_not_the_outlets_call(number: str) -> None:
    step = f"Berikut caranya.\n{number}Ikuti kami di Instagram."
    assert not is_own_call(step, step.index("Ikuti"), len(step))


@pytest.mark.parametrize("joint", JOINTS)
@pytest.mark.parametrize("name", [f"ajakan-{number}" for number in range(1, 7)])
def test_the_steps_of_a_story_stay_however_they_are_joined(name: str, joint: str) -> None:
    article = next(each for each in articles("traps.txt", line_break=JOINTS[joint]) if each.name == name)
    removed = {(span.start, span.end, span.kind) for span in clean(article.text, title=article.title).removed}
    assert removed == set(article.spans)
