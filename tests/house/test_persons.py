"""Wherever a person is named, the position stands beside the name: on every page, and in what only a screen reader says."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.agencies import Colleague
from tests.house.test_catalogue import LETTERS, Spoken, Walk, a_full_world
from tests.house.test_prize_catalogue import a_world_of_prizes
from tests.house.test_special_catalogue import a_world_of_proposals

KOREAN = LETTERS["ko"]
NAME = "|".join(KOREAN.names)
ALONE = re.compile(rf"(?<!{KOREAN.position} )(?<!{KOREAN.position}, )(?:{NAME})(?! {KOREAN.position})")
MEND = "show people with components/person.html (`person`, `person_name`), or with `%(name)s %(position)s` in the sentence:\n"


class Said(Spoken):
    """Without what stands in attributes for scripts."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, [(name, value) for name, value in attrs if not name.startswith("data-")])


class PeopleWalk(Walk):
    """Its leaks are names that stand alone."""

    def _listen(self, where: str, answer: TestResponse) -> None:
        if answer.mimetype != "text/html":
            return
        spoken = Said(self.language)
        spoken.feed(answer.text)
        said = " ".join(spoken.texts)
        self.leaks += [f"{where}: …{said[max(0, at.start() - 30) : at.end() + 20]}…" for at in ALONE.finditer(said)]


@pytest.mark.parametrize(
    ("said", "is_alone"),
    [
        ("홍길동 주무관님이 보냈습니다", False),
        ("기획담당관 주무관 홍길동 드림", False),
        ("홍길동 님이 보냈습니다", True),
        ("김민수 주무관 임꺽정 100001", False),
        ("주무관 100001 임꺽정", True),
    ],
)
def test_a_name_that_stands_alone_is_seen(said: str, is_alone: bool) -> None:
    assert (ALONE.search(said) is not None) is is_alone


def test_everybody_is_named_with_the_position(app: Flask, sign_in: Callable[[Colleague], FlaskClient]) -> None:
    walk = PeopleWalk(app, sign_in(a_full_world(KOREAN)), "ko")
    walk.everywhere()
    assert {"notes.page", "notes.feed", "roles.page", "reviews.note", "notices.page", "home.page"} <= walk.seen.keys()
    assert not walk.leaks, MEND + "\n".join(sorted(set(walk.leaks)))


def test_everybody_is_named_with_the_position_on_the_pages_of_special_points(
    app: Flask, sign_in: Callable[[Colleague], FlaskClient]
) -> None:
    walk = PeopleWalk(app, sign_in(a_world_of_proposals(KOREAN)), "ko")
    walk.everywhere()
    assert {"special_grants.page", "special_grants.decided", "special_grants.mine"} <= walk.seen.keys()
    assert not walk.leaks, MEND + "\n".join(sorted(set(walk.leaks)))


def test_everybody_is_named_with_the_position_on_the_pages_of_prizes_and_months(
    app: Flask, sign_in: Callable[[Colleague], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = PeopleWalk(app, sign_in(a_world_of_prizes(KOREAN, monkeypatch)), "ko")
    walk.everywhere()
    assert {
        "prizes.one",
        "prize_changes.winner",
        "note_prizes.page",
        "months.one",
        "boards.persons",
    } <= walk.seen.keys()
    assert not walk.leaks, MEND + "\n".join(sorted(set(walk.leaks)))
