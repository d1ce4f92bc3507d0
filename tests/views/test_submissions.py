"""제출본 as the officer makes, reads and compares them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord, AccountSession, DownloadRecord, Submission
from collabpoints.services.months import turn_months
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.clocks import turn_clock
from tests.factories.worlds import World, a_world
from tests.forms import forms_of

ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # where the database does not matter
PREVIEW = "/submissions/new?what=totals&span=2026-11&file_format=xlsx"
TO = "포상심의위원회"
SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    turn_clock(monkeypatch, "2026-11-20T10:00:00+09:00")
    world = a_world()
    turn_months(world.agency_id)
    world.send(world.hong, world.kim, world.park)
    return world


@pytest.fixture
def officer(world: World, sign_in: SignIn) -> FlaskClient:
    return sign_in(a_colleague(world.agency_id, "한아름", world.planning, roles=(Role.OFFICER,)))


def hand_in(officer: FlaskClient, address: str = PREVIEW, **typed: str) -> TestResponse:
    """Press the form of what this page previews; the first use that the scheme names, unless another is typed."""
    page = officer.get(address)
    form = next(one for one in forms_of(page.text) if one.method == "post" and one.action == "/submissions/new")
    return officer.post(form.action, data={**form.fields, "recipient": TO, **typed})


def kept() -> Submission:
    with reading() as session:
        return session.scalars(select(Submission).order_by(Submission.id.desc())).first()  # type: ignore[return-value]


def test_candidates_are_handed_in_under_a_number_and_taken_as_a_file(world: World, officer: FlaskClient) -> None:
    assert re.search(r"<dt>줄</dt>\s*<dd>2</dd>", officer.get(PREVIEW).text)  # Hong, who only gave, is no candidate
    address = hand_in(officer).location
    page = officer.get(address).text
    assert "제출본 2026-1호" in page
    assert "쓰임 밖" not in page
    assert ("김민수" in page, "홍길동" in page) == (True, False)
    with reading() as session:
        looked = session.scalars(
            select(AccessRecord.subject_person_id).where(AccessRecord.act == "submissions.one")
        ).all()
    assert set(looked) == {world.kim.person_id, world.park.person_id}
    form = next(one for one in forms_of(page) if one.action.endswith("/take"))
    assert officer.post(form.action, data={**form.fields, "reason": TO}).data.startswith(b"PK")
    with reading() as session:
        assert session.scalars(select(DownloadRecord.reason)).all() == [TO]


@ON_SQLITE
def test_another_purpose_is_marked_as_beyond_the_uses(world: World, officer: FlaskClient) -> None:
    address = hand_in(officer, aim="", purpose="우수사례 조사").location
    assert "쓰임 밖의 제출" in officer.get(address).text
    assert "쓰임 밖" in officer.get("/submissions").text


@ON_SQLITE
def test_a_use_of_the_scheme_says_itself_where_nothing_is_typed(world: World, officer: FlaskClient) -> None:
    hand_in(officer)
    assert kept().purpose == "시상"


@ON_SQLITE
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"recipient": " "}, "recipient"),
        ({"aim": "", "purpose": ""}, "purpose"),
        ({"recipient": "가" * 101}, "recipient"),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_nothing_typed_is_lost(
    world: World, officer: FlaskClient, typed: dict[str, str], field: str
) -> None:
    answer = hand_in(officer, **{"purpose": "우수자 시상", **typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert ('value="우수자 시상"' in answer.text) is ("purpose" not in typed)
    assert kept() is None


@pytest.mark.parametrize("field", ["recipient", "purpose"])
def test_what_no_database_holds_is_refused_at_its_field(world: World, officer: FlaskClient, field: str) -> None:
    answer = hand_in(officer, **{"aim": "", "purpose": "우수사례 조사", field: "위원회\x00"})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert kept() is None


@ON_SQLITE
def test_handing_in_asks_the_password_again(world: World, officer: FlaskClient) -> None:
    with unit_of_work() as session:
        session.execute(update(AccountSession).values(confirmed_at=datetime.now(UTC) - timedelta(minutes=6)))
    assert hand_in(officer).status_code == 422
    assert kept() is None


@ON_SQLITE
def test_two_are_compared_with_the_record_behind_each_difference(world: World, officer: FlaskClient) -> None:
    hand_in(officer)
    world.send(world.lim, world.kim, is_private=True)
    hand_in(officer)
    page = officer.get("/submissions/compare?first=2&second=1").text
    assert "다른 줄이 2개입니다." in page
    assert "다른 줄의 숫자가 바뀌어 순위만 달라졌습니다." in page  # Park
    assert "받은 포인트 10 → 20" in page
    assert "2026년 11월 메시지: 받은 포인트 10 늘어남" in page
    assert "임꺽정" not in page  # the pair of a private note is nobody's business (promise 14)
    assert officer.get("/submissions/1").text.count("2026-2호") == 1


@ON_SQLITE
def test_the_same_twice_and_persons_against_departments_have_no_comparison(world: World, officer: FlaskClient) -> None:
    hand_in(officer)
    hand_in(officer, PREVIEW.replace("totals", "departments"))
    found = [
        officer.get(f"/submissions/compare?first={first}&second={second}").status_code
        for first, second in ((1, 1), (1, 2), (1, 9), ("x", 1))
    ]
    assert found == [404] * 4


@ON_SQLITE
def test_what_was_typed_is_carried_over_a_session_that_ran_out(world: World, officer: FlaskClient) -> None:
    answer = hand_in(officer, purpose="우수자 시상", action="edit")
    assert answer.status_code == 200
    assert f'value="{TO}"' in answer.text
    assert kept() is None


@ON_SQLITE
@pytest.mark.parametrize("address", ["/submissions", "/submissions/new", "/submissions/1", "/submissions/compare"])
def test_nobody_else_finds_them(world: World, officer: FlaskClient, sign_in: SignIn, address: str) -> None:
    hand_in(officer)
    assert sign_in(world.kim).get(address).status_code == 404
