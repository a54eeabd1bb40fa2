"""DuckDB's extensions as their pip packages bring them: nothing is downloaded, each fits one version of DuckDB."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import duckdb

from kliping.warehouse.errors import WarehouseError


def find_extension(name: str, purpose: str) -> Path:
    """Return the file of an extension. Raises ``WarehouseError`` where it is not installed for this DuckDB.

    ``purpose`` is what needs it, as the message begins: ``Full-text search``.
    """
    package = f"duckdb_extension_{name}"
    wanted = f"pip install {package.replace('_', '-')}=={duckdb.__version__}"
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise WarehouseError(f"{purpose} needs DuckDB's {name} extension.", f"Install it: {wanted}")
    path = Path(next(iter(spec.submodule_search_locations))) / "extensions" / f"v{duckdb.__version__}"
    file = path / f"{name}.duckdb_extension"
    if not file.is_file():
        raise WarehouseError(
            f"The installed {name} extension is not for DuckDB {duckdb.__version__}.",
            f"Install the one that is: {wanted}",
        )
    return file
