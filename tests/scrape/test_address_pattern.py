"""What the addresses of an outlet's articles have in common."""

from __future__ import annotations

import pytest
from kliping.scrape.address_pattern import propose_pattern

SECTIONS = ["/daerah/", "/politik", "/tag/banjir-rob", "/redaksi", "/indeks?page=2"]
CASES = [
    (r"/read/\d+", ["/nusantara/read/77123/panen-kabut", "/bola/read/77140/final-antarkampung"]),
    (r"/\d{4}/\d{2}/\d{2}/", ["/2024/11/26/harga-cabai-turun/", "/2024/11/25/banjir-surut/"]),
    (r"/\d{4}/\d{2}/", ["/2024/11/harga-cabai-turun.html", "/2024/10/banjir.html"]),
    (r"/(pr-)?\d{8,}/", ["/daerah/pr-12345678/harga-cabai", "/olahraga/pr-22345678/final"]),
    (r"-\d{5,}", ["/harga-cabai-turun-123456", "/final-antarkampung-223456.html"]),
    (r"/\d{3,}-[^/]+", ["/index.php/daerah/123-harga", "/index.php/politik/2345-pilkades"]),
    (r"[?&](?:id|p)=\d+", ["/?p=123", "/?p=99"]),
    (r"/[^/]*-[^/]*-[^/]*-[^/]+/?$", ["/harga-cabai-turun-lagi/", "/warga-desa-panen-air-hujan/"]),
    (r"/(?:berita|opini)/[^/]+-[^/]+-", ["/berita/harga-cabai-turun", "/opini/menimbang-desa-baru"]),
]


@pytest.mark.parametrize(("pattern", "paths"), CASES)
def test_what_articles_have_in_common(pattern: str, paths: list[str]) -> None:
    other_paths = SECTIONS
    if "opini" in pattern:  # slugs alone would not tell these apart
        other_paths = [*SECTIONS, "/topik/harga-bahan-pokok", "/profil/tim-redaksi-kami"]
    others = [f"https://kabar.test{path}" for path in other_paths]
    assert propose_pattern([f"https://kabar.test{path}" for path in paths], others) == pattern


def test_nothing_is_proposed_where_nothing_tells_articles_apart() -> None:
    assert propose_pattern([]) == ""
    assert propose_pattern(["https://kabar.test/banjir"], ["https://kabar.test/politik"]) == ""
