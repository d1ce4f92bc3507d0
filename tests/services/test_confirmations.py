"""The password given again in an open session: what it opens, what is counted, and whom it keeps out (promise 17)."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.sign_in import CONFIRMED_FOR, MOST_CONFIRMATIONS, WINDOW, is_confirmed
from collabpoints.models import AccountSession
from collabpoints.queries.identities import identity, token_digest
from collabpoints.services.confirmations import confirm
from collabpoints.services.sessions import end_all_sessions
from tests.factories.agencies import Colleague, a_colleague, a_department, a_session, an_agency
from tests.factories.passwords import GOOD, with_password

KEY = "only-for-tests"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def reader(app: Flask) -> Colleague:
    agency_id = an_agency()
    return with_password(a_colleague(agency_id, "홍길동", a_department(agency_id, "총무과")))


def a_stale_session(reader: Colleague) -> str:
    """The digest of a session whose password was given an hour ago."""
    return token_digest(a_session(reader, now=NOW - timedelta(hours=1)))


def attempt(reader: Colleague, session_digest: str, password: str, now: datetime = NOW) -> Code | None:
    """None where the session is confirmed now, else what refused it."""
    try:
        confirm(reader.account_id, session_digest, password, key=KEY, now=now)
    except Refused as refused:
        return refused.refusals[0].code
    return None


def confirmed_at(session_digest: str) -> datetime | None:
    with reading() as session:
        row = session.execute(select(AccountSession).where(AccountSession.token_digest == session_digest)).scalar_one()
        return row.confirmed_at


def test_the_right_password_confirms_this_session_and_no_other(reader: Colleague) -> None:
    mine, other = a_stale_session(reader), a_stale_session(reader)
    assert attempt(reader, mine, GOOD) is None
    assert (confirmed_at(mine), confirmed_at(other)) == (NOW, NOW - timedelta(hours=1))


def test_a_wrong_password_confirms_nothing(reader: Colleague) -> None:
    session_digest = a_stale_session(reader)
    assert attempt(reader, session_digest, "wrong") is Code.PASSWORD_WRONG
    assert confirmed_at(session_digest) == NOW - timedelta(hours=1)


def test_an_empty_field_is_no_try(reader: Colleague) -> None:
    session_digest = a_stale_session(reader)
    assert {attempt(reader, session_digest, "") for _ in range(MOST_CONFIRMATIONS + 1)} == {Code.PASSWORD_AGAIN}
    assert attempt(reader, session_digest, GOOD) is None


def test_after_too_many_tries_the_right_password_is_not_looked_at_until_the_window_ends(reader: Colleague) -> None:
    session_digest = a_stale_session(reader)
    found = [attempt(reader, session_digest, "wrong") for _ in range(MOST_CONFIRMATIONS)]
    assert set(found) == {Code.PASSWORD_WRONG}
    assert attempt(reader, session_digest, GOOD) is Code.SIGN_IN_TOO_MANY_TRIES
    assert attempt(reader, session_digest, GOOD, NOW + WINDOW) is None


def test_tries_at_one_browser_do_not_keep_its_owner_out_at_another(reader: Colleague) -> None:
    theirs, mine = a_stale_session(reader), a_stale_session(reader)
    for _ in range(MOST_CONFIRMATIONS + 1):
        attempt(reader, theirs, "wrong")
    assert attempt(reader, mine, GOOD) is None


def test_success_empties_the_count(reader: Colleague) -> None:
    session_digest = a_stale_session(reader)
    for _ in range(MOST_CONFIRMATIONS - 1):
        attempt(reader, session_digest, "wrong")
    assert attempt(reader, session_digest, GOOD) is None
    assert attempt(reader, session_digest, "wrong") is Code.PASSWORD_WRONG


def test_a_session_that_has_ended_is_not_confirmed(reader: Colleague) -> None:
    session_digest = a_stale_session(reader)
    end_all_sessions(reader.account_id)
    assert attempt(reader, session_digest, GOOD) is Code.PASSWORD_WRONG


def test_somebody_elses_session_is_not_confirmed(reader: Colleague) -> None:
    agency_id = 1
    other = a_colleague(agency_id, "김민수", a_department(agency_id, "도로과"))
    assert attempt(reader, a_stale_session(other), GOOD) is Code.PASSWORD_WRONG


def test_an_identity_knows_when_its_session_was_confirmed(reader: Colleague) -> None:
    token = a_session(reader, now=NOW)
    limits = {"now": NOW, "idle": timedelta(hours=1), "absolute": timedelta(hours=8)}
    found = identity(token, **limits)  # type: ignore[arg-type]
    assert found is not None
    assert found.confirmed_at == NOW
    with unit_of_work() as session:
        session.execute(update(AccountSession).values(confirmed_at=None))
    again = identity(token, **limits)  # type: ignore[arg-type]
    assert again is not None
    assert again.confirmed_at is None


@pytest.mark.parametrize(
    ("ago", "counts"),
    [
        (timedelta(0), True),
        (CONFIRMED_FOR, True),
        (CONFIRMED_FOR + timedelta(seconds=1), False),
        (timedelta(seconds=-1), False),
    ],
)
def test_a_password_counts_as_just_given_for_five_minutes(ago: timedelta, counts: bool) -> None:
    assert is_confirmed(NOW - ago, NOW) is counts
    assert timedelta(minutes=5) == CONFIRMED_FOR


def test_a_session_of_which_nothing_is_known_is_not_confirmed() -> None:
    assert not is_confirmed(None, NOW)
