"""A host belongs to one site, by the public suffix list that is installed, without the network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from kliping.sites import find_site, is_public_suffix

LINES = (Path(__file__).parent / "sites.tsv").read_text(encoding="utf-8").splitlines()
CASES = [line.split("\t") for line in LINES if not line.startswith("#")]


@pytest.mark.parametrize(("host", "site", "open_to_all"), CASES)
def test_site_and_public_suffix(host: str, site: str, open_to_all: str) -> None:
    assert find_site(host) == site
    assert find_site(site) == site
    assert is_public_suffix(host) == (open_to_all == "yes")


def test_the_network_is_not_asked(repository: Path, tmp_path: Path) -> None:
    code = (
        "import socket, requests; socket.socket = socket.create_connection = requests.Session.send = None\n"
        "from kliping.sites import find_site; print(find_site('www.contoh.co.id'))"
    )
    environment = {"PYTHONPATH": str(repository / "plugins"), "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, list(tmp_path.iterdir())) == ("contoh.co.id\n", []), done.stderr
