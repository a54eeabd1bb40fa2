"""The hostile server is a patient one, too."""

from __future__ import annotations

from tests.hostile.conftest import server, settings, source

__all__ = ["server", "settings", "source"]
