"""Import articles that somebody has already scraped: .txt, .html, .jsonl, .csv, .xlsx, .sqlite, .zip, .warc and others.

Documents are archived as WARC `resource` records, cleaned, checked by the suite `imports`, in which title, URL and
date may be missing, and loaded. What a text does not state stays NULL.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import Param, dag, task
from kliping_tasks import ARGS, START, load_task, publish_task, say_line, scrape_task, validate_task


@dag(
    schedule=None,
    start_date=START,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=12),
    default_args=ARGS,
    tags=["kliping", "import"],
    doc_md=__doc__,
    params={
        "files": Param(
            type="array",
            items={"type": "string"},
            minItems=1,
            title="Files",
            description="Paths or glob patterns as the worker sees them, such as /srv/corpus/*.jsonl.gz",
        ),
        "columns": Param(
            [],
            type="array",
            items={"type": "string", "pattern": r"^[^=]+=\s*\w+\s*$"},
            title="Columns",
            description="What columns of tables are where their names do not say it, such as isi_naskah=text",
        ),
    },
)
def import_corpus() -> None:
    """Archive the documents, then scrape, validate, load and publish."""

    @task(retries=0)
    def archive(params: Any = None, run_id: str | None = None) -> dict[str, Any]:
        from kliping import pipeline, settings

        config = settings.load_settings()
        columns = pipeline.parse_column_map(params["columns"])
        planned = pipeline.plan_import(config, key=str(run_id))
        files = pipeline.match_files(params["files"])
        pipeline.archive_documents(config, planned.run, files, say_line, columns=columns)
        pipeline.learn_from_import(config, planned.run, say_line)
        return pipeline.make_batch(planned)

    publish_task(load_task(validate_task(scrape_task(archive()))))


import_corpus()
