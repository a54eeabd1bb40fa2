"""The warehouse: one writer, whole transactions, and a published copy that analysts trust."""

from kliping.warehouse.connection import writer
from kliping.warehouse.doctor import Problem, doctor
from kliping.warehouse.errors import SchemaMismatch, WarehouseError, WarehouseLocked
from kliping.warehouse.export import export
from kliping.warehouse.gaps import STOPPED, Gap, loaded_days, name_outlets, split_gaps, usual_sources
from kliping.warehouse.known import Known, KnownArticle, captured, known, known_articles
from kliping.warehouse.learned import blocks_of_batch, recurring_blocks
from kliping.warehouse.load import LoadReport, OutletLoad, load, release
from kliping.warehouse.maintain import Compaction, backup, clear_stage, compact, rehearse, restore
from kliping.warehouse.publish import PublishReport, publish
from kliping.warehouse.quarantine import Held, decide, held
from kliping.warehouse.reading import reader
from kliping.warehouse.search import IndexReport, analyst, build_index, index_path, session_sql
from kliping.warehouse.signals import Signal, heard, post, signals
from kliping.warehouse.sources import register, usual_volumes
from kliping.warehouse.status import RunLine, WarehouseStatus, last_runs, missed_days, status

__all__ = [
    "STOPPED",
    "Compaction",
    "Gap",
    "Held",
    "IndexReport",
    "Known",
    "KnownArticle",
    "LoadReport",
    "OutletLoad",
    "Problem",
    "PublishReport",
    "RunLine",
    "SchemaMismatch",
    "Signal",
    "WarehouseError",
    "WarehouseLocked",
    "WarehouseStatus",
    "analyst",
    "backup",
    "blocks_of_batch",
    "build_index",
    "captured",
    "clear_stage",
    "compact",
    "decide",
    "doctor",
    "export",
    "heard",
    "held",
    "index_path",
    "known",
    "known_articles",
    "last_runs",
    "load",
    "loaded_days",
    "missed_days",
    "name_outlets",
    "post",
    "publish",
    "reader",
    "recurring_blocks",
    "register",
    "rehearse",
    "release",
    "restore",
    "session_sql",
    "signals",
    "split_gaps",
    "status",
    "usual_sources",
    "usual_volumes",
    "writer",
]
