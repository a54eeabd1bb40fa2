"""The warehouse: one writer, whole transactions, and a published copy that analysts trust."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kliping.warehouse.aliases import merge_names, unmerge_name
    from kliping.warehouse.checks import check_warehouse
    from kliping.warehouse.day_facts import DayFacts, find_newest_day, read_day_facts
    from kliping.warehouse.detection import find_present, find_recorded
    from kliping.warehouse.errors import SchemaMismatch, WarehouseError, WarehouseLocked
    from kliping.warehouse.export import export_articles
    from kliping.warehouse.gaps import (
        STOPPED_PREFIX,
        Gap,
        find_gaps,
        group_days,
        group_gaps,
        name_outlets,
        name_usual_sources,
        read_loaded_days,
    )
    from kliping.warehouse.kept_problems import find_kept, find_problems, keep_problems
    from kliping.warehouse.known import KnownArticle, read_captured, read_known_articles, read_publication_times
    from kliping.warehouse.known_good import KnownGood, read_known_good
    from kliping.warehouse.learned import count_batch_blocks, count_recurring_blocks, read_newest_texts
    from kliping.warehouse.load import LoadReport, OutletLoad, drop_pages, load_batch, release_pages
    from kliping.warehouse.maintain import (
        Compaction,
        compact_warehouse,
        copy_warehouse,
        remove_stage_folders,
        restore_backup,
        verify_backup,
    )
    from kliping.warehouse.moving import FILES, MoveReport, move_warehouse
    from kliping.warehouse.outlet_states import (
        RUN_STATES,
        StateDecision,
        StateName,
        list_current_states,
        read_current_states,
        record_states,
    )
    from kliping.warehouse.parts import export_parts, render_sources
    from kliping.warehouse.problems import PROBLEMS, STANDINGS, Problem, find_worst, make_problem, sort_problems
    from kliping.warehouse.publish import PublishReport, publish_copy
    from kliping.warehouse.quarantine import QuarantinedPage, count_quarantined, list_quarantined, record_decision
    from kliping.warehouse.reading import is_published, list_shell_variables, name_published, reader, stamp_published
    from kliping.warehouse.regrouping import regroup_duplicates
    from kliping.warehouse.sandbox import FoundRows, run_query
    from kliping.warehouse.search import (
        IndexReport,
        build_search_index,
        list_session_statements,
        search_index_path,
    )
    from kliping.warehouse.search_asking import (
        SearchCounts,
        SearchHit,
        SearchOrder,
        SearchPage,
        find_alike,
        list_matches,
        read_hits,
        search_published,
    )
    from kliping.warehouse.search_engine import engine_path, refresh_engine
    from kliping.warehouse.search_sql import list_matches_statements, open_session
    from kliping.warehouse.sightings import (
        SightedDay,
        find_days_of_pages,
        read_found_before,
        read_sighted_days,
        record_completeness,
        record_diagnoses,
        record_dismissal,
    )
    from kliping.warehouse.sources import read_usual_volumes, register_outlets
    from kliping.warehouse.status import (
        RunLine,
        WarehouseStatus,
        find_missed,
        find_missed_days,
        read_last_loads,
        read_status,
    )
    from kliping.warehouse.times import rewrite_times
    from kliping.warehouse.writing import writer
else:
    from kliping.deferred import defer_imports

    __getattr__ = defer_imports(__name__)

__all__ = [
    "FILES",
    "PROBLEMS",
    "RUN_STATES",
    "STANDINGS",
    "STOPPED_PREFIX",
    "Compaction",
    "DayFacts",
    "FoundRows",
    "Gap",
    "IndexReport",
    "KnownArticle",
    "KnownGood",
    "LoadReport",
    "MoveReport",
    "OutletLoad",
    "Problem",
    "PublishReport",
    "QuarantinedPage",
    "RunLine",
    "SchemaMismatch",
    "SearchCounts",
    "SearchHit",
    "SearchOrder",
    "SearchPage",
    "SightedDay",
    "StateDecision",
    "StateName",
    "WarehouseError",
    "WarehouseLocked",
    "WarehouseStatus",
    "build_search_index",
    "check_warehouse",
    "compact_warehouse",
    "copy_warehouse",
    "count_batch_blocks",
    "count_quarantined",
    "count_recurring_blocks",
    "drop_pages",
    "engine_path",
    "export_articles",
    "export_parts",
    "find_alike",
    "find_days_of_pages",
    "find_gaps",
    "find_kept",
    "find_missed",
    "find_missed_days",
    "find_newest_day",
    "find_present",
    "find_problems",
    "find_recorded",
    "find_worst",
    "group_days",
    "group_gaps",
    "is_published",
    "keep_problems",
    "list_current_states",
    "list_matches",
    "list_matches_statements",
    "list_quarantined",
    "list_session_statements",
    "list_shell_variables",
    "load_batch",
    "make_problem",
    "merge_names",
    "move_warehouse",
    "name_outlets",
    "name_published",
    "name_usual_sources",
    "open_session",
    "publish_copy",
    "read_captured",
    "read_current_states",
    "read_day_facts",
    "read_found_before",
    "read_hits",
    "read_known_articles",
    "read_known_good",
    "read_last_loads",
    "read_loaded_days",
    "read_newest_texts",
    "read_publication_times",
    "read_sighted_days",
    "read_status",
    "read_usual_volumes",
    "reader",
    "record_completeness",
    "record_decision",
    "record_diagnoses",
    "record_dismissal",
    "record_states",
    "refresh_engine",
    "register_outlets",
    "regroup_duplicates",
    "release_pages",
    "remove_stage_folders",
    "render_sources",
    "restore_backup",
    "rewrite_times",
    "run_query",
    "search_index_path",
    "search_published",
    "sort_problems",
    "stamp_published",
    "unmerge_name",
    "verify_backup",
    "writer",
]
