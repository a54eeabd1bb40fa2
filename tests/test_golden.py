"""The version of the rules moves with what they give, with the weights and with an outlet's own rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kliping import sources
from kliping.model import Source
from kliping.pipeline.learn.learning import stamp_rules_version
from kliping.pipeline.naming import NAMES_VERSION
from kliping.scrape import SCRAPER_VERSION, digest_rules

from tests import golden


@pytest.fixture(scope="module")
def now() -> dict[str, str]:
    return golden.fingerprints()


@pytest.mark.parametrize("name", golden.DECLARED)
def test_what_is_given_is_what_the_version_stands_for(name: str, now: dict[str, str]) -> None:
    assert now[name] == golden.recorded()[name], (
        f"the {name} reads the texts and pages of the tests otherwise than before. If that is meant: `make golden` "
        "raises its version and records what it gives now; commit both. After a merge, take either side and run it."
    )


def test_the_version_states_the_declared_numbers() -> None:
    for name, path in (("clean", golden.DECLARED["cleaner"]), ("scrape", golden.DECLARED["scraper"])):
        assert f"{name}-{path.read_text().strip()}." in SCRAPER_VERSION
    assert NAMES_VERSION.startswith(f"names-{golden.DECLARED['names'].read_text().strip()}.")
    assert NAMES_VERSION in stamp_rules_version("")


@pytest.fixture(scope="module")
def outlet() -> Source:
    return next(source for source in sources.load_sources().values() if source.rules and source.routes)


def test_an_outlets_rules_move_its_version(outlet: Source) -> None:
    repaired = replace(outlet.rules[-1], body=(".isi-berita", *outlet.rules[-1].body))
    for other in (
        replace(outlet, rules=(*outlet.rules[:-1], repaired)),
        replace(outlet, timezone="Asia/Jayapura"),
        replace(outlet, article=r"/baca/\d+"),
    ):
        assert digest_rules(other) != digest_rules(outlet)


def test_how_an_outlet_is_visited_does_not(outlet: Source) -> None:
    assert digest_rules(replace(outlet, routes=(), delay=9.0, verified=None, enabled=False)) == digest_rules(outlet)
