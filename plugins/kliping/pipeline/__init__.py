"""The stages joined; the only module that DAG tasks and the command line call.

``plan`` settles a run, ``collect`` asks the network and archives, ``scrape`` reads the archive, ``validate``, ``load``
and ``publish`` finish it. Each takes the settings and the run's name; what a stage has to hand to the next lies in the
run's stage folder.
"""

from kliping.pipeline.documents import matching
from kliping.pipeline.finish import load, publish, validate
from kliping.pipeline.learn_import import learn_import
from kliping.pipeline.learning import learn
from kliping.pipeline.maintenance import backup, build_index, clear_stage, compact, doctor, prune_archive
from kliping.pipeline.planning import (
    LOOK_BACK,
    advice,
    check_sources,
    choose_day,
    known_sources,
    lacking,
    parse_day,
    plan,
    plan_import,
    plan_reprocess,
    plan_watch,
    shares,
)
from kliping.pipeline.recall import bring_in
from kliping.pipeline.run import (
    collect_all,
    import_files,
    new_key,
    recall_all,
    reprocess,
    run_day,
    scrape_all,
    watch,
)
from kliping.pipeline.stage import Plan, read_plan, runs
from kliping.pipeline.unloaded import Unloaded, never_loaded

__all__ = [
    "LOOK_BACK",
    "Plan",
    "Unloaded",
    "advice",
    "backup",
    "bring_in",
    "build_index",
    "check_sources",
    "choose_day",
    "clear_stage",
    "collect_all",
    "compact",
    "doctor",
    "import_files",
    "known_sources",
    "lacking",
    "learn",
    "learn_import",
    "load",
    "matching",
    "never_loaded",
    "new_key",
    "parse_day",
    "plan",
    "plan_import",
    "plan_reprocess",
    "plan_watch",
    "prune_archive",
    "publish",
    "read_plan",
    "recall_all",
    "reprocess",
    "run_day",
    "runs",
    "scrape_all",
    "shares",
    "validate",
    "watch",
]
