"""Nobody visits a host faster than its delay: not threads, not processes, not over a killed one."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
import time

import pytest
from kliping.fetch.pace import FilePace

VISITOR = """
import sys, time
sys.path.insert(0, "plugins")
from pathlib import Path
from kliping.fetch.pace import FilePace
pace = FilePace(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    with pace.turn("http://contoh.example", float(sys.argv[3])):
        began = time.monotonic()
        time.sleep(0.01)
        print(began, time.monotonic(), flush=True)
"""


def visitor(folder, repository, times, delay):
    command = [sys.executable, "-c", VISITOR, str(folder), str(times), str(delay)]
    return subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, text=True)


def test_processes_share_a_pace(tmp_path, repository):
    visitors = [visitor(tmp_path, repository, 6, 0.1) for _ in range(3)]
    turns = sorted(tuple(map(float, line.split())) for v in visitors for line in v.communicate()[0].splitlines())
    assert len(turns) == 18
    gaps = [after[0] - before[1] for before, after in itertools.pairwise(turns)]
    assert min(gaps) >= 0.1


def test_a_killed_visitor_holds_nobody_up(tmp_path, repository):
    first = visitor(tmp_path, repository, 1000, 0.05)
    first.stdout.readline()
    first.kill()
    first.communicate()
    with FilePace(tmp_path).turn("http://contoh.example", 0.05):
        pass  # a lock that is left behind would hold it up for ever


def test_threads_share_a_pace_and_hosts_do_not(tmp_path):
    pace = FilePace(tmp_path)
    starts: dict[str, list[float]] = {"a": [], "b": []}

    def visit(host):
        for _ in range(3):
            with pace.turn(host, 0.1):
                starts[host].append(time.monotonic())

    threads = [threading.Thread(target=visit, args=(host,)) for host in "aabb"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for times in starts.values():
        assert min(b - a for a, b in itertools.pairwise(sorted(times))) >= 0.1
    for host in ("c", "d"):
        with pace.turn(host, 3600):
            pass  # were they one host, the second would wait an hour


def test_hold_keeps_everybody_away(tmp_path, repository):
    with FilePace(tmp_path).turn("http://contoh.example", 0) as turn:
        turn.hold(0.6)
    began = time.monotonic()
    other = visitor(tmp_path, repository, 1, 0)
    line = other.communicate()[0]
    assert float(line.split()[0]) - began >= 0.55


def test_no_delay_leaves_no_file_and_no_lock(tmp_path):
    pace = FilePace(tmp_path)
    with pace.turn("a", 0), pace.turn("a", 0):
        pass
    assert not list(tmp_path.iterdir())


def test_a_stamp_from_before_a_restart_is_ignored(tmp_path):
    pace = FilePace(tmp_path)
    with pace.turn("a", 0.01):
        pass
    (stamp,) = tmp_path.iterdir()
    for bad in (b"\xff" * 8, b"", b"\0" * 7 + b"\x7f", b"kacau"):
        stamp.write_bytes(bad)
        with pace.turn("a", 0.01):
            pass  # a stamp from the far future would hold it up for ever


def test_an_error_in_a_turn_ends_it(tmp_path):
    pace = FilePace(tmp_path)
    with pytest.raises(RuntimeError), pace.turn("a", 0.2):
        raise RuntimeError
    began = time.monotonic()
    with pace.turn("a", 0.2):
        assert time.monotonic() - began > 0.15
