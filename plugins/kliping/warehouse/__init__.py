"""The warehouse: one writer, whole transactions, and a published copy that analysts trust."""

from kliping.warehouse.connection import reader, writer
from kliping.warehouse.errors import SchemaMismatch, WarehouseError, WarehouseLocked
from kliping.warehouse.known import Known, KnownArticle, known
from kliping.warehouse.load import LoadReport, OutletLoad, load, release
from kliping.warehouse.publish import PublishReport, publish
from kliping.warehouse.quarantine import Held, decide, held
from kliping.warehouse.search import IndexReport, analyst, build_index, session_sql
from kliping.warehouse.status import RunLine, WarehouseStatus, last_runs, missed_days, status

__all__ = [
    "Held",
    "IndexReport",
    "Known",
    "KnownArticle",
    "LoadReport",
    "OutletLoad",
    "PublishReport",
    "RunLine",
    "SchemaMismatch",
    "WarehouseError",
    "WarehouseLocked",
    "WarehouseStatus",
    "analyst",
    "build_index",
    "decide",
    "held",
    "known",
    "last_runs",
    "load",
    "missed_days",
    "publish",
    "reader",
    "release",
    "session_sql",
    "status",
    "writer",
]
