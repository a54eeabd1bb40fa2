"""The folder of Airflow's own files: a path that Airflow misreads is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.environment import prepare_airflow, run_home


@pytest.mark.parametrize("name", ["100%20berita", "kliping?", "%(data)s"])
def test_a_path_that_airflow_misreads_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLIPING_DATA", str(tmp_path / name))
    with pytest.raises(SystemExit, match="KLIPING_DATA"):
        prepare_airflow(run_home())
    assert not (tmp_path / name).exists(), "nothing was begun"
