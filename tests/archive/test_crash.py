"""The archive after a kill, a full disk, damage; and in little memory."""

from __future__ import annotations

import contextlib
import gzip
import os
import signal
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kliping import archive
from kliping.archive import ArchiveError
from upath import UPath

from tests.archive.pages import DAY, page


def test_an_error_in_the_run_keeps_what_was_written(root, tmp_path):
    with pytest.raises(RuntimeError), archive.ArchiveWriter(root, "contoh", DAY, "run", tmp_path / "spool") as writer:
        writer.add(page())
        raise RuntimeError
    assert len(list(archive.read_pages(root, archive.list_parts(root, "contoh", DAY)))) == 1


KILLED = """
import sys
sys.path.insert(0, {plugins!r}); sys.path.insert(0, {repository!r})
from pathlib import Path
from tests.archive.pages import DAY, page
from kliping import archive
writer = archive.ArchiveWriter({root!r}, "contoh", DAY, "run", Path({spool!r}))
n = 0
while True:
    writer.add(page(str(n), body=str(n).encode() * 2000))
    print(n, flush=True)
    n += 1
"""


@pytest.mark.parametrize("cut", [0, 1, 700])
def test_a_killed_run_loses_nothing_that_it_finished(root, tmp_path, repository, cut):
    spool = tmp_path / "spool"
    code = KILLED.format(plugins=str(repository / "plugins"), repository=str(repository), root=root, spool=str(spool))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if int(line) == 30:
                break
        assert archive.recover_parts(root, spool, "contoh", DAY) == [], "a living writer's part is not touched"
        process.send_signal(signal.SIGKILL)
        written = int(line) + len(process.stdout.read().splitlines())
    (left,) = spool.rglob("*.warc.gz")
    os.truncate(left, left.stat().st_size - cut)  # what a power cut may take, too
    (part,) = archive.recover_parts(root, spool, "contoh", DAY)
    read = [one.body for one in archive.read_pages(root, [part])]
    assert len(read) >= written - (cut > 0)
    assert read == [str(n).encode() * 2000 for n in range(len(read))]
    assert archive.recover_parts(root, spool, "contoh", DAY) == []
    assert not list(spool.rglob("*.gz"))
    with archive.ArchiveWriter(root, "contoh", DAY, "run", spool) as writer:
        writer.add(page("sesudahnya"))
    assert len(archive.list_parts(root, "contoh", DAY)) == 2


def test_an_article_that_a_kill_cut_off_is_none(root, tmp_path):
    """Wherever the kernel stops the write of three pages, the archive gives all of them or none of the article."""
    spool = tmp_path / "spool"
    writer = archive.ArchiveWriter(root, "contoh", DAY, "run", spool)
    writer.add(page("sebelumnya"))
    canonical = "https://contoh.example/panjang"
    pages = [page(f"panjang/{n}", canonical_url=canonical, number=n, body=os.urandom(200)) for n in (1, 2, 3)]
    kept = writer.add_article(pages)
    (written,) = spool.rglob("*.warc.gz")
    whole = written.read_bytes()
    found = []
    starts = [int(one.archive.rpartition("#")[2]) for one in kept]
    for cut in (*starts, *range(starts[0] + 1, len(whole), 150), len(whole)):
        killed = tmp_path / f"killed-{cut}"
        left = killed / "spool" / written.relative_to(spool)
        left.parent.mkdir(parents=True)
        left.write_bytes(whole[:cut])
        archive.recover_parts(str(killed), killed / "spool", "contoh", DAY)
        captures = archive.find_latest_captures(str(killed), "contoh", DAY)
        assert captures.get("https://contoh.example/sebelumnya"), cut
        found.append(len((captures.get(canonical) or {"refs": ()})["refs"]))
    assert set(found) == {0, 3}
    assert found[:3] == [0, 0, 0]


def test_a_spool_without_a_whole_page_leaves_nothing(root, tmp_path):
    folder = tmp_path / "spool" / "outlet=contoh" / "day=2024-11-26"
    folder.mkdir(parents=True)
    (folder / "a.warc.gz").write_bytes(b"")
    (folder / "b.warc.gz").write_bytes(gzip.compress(b"WARC/1.1\r\n")[:-4])
    assert archive.recover_parts(root, tmp_path / "spool", "contoh", DAY) == []
    assert not list(folder.iterdir())


