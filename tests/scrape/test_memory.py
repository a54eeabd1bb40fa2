"""Memory: one large page, and very many pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.scrape.layouts import LAYOUTS

ROOT = Path(__file__).resolve().parents[2]
_LARGE = """
from pathlib import Path
from kliping.model import Source
from kliping.scrape import scrape
paragraph = "<p>" + "Warga memanen kabut setiap pagi di punggung bukit yang tinggi. " * 12 + "</p>"
html = "<title>Kabut</title><h1>Kabut</h1><article>" + paragraph * (20_000_000 // len(paragraph)) + "</article>"
article = scrape(html.encode(), url="https://contoh.id/read/1/kabut", source=Source.GENERIC)
assert article.kind == "article" and article.notes == ("text_cut",) and len(article.body) > 500_000
# not ru_maxrss: that begins with what the process that forked this one had
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1000)
"""
_MANY = """
import sys
from pathlib import Path
from kliping.model import Source
from kliping.scrape import scrape
html = Path(sys.argv[1]).read_bytes()
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1000
sizes = []
for n in range(int(sys.argv[2])):
    # every page brings names and addresses of its own, as 100,000 pages would
    page = html.replace(b"class=\\"", b"class=\\"x%d " % n)
    scrape(page, url=f"https://contoh.id/read/{n}/kabut", source=Source.GENERIC)
    if n % (int(sys.argv[2]) // 4) == 0:
        sizes.append(resident())
sizes.append(resident())
print(*sizes)
"""


def run(code: str, *arguments: str) -> list[int]:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(ROOT / "plugins")}, capture_output=True, text=True, check=True
    )
    return [int(number) for number in done.stdout.split()]


def test_a_page_of_20_mb_stays_under_500_mb() -> None:
    assert run(_LARGE)[0] < 500


@pytest.mark.full
@pytest.mark.long
@pytest.mark.timeout(2400)
def test_100_000_pages_do_not_grow_a_worker(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(LAYOUTS["inset_table"], "utf-8")
    sizes = run(_MANY, str(page), "100000")
    assert sizes[-1] - sizes[1] < 60, sizes  # the caches of names and addresses are full by the first quarter
