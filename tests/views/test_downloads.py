"""Taking others' data asks for the password again, in the same form and the same press as the reason."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.sign_in import MOST_CONFIRMATIONS
from collabpoints.models import AccessRecord, AccountSession, DownloadRecord
from tests.factories.agencies import a_colleague, a_department, a_session, an_agency
from tests.factories.flows import a_month_of_flows, flows_between
from tests.factories.passwords import GOOD, with_password
from tests.forms import forms_of, submit

ADDRESS = "/flows/2026-09"
FILE = f"{ADDRESS}/file"
ASKED = 'type="password"'


@pytest.fixture
def officer(app: Flask, client: FlaskClient) -> FlaskClient:
    """Signed in, with a map of three bureaus."""
    agency_id = an_agency()
    offices = {}
    for number in range(1, 4):
        bureau = a_department(agency_id, f"{number}국", level=1)
        for at in range(2):
            offices[a_department(agency_id, f"{number}국{at}과", parent_id=bureau)] = bureau
    a_month_of_flows(agency_id, "2026-09", flows_between(offices), told=offices, totals=(180, 120))
    one = with_password(a_colleague(agency_id, "한아름", next(iter(offices)), roles=(Role.OFFICER,)))
    with client.session_transaction() as cookie:
        cookie["_user_id"] = a_session(one)
    return client


def confirmed(ago: timedelta) -> None:
    """The password was given so long ago."""
    with unit_of_work() as session:
        session.execute(update(AccountSession).values(confirmed_at=datetime.now(UTC) - ago))


def take(officer: FlaskClient, **typed: str) -> TestResponse:
    return submit(officer, ADDRESS, action=FILE, **{"reason": "간부회의 자료", **typed})


def records() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AccessRecord.reason).where(AccessRecord.act == "flows.take")))


def test_who_has_just_given_the_password_is_not_asked(officer: FlaskClient) -> None:
    confirmed(timedelta(minutes=4))
    assert ASKED not in officer.get(ADDRESS).text
    assert take(officer).mimetype == "text/csv"


def test_after_five_minutes_the_form_asks_and_one_press_takes_the_file(officer: FlaskClient) -> None:
    confirmed(timedelta(minutes=6))
    assert ASKED in officer.get(ADDRESS).text
    assert take(officer, file_password=GOOD).mimetype == "text/csv"
    assert records() == ["간부회의 자료"]
    with reading() as session:
        kept = session.scalars(select(DownloadRecord)).one()
        assert (kept.what, kept.role, kept.first_period, kept.rows) == ("flows.take", "officer", "2026-09", 9)
    assert ASKED not in officer.get(ADDRESS).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "비밀번호를 한 번 더 적어 주세요."), ("wrong", "지금 쓰는 비밀번호가 맞지 않습니다.")],
)
def test_without_the_right_password_the_reason_stands_and_no_file_leaves(
    officer: FlaskClient, typed: str, sentence: str
) -> None:
    confirmed(timedelta(minutes=6))
    answer = take(officer, file_password=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'href="#file_password"' in answer.text
    assert 'value="간부회의 자료"' in answer.text
    assert records() == []


def test_a_right_password_counts_though_the_reason_is_missing(officer: FlaskClient) -> None:
    confirmed(timedelta(minutes=6))
    answer = take(officer, reason="", file_password=GOOD)
    assert answer.status_code == 422
    assert ASKED not in answer.text


def test_guessing_on_is_stopped(officer: FlaskClient) -> None:
    confirmed(timedelta(minutes=6))
    assert {take(officer, file_password="wrong").status_code for _ in range(MOST_CONFIRMATIONS)} == {422}
    answer = take(officer, file_password=GOOD)
    assert answer.status_code == 429
    assert "잠시 멈췄습니다" in answer.text


def test_a_reason_is_carried_over_a_session_that_ran_out_and_the_password_is_not(officer: FlaskClient) -> None:
    with officer.session_transaction() as cookie:
        cookie.pop("_user_id")
    answer = officer.post(FILE, data={"reason": "간부회의 자료", "file_password": "a-secret"})
    assert answer.status_code == 403
    assert "간부회의 자료" in answer.text
    assert "a-secret" not in answer.text


def test_what_was_carried_is_shown_and_nothing_is_taken(officer: FlaskClient) -> None:
    fields = next(form.fields for form in forms_of(officer.get(ADDRESS).text) if form.action == FILE)
    answer = officer.post(FILE, data={**fields, "reason": "간부회의 자료", "action": "edit"})
    assert answer.mimetype == "text/html"
    assert 'value="간부회의 자료"' in answer.text
    assert records() == []