def test_damage_is_named(root, write):
    kept = write(page(), page("dua"))
    part = kept[0].archive.partition("#")[0]
    path = UPath(root) / part
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ArchiveError, match=part):
        list(archive.read_pages(root, [part]))
    with pytest.raises(ArchiveError, match="no such part"):
        archive.read_page(root, "outlet=x/day=2024-11-26/y.warc.gz#0")
    with pytest.raises(ArchiveError, match="holds no page"):
        archive.read_page(root, f"{part}#0")
    with pytest.raises(ArchiveError, match="ends before"):
        archive.read_page(root, f"{part}#99999999")
    with pytest.raises(ArchiveError, match=f"{part}#7"):
        archive.read_page(root, f"{part}#7")


FULL = """
import os, resource, signal, sys
from pathlib import Path
sys.path[:0] = ["plugins", "."]
from kliping import archive
from tests.archive.pages import DAY, page
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
with archive.ArchiveWriter(sys.argv[1], "contoh", DAY, "run", Path(sys.argv[2])) as writer:
    writer.add(page("satu", body=os.urandom(30_000)))
    try:
        writer.add(page("dua", body=os.urandom(90_000)))
    except OSError as error:
        print(error.strerror)
    writer.add(page("tiga", body=os.urandom(10_000)))
"""


def test_a_full_disk_leaves_no_half_record(root, tmp_path, repository):
    """A file size limit of the kernel stands in for the disk's end: the write that meets it is cut short, too."""
    said = subprocess.check_output([sys.executable, "-c", FULL, root, str(tmp_path / "spool")], cwd=repository)
    assert said == b"File too large\n"
    read = archive.read_pages(root, archive.list_parts(root, "contoh", DAY))
    assert [one.url.rpartition("/")[2] for one in read] == ["satu", "tiga"]


GROWN = """
import os, resource, sys
from pathlib import Path
sys.path[:0] = ["plugins", "."]
from kliping import archive
from tests.archive.pages import DAY, page
root, count = sys.argv[1], int(sys.argv[2])
body = os.urandom(50_000).hex().encode()
with archive.ArchiveWriter(root, "contoh", DAY, "run", Path(root + "-spool"), part_bytes=10_000_000) as writer:
    for n in range(count):
        writer.add(page(str(n), body=str(n).encode() + body))
assert sum(1 for _ in archive.read_pages(root, archive.list_parts(root, "contoh", DAY))) == count
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.full
def test_memory_does_not_grow_with_the_day(root, repository):
    """5,000 pages of 100 KB are written and read in about the memory of 500."""
    few, many = (
        int(subprocess.check_output([sys.executable, "-c", GROWN, f"{root}-{n}", str(n)], cwd=repository))
        for n in (500, 5_000)
    )
    assert many < 1.2 * few


@settings(deadline=None)  # it writes files, and machines are busy
@given(st.data())
def test_damage_of_any_kind_is_an_archive_error_or_nothing(tmp_path_factory, data):
    where = tmp_path_factory.mktemp("arsip")
    with archive.ArchiveWriter(str(where), "contoh", DAY, "run", where / "spool") as writer:
        writer.add_article([page(), page("dua", number=2)])
    (part,) = archive.list_parts(str(where), "contoh", DAY)
    whole = (where / part).read_bytes()
    packed = data.draw(st.booleans())
    body = whole if packed else gzip.decompress(whole)
    at = data.draw(st.integers(0, 5_000)) % (len(body) + 1)  # the length differs by the records' ids
    junk = data.draw(st.binary(max_size=4) | st.sampled_from([b"\r\n", b":", b"\r\n\r\n", b"-1"]))
    body = body[:at] + junk + body[at + data.draw(st.integers(0, 9)) :]
    (where / part).write_bytes(body if packed else gzip.compress(body))
    for index in where.rglob("*.cdxj"):
        index.unlink()
    for look in (
        lambda: list(archive.read_pages(str(where), [part])),
        lambda: archive.find_latest_captures(str(where), "contoh", DAY),
        lambda: list(archive.read_foreign_pages(where / part)),
    ):
        with contextlib.suppress(ArchiveError):
            look()
