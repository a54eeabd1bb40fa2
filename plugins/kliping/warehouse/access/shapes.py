"""The two shapes of a warehouse, files and a DuckLake: an empty one is not begun, nor read, while the other is full."""

from __future__ import annotations

from pathlib import Path

from kliping.settings import Settings
from kliping.warehouse.access.lake import LAKE_SCHEME, Lake
from kliping.warehouse.errors import WarehouseError

MARKER = "kliping-lake.csv"
"""A file with the lake's id beside its data: a machine that sees other files than the rest does not write to them."""


def check_beside_lake(lake: Lake, files: Path) -> None:
    """Raise ``WarehouseError`` where the files hold a warehouse; the lake is an empty one."""
    if files.exists():
        raise WarehouseError(
            f"{files} holds a warehouse, and the DuckLake that KLIPING_WAREHOUSE names is empty.",
            f"`kliping move-warehouse '{lake}'` copies it there; or move the file away to start an empty one.",
        )


def check_beside_files(settings: Settings) -> None:
    """Raise ``WarehouseError`` where a DuckLake has its data in the data folder, which holds no warehouse of files."""
    marker = settings.data_path / "lake" / MARKER
    if marker.exists() and not settings.warehouse_path.exists():
        raise WarehouseError(
            f"{marker.parent} holds the data of a DuckLake, and KLIPING_WAREHOUSE names none.",
            f"Set KLIPING_WAREHOUSE={LAKE_SCHEME}... as it was; or move the folder away to start with files.",
        )
