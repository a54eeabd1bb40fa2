"""Outlets of the newsroom are redesigned; the rules that a repair proposes read known articles as before."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from kliping import pipeline, sources
from kliping.errors import InputError
from kliping.settings import Settings

from demo.newsroom import Newsroom
from tests.pipeline.conftest import PER_DAY, SEED

OUTLETS = ("detakkini", "gema", "lampungpagi", "nusawarta", "pedoman", "suaradaerah")


@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_redesign_is_mended(a_day: Settings, tmp_path: Path, outlet: str) -> None:
    """Every class and id has another name: no rule in force finds anything."""
    with Newsroom(seed=SEED, articles_per_day=PER_DAY, page_weight=2, redesigned=[f"{outlet}.test"]) as rooms:
        settings = a_day.model_copy(update={"newsroom": rooms.netloc})
        found = pipeline.repair_outlet(settings, outlet)
    assert found.pages == 10
    assert (found.before, found.after) == (0, 10)
    assert "+- body:" in found.diff or "+  body:" in found.diff
    old, new = found.mended.rules
    assert old.valid_until is not None
    assert new.valid_until is None
    stated = yaml.safe_load(sources.write_yaml(found.mended))
    del stated["id"]
    stated["verified"] = "never"
    (tmp_path / f"{outlet}.yml").write_text(yaml.safe_dump(stated))
    assert sources.load_sources(tmp_path)[outlet].rules == found.mended.rules, "what is proposed is a file's content"


@pytest.mark.parametrize(
    ("outlet", "kind", "field"),
    [
        ("gema", "body_redesigned", "body"),
        ("nusawarta", "title_redesigned", "title"),
        ("lampungpagi", "date_redesigned", "date"),
    ],
)
def test_one_changed_element_is_mended(a_day: Settings, outlet: str, kind: str, field: str) -> None:
    with Newsroom(seed=SEED, articles_per_day=PER_DAY, page_weight=2) as rooms:
        rooms.site.broken[f"{outlet}.test"] = kind
        found = pipeline.repair_outlet(a_day.model_copy(update={"newsroom": rooms.netloc}), outlet)
    assert (found.before, found.after) == (0, 10)
    assert getattr(found.mended.rules[-1], field) != getattr(found.source.rules[-1], field)


def test_too_few_known_articles(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too few to tell a rule from chance"):
        pipeline.repair_outlet(Settings(data=tmp_path, newsroom="127.0.0.1:9"), "gema")
