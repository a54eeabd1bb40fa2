"""The warehouse: one writer, whole transactions, and a published copy that analysts trust."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kliping.warehouse.access.reading import (
        is_published,
        list_shell_variables,
        name_published,
        reader,
        stamp_attached,
        stamp_published,
    )
    from kliping.warehouse.access.writing import writer
    from kliping.warehouse.errors import SchemaMismatch, WarehouseError, WarehouseLocked
    from kliping.warehouse.exports.export import export_articles
    from kliping.warehouse.exports.parts import export_parts, render_sources
    from kliping.warehouse.fulltext.article_places import find_first_fetch
    from kliping.warehouse.fulltext.search import (
        IndexReport,
        build_search_index,
        list_session_statements,
        search_index_path,
    )
    from kliping.warehouse.fulltext.search_asking import (
        SearchCounts,
        SearchHit,
        SearchOrder,
        SearchPage,
        find_alike,
        list_matches,
        read_hits,
        search_published,
    )
    from kliping.warehouse.fulltext.search_engine import engine_path, refresh_engine
    from kliping.warehouse.fulltext.search_sql import list_matches_statements, open_session
    from kliping.warehouse.health.checks import check_warehouse
    from kliping.warehouse.health.day_facts import DayFacts, find_newest_day, read_day_facts
    from kliping.warehouse.health.detection import find_present, find_recorded
    from kliping.warehouse.health.gaps import (
        STOPPED_PREFIX,
        Gap,
        find_gaps,
        group_days,
        group_gaps,
        name_outlets,
        name_usual_sources,
        read_loaded_days,
    )
    from kliping.warehouse.health.kept_problems import find_kept, find_problems, keep_problems, read_kept_problems
    from kliping.warehouse.health.open_days import Dismissal, list_open_days, read_dismissal
    from kliping.warehouse.health.problems import (
        EFFECTS,
        FETCH_AGAIN,
        PROBLEMS,
        STANDINGS,
        Problem,
        find_worst,
        fold_effects,
        make_problem,
        sort_problems,
    )
    from kliping.warehouse.health.status import (
        RunLine,
        WarehouseStatus,
        find_missed,
        find_missed_days,
        read_last_loads,
        read_status,
    )
    from kliping.warehouse.loads.load import LoadReport, OutletLoad, drop_pages, load_batch, release_pages
    from kliping.warehouse.loads.quarantine import QuarantinedPage, count_quarantined, list_quarantined, record_decision
    from kliping.warehouse.loads.regrouping import regroup_duplicates
    from kliping.warehouse.loads.sightings import (
        SightedDay,
        find_days_of_pages,
        read_found_before,
        read_sighted_days,
        record_completeness,
        record_diagnoses,
        record_dismissal,
    )
    from kliping.warehouse.lookups.aliases import merge_names, unmerge_name
    from kliping.warehouse.lookups.known import (
        FailedTries,
        KnownArticle,
        read_captured,
        read_failed_tries,
        read_known_articles,
        read_publication_times,
    )
    from kliping.warehouse.lookups.known_good import KnownGood, read_known_good
    from kliping.warehouse.lookups.learned import count_batch_blocks, count_recurring_blocks, read_newest_texts
    from kliping.warehouse.lookups.outlet_states import (
        RUN_STATES,
        StateDecision,
        StateName,
        list_current_states,
        read_current_states,
        record_states,
    )
    from kliping.warehouse.lookups.sources import read_usual_volumes, register_outlets
    from kliping.warehouse.maintain import (
        Compaction,
        compact_warehouse,
        copy_warehouse,
        remove_stage_folders,
        restore_backup,
        verify_backup,
    )
    from kliping.warehouse.moving import FILES, MoveReport, move_warehouse
    from kliping.warehouse.publish import PublishReport, publish_copy
    from kliping.warehouse.sandbox import FoundRows, run_query
    from kliping.warehouse.times import rewrite_times
else:
    from kliping.deferred import defer_imports

    __getattr__ = defer_imports(__name__)

__all__ = [
    "EFFECTS",
    "FETCH_AGAIN",
    "FILES",
    "PROBLEMS",
    "RUN_STATES",
    "STANDINGS",
    "STOPPED_PREFIX",
    "Compaction",
    "DayFacts",
    "Dismissal",
    "FailedTries",
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
    "find_first_fetch",
    "find_gaps",
    "find_kept",
    "find_missed",
    "find_missed_days",
    "find_newest_day",
    "find_present",
    "find_problems",
    "find_recorded",
    "find_worst",
    "fold_effects",
    "group_days",
    "group_gaps",
    "is_published",
    "keep_problems",
    "list_current_states",
    "list_matches",
    "list_matches_statements",
    "list_open_days",
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
    "read_dismissal",
    "read_failed_tries",
    "read_found_before",
    "read_hits",
    "read_kept_problems",
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
    "stamp_attached",
    "stamp_published",
    "unmerge_name",
    "verify_backup",
    "writer",
]
