"""What goes wrong on purpose: pages, edits and outlets that misbehave, and the controls that make them."""

from __future__ import annotations

import pytest
import requests

from demo.newsroom import Newsroom, Truth

from .conftest import DAY, Visitor
from .truth import TRUTH, WHOLE, fold_words, read_container


def find_truth(kind: str) -> Truth:
    return next(true for true in TRUTH if true.fault == kind)


def test_faults_are_what_they_say(visitor: Visitor):
    assert visitor.get(find_truth("gone").url).status_code == 404
    assert [visitor.get(find_truth("error_once").url).status_code for _ in range(3)] == [500, 200, 200]
    assert visitor.get(find_truth("empty").url).content == b""
    assert visitor.get(find_truth("slow").url).elapsed.total_seconds() > 0.7
    for kind, sign in (("photo", "ImageGallery"), ("video", "VideoObject"), ("paywall", "isAccessibleForFree")):
        assert sign in visitor.get(find_truth(kind).url).text
    for kind in ("truncated", "stub", "paywall", "photo", "video"):
        html = visitor.get(find_truth(kind).url).text
        assert not any(paragraph in html.replace("&#x27;", "'") for paragraph in find_truth(kind).body[1:]), kind
    assert "</html>" not in visitor.get(find_truth("truncated").url).text


def test_an_edited_article_changes_once_it_was_served_and_the_newsroom_was_asked(visitor: Visitor):
    true = next(t for t in TRUTH if t.fault == "edited" and t.outlet == "gema")
    assert true.edited
    before = visitor.get(true.url)
    assert visitor.control("POST", f"edit?day={DAY}").status_code == 200
    after = visitor.get(true.url, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.headers["Last-Modified"] != before.headers["Last-Modified"]
    changed = [text for text in true.edited if text not in true.body]
    assert len(changed) == 2
    texts = [read_container(answer.text, "gema") for answer in (before, after)]
    assert [[fold_words(text) in page for text in changed] for page in texts] == [[False, False], [True, True]]


def test_edits_can_come_by_themselves():
    with Newsroom(today=DAY, page_weight=0, edit=True) as newsroom:
        visitor = Visitor(newsroom)
        true = next(t for t in TRUTH if t.fault == "edited" and t.outlet == "nusawarta")
        first, second = (read_container(visitor.get(true.url).text, "nusawarta") for _ in range(2))
        assert true.edited
        assert true.edited[-1] in second
        assert true.edited[-1] not in first


def test_an_outlet_that_is_down_hangs_up_and_the_others_do_not(visitor: Visitor):
    assert visitor.control("POST", "down?host=gema.test").status_code == 200
    with pytest.raises(requests.ConnectionError):
        visitor.get("http://gema.test/")
    assert visitor.get("http://pedoman.test/").status_code == 200
    assert visitor.control("POST", "up?host=gema.test").status_code == 200
    assert visitor.get("http://gema.test/").status_code == 200


def test_faults_can_be_set_and_lifted(visitor: Visitor):
    true = next(t for t in WHOLE if not t.fault and t.outlet == "nusawarta")
    assert visitor.control("POST", f"fault?url={true.url}&kind=gone").json()["set_faults"]
    assert visitor.get(true.url).status_code == 404
    visitor.control("POST", f"fault?url={true.url}&kind=error")
    assert [visitor.get(true.url).status_code for _ in range(2)] == [500, 500]
    visitor.control("POST", f"fault?url={true.url}&kind=cut")
    with pytest.raises(requests.RequestException):
        visitor.get(true.url)
    visitor.control("POST", f"fault?url={true.url}&kind=none")
    assert visitor.get(true.url).status_code == 200


@pytest.mark.parametrize(
    ("method", "what", "status", "says"),
    [
        ("GET", "health", 200, "gema.test"),
        ("GET", "state", 200, "articles_per_day"),
        ("GET", "", 200, "POST edit"),
        ("GET", "edit?day=2024-11-26", 405, "POST it"),
        ("POST", "edit", 400, "day is missing"),
        ("POST", "edit?day=kemarin", 400, "kemarin"),
        ("POST", "down?host=contoh.id", 400, "not an outlet"),
        ("POST", "fault?url=http://gema.test/&kind=gone", 400, "no article"),
        ("POST", "apa", 404, "no such thing"),
    ],
)
def test_controls_teach(visitor: Visitor, method: str, what: str, status: int, says: str):
    answer = visitor.control(method, what)
    assert answer.status_code == status
    assert says in answer.text


def test_outlets_do_not_answer_controls(visitor: Visitor):
    assert visitor.get("http://gema.test/_newsroom/state").status_code == 404


def test_an_outlet_that_is_slow_answers_late_and_the_others_do_not(visitor: Visitor):
    assert visitor.control("POST", "slow?host=gema.test&seconds=0.7").json()["slow"] == {"gema.test": 0.7}
    assert visitor.get("http://gema.test/robots.txt").elapsed.total_seconds() >= 0.7
    assert visitor.control("POST", "slow?host=gema.test&seconds=0").json()["slow"] == {}
    for wrong in ("slow?host=gema.test&seconds=-1", "slow?host=gema.test&seconds=x", "slow?host=nobody.test", "slow"):
        assert visitor.control("POST", wrong).status_code == 400


def test_a_redesign_renames_what_the_rules_name(visitor: Visitor):
    true = next(t for t in TRUTH if t.fault == "" and t.outlet == "gema")
    before = visitor.get(true.url).text
    assert visitor.control("POST", "redesign?host=gema.test").json()["redesigned"] == ["gema.test"]
    after = visitor.get(true.url).text
    assert 'id="article-content"' in before
    assert 'id="article-content"' not in after
    assert fold_words(after.partition("<h1")[2]).count(fold_words(true.title)) == 1
    other = next(t for t in TRUTH if t.fault == "" and t.outlet == "pedoman")
    assert "read__content" in visitor.get(other.url).text
    assert visitor.control("POST", "redesign?host=gema.test&undo=1").json()["redesigned"] == []
    assert visitor.get(true.url).text == before


def test_switches_from_the_start_name_outlets():
    with Newsroom(today=DAY, page_weight=0, slow={"gema.test": 0.5}, redesigned=["pedoman.test"]) as newsroom:
        visitor = Visitor(newsroom)
        assert visitor.get("http://gema.test/robots.txt").elapsed.total_seconds() >= 0.5
        assert visitor.control("GET", "state").json()["redesigned"] == ["pedoman.test"]
    with pytest.raises(ValueError, match=r"gama\.test: no outlet"):
        Newsroom(slow={"gama.test": 1})
