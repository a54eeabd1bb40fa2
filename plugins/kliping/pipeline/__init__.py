"""The functions that DAG tasks, the command line and the pages call; each is imported when it is first used.

``plan`` decides what a run does, ``collect`` fetches and archives, ``scrape`` reads the archive, ``validate``, ``load``
and ``publish`` finish it. Each takes the settings and the run's name; what a stage hands on to the next is in the
run's stage folder.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kliping.alerts import AlertList, find_undelivered, list_alerts, name_channels, send_due, send_test
    from kliping.pipeline.answers.asking import (
        answer_query,
        count_days,
        find_articles,
        find_quotes,
        list_tables,
        read_article,
    )
    from kliping.pipeline.answers.clippings import Clippings, FoldedHit, clip_day, fold_copies, read_clipped_texts
    from kliping.pipeline.answers.clippings_pdf import render_clippings
    from kliping.pipeline.answers.digest_sending import DigestReport, send_digests, send_latest_digests, write_digest
    from kliping.pipeline.answers.digests import Digest, list_newest, make_digest, render_digest_pdf
    from kliping.pipeline.answers.keeping import keep_article, keep_saved
    from kliping.pipeline.answers.lookups import Lookup, open_lookup
    from kliping.pipeline.answers.overview import Overview, prepare_overview, read_overview
    from kliping.pipeline.answers.searching import search_articles
    from kliping.pipeline.answers.strips import keep_overview
    from kliping.pipeline.answers.viewing import ArchivedPage, TriedPage, try_records, view_record
    from kliping.pipeline.finishing.alerting import check_and_notify, report_dead_task
    from kliping.pipeline.finishing.loading import load_run, sum_up_load
    from kliping.pipeline.finishing.publishing import publish_loaded
    from kliping.pipeline.finishing.validating import validate_run
    from kliping.pipeline.imports.column_names import parse_column_map
    from kliping.pipeline.imports.import_files import match_files
    from kliping.pipeline.imports.learn_import import learn_from_import
    from kliping.pipeline.imports.replay import archive_documents
    from kliping.pipeline.learn.learning import count_blocks, learn_boilerplate, pin_snapshot, unpin_snapshot
    from kliping.pipeline.learn.learning_preview import LearnedCut, list_learned_cuts
    from kliping.pipeline.maintain.decisions import (
        back_up,
        count_quarantine,
        dismiss_day,
        drop_quarantined,
        read_quarantine,
        read_report,
        release_quarantined,
        render_query,
        restore_from,
    )
    from kliping.pipeline.maintain.maintenance import (
        check_health,
        compact_database,
        make_backup,
        prune_archive,
        rebuild_index,
        regroup_articles,
    )
    from kliping.pipeline.maintain.naming_decisions import join_names, part_name
    from kliping.pipeline.maintain.retention import DiskUse, clear_old_files, measure_disk
    from kliping.pipeline.outlets.candidate_visits import list_untried, try_candidates
    from kliping.pipeline.outlets.diagnosing import Diagnosis, diagnose_outlet
    from kliping.pipeline.outlets.probing import SiteError, add_site, draft_from_files, probe_site
    from kliping.pipeline.outlets.repairing import Repair, repair_outlet
    from kliping.pipeline.plan.outdated import find_outdated
    from kliping.pipeline.plan.outlet_states import read_states
    from kliping.pipeline.plan.planning import (
        LOOK_BACK,
        check_sources,
        check_worker,
        choose_day,
        deal_batches,
        describe_plan,
        find_lacking,
        make_batch,
        parse_day,
        plan_import,
        plan_reprocess,
        plan_run,
        read_known_sources,
        read_source,
    )
    from kliping.pipeline.run import (
        collect_all,
        import_documents,
        make_run_key,
        replay_all,
        reprocess_days,
        run_day,
        scrape_all,
        watch_round,
        watch_routes,
    )
    from kliping.pipeline.runs.handover import list_shared_runs
    from kliping.pipeline.runs.running_days import find_open_problems
    from kliping.pipeline.runs.sharing import NotShared
    from kliping.pipeline.runs.stage import Plan, read_plan
    from kliping.pipeline.runs.unloaded import UnloadedRun, find_unloaded
    from kliping.pipeline.watch.watch_planning import find_due_outlets, plan_round, plan_watch
    from kliping.saved import (
        COLLECTION,
        SEARCH,
        KeptArticle,
        Saved,
        SavedKind,
        drop_article,
        find_saved,
        list_articles,
        list_saved,
        read_feed_token,
        remove_saved,
    )
    from kliping.warehouse import (
        STANDINGS,
        Gap,
        Problem,
        QuarantinedPage,
        RunLine,
        SearchHit,
        WarehouseStatus,
        build_search_index,
        export_articles,
        export_parts,
        find_alike,
        find_problems,
        is_published,
        list_matches,
        list_matches_statements,
        list_session_statements,
        list_shell_variables,
        make_problem,
        move_warehouse,
        name_published,
        read_status,
        refresh_engine,
        render_sources,
    )
    from kliping.warehouse.exports.export import ExportFormat
    from kliping.warehouse.health.status import FRESHNESS_DAYS
else:
    from kliping.deferred import defer_imports

    __getattr__ = defer_imports(__name__)

__all__ = [
    "COLLECTION",
    "FRESHNESS_DAYS",
    "LOOK_BACK",
    "SEARCH",
    "STANDINGS",
    "AlertList",
    "ArchivedPage",
    "Clippings",
    "Diagnosis",
    "Digest",
    "DigestReport",
    "DiskUse",
    "ExportFormat",
    "FoldedHit",
    "Gap",
    "KeptArticle",
    "LearnedCut",
    "Lookup",
    "NotShared",
    "Overview",
    "Plan",
    "Problem",
    "QuarantinedPage",
    "Repair",
    "RunLine",
    "Saved",
    "SavedKind",
    "SearchHit",
    "SiteError",
    "TriedPage",
    "UnloadedRun",
    "WarehouseStatus",
    "add_site",
    "answer_query",
    "archive_documents",
    "back_up",
    "build_search_index",
    "check_and_notify",
    "check_health",
    "check_sources",
    "check_worker",
    "choose_day",
    "clear_old_files",
    "clip_day",
    "collect_all",
    "compact_database",
    "count_blocks",
    "count_days",
    "count_quarantine",
    "deal_batches",
    "describe_plan",
    "diagnose_outlet",
    "dismiss_day",
    "draft_from_files",
    "drop_article",
    "drop_quarantined",
    "export_articles",
    "export_parts",
    "find_alike",
    "find_articles",
    "find_due_outlets",
    "find_lacking",
    "find_open_problems",
    "find_outdated",
    "find_problems",
    "find_quotes",
    "find_saved",
    "find_undelivered",
    "find_unloaded",
    "fold_copies",
    "import_documents",
    "is_published",
    "join_names",
    "keep_article",
    "keep_overview",
    "keep_saved",
    "learn_boilerplate",
    "learn_from_import",
    "list_alerts",
    "list_articles",
    "list_learned_cuts",
    "list_matches",
    "list_matches_statements",
    "list_newest",
    "list_saved",
    "list_session_statements",
    "list_shared_runs",
    "list_shell_variables",
    "list_tables",
    "list_untried",
    "load_run",
    "make_backup",
    "make_batch",
    "make_digest",
    "make_problem",
    "make_run_key",
    "match_files",
    "measure_disk",
    "move_warehouse",
    "name_channels",
    "name_published",
    "open_lookup",
    "parse_column_map",
    "parse_day",
    "part_name",
    "pin_snapshot",
    "plan_import",
    "plan_reprocess",
    "plan_round",
    "plan_run",
    "plan_watch",
    "prepare_overview",
    "probe_site",
    "prune_archive",
    "publish_loaded",
    "read_article",
    "read_clipped_texts",
    "read_feed_token",
    "read_known_sources",
    "read_overview",
    "read_plan",
    "read_quarantine",
    "read_report",
    "read_source",
    "read_states",
    "read_status",
    "rebuild_index",
    "refresh_engine",
    "regroup_articles",
    "release_quarantined",
    "remove_saved",
    "render_clippings",
    "render_digest_pdf",
    "render_query",
    "render_sources",
    "repair_outlet",
    "replay_all",
    "report_dead_task",
    "reprocess_days",
    "restore_from",
    "run_day",
    "scrape_all",
    "search_articles",
    "send_digests",
    "send_due",
    "send_latest_digests",
    "send_test",
    "sum_up_load",
    "try_candidates",
    "try_records",
    "unpin_snapshot",
    "validate_run",
    "view_record",
    "watch_round",
    "watch_routes",
    "write_digest",
]
