"""Sessions end everywhere at once (promise 16), at their limits, and their rows go."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Refused
from collabpoints.domain.roles import Role
from collabpoints.models import Account, AccountSession, Employee, RoleGrant
from collabpoints.queries.identities import identity
from collabpoints.services.accounts import change_password
from collabpoints.services.links import make_links, use_link
from collabpoints.services.password_hashes import hash_of
from collabpoints.services.roles import revoke_role
from collabpoints.services.sessions import end_all_sessions, expire_sessions, touch_session
from tests.factories.agencies import Colleague, a_colleague, a_department, a_session, an_agency

KEY = "only-for-tests"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
IDLE, ABSOLUTE = timedelta(minutes=60), timedelta(hours=10)
OLD, NEW = "mountain-river-teacup", "달빛고요숲 속의 찻집"


def is_good(token: str, now: datetime = NOW) -> bool:
    return identity(token, now=now, idle=IDLE, absolute=ABSOLUTE) is not None


@pytest.fixture
def hong(app: Flask) -> Colleague:
    agency_id = an_agency()
    hong = a_colleague(agency_id, "홍길동", a_department(agency_id, "도로과"), roles=(Role.REVIEWER,))
    with unit_of_work() as session:
        session.execute(update(Account).values(password_hash=hash_of(OLD)))
    return hong


@pytest.fixture
def two(hong: Colleague) -> list[str]:
    """Two browsers, signed in."""
    return [a_session(hong, now=NOW), a_session(hong, now=NOW)]


def test_a_session_is_good_when_it_begins(two: list[str]) -> None:
    assert [is_good(token) for token in two] == [True, True]


def test_signing_out_ends_them_all(hong: Colleague, two: list[str]) -> None:
    end_all_sessions(hong.account_id)
    assert [is_good(token) for token in two] == [False, False]


def test_a_new_password_ends_them_all_but_the_new_one(hong: Colleague, two: list[str]) -> None:
    fresh = change_password(hong.account_id, current=OLD, new=NEW, key=KEY, now=NOW)
    assert [is_good(token) for token in two] == [False, False]
    assert is_good(fresh)


def test_a_refused_change_ends_none(hong: Colleague, two: list[str]) -> None:
    for current, new in ((NEW, NEW), (OLD, "short"), (OLD, OLD)):
        with pytest.raises(Refused):
            change_password(hong.account_id, current=current, new=new, key=KEY, now=NOW)
    assert [is_good(token) for token in two] == [True, True]


def test_a_password_by_link_ends_them_all_but_the_new_one(hong: Colleague, two: list[str]) -> None:
    link = make_links(1, [hong.account_id], None, NOW, 72, key=KEY)[0]
    assert [is_good(token) for token in two] == [True, True]
    fresh = use_link(link.token, NEW, now=NOW).token
    assert [is_good(token) for token in two] == [False, False]
    assert is_good(fresh)


def test_a_lost_role_ends_them_all(hong: Colleague, two: list[str]) -> None:
    with unit_of_work() as session:
        grant_id = session.scalars(select(RoleGrant.id)).one()
    revoke_role(1, grant_id, revoked_by=None, reason="담당이 바뀌었습니다", now=NOW)
    assert [is_good(token) for token in two] == [False, False]


def test_leaving_ends_them_all(two: list[str]) -> None:
    with unit_of_work() as session:
        session.execute(update(Employee).values(status="left", left_on=NOW.date()))
    assert [is_good(token) for token in two] == [False, False]


def test_a_closed_account_ends_them_all(two: list[str]) -> None:
    with unit_of_work() as session:
        session.execute(update(Account).values(is_active=False))
    assert [is_good(token) for token in two] == [False, False]


def test_an_idle_session_ends(two: list[str]) -> None:
    assert is_good(two[0], NOW + IDLE - timedelta(seconds=1))
    assert not is_good(two[0], NOW + IDLE)


def test_a_session_in_use_ends_at_its_absolute_limit(two: list[str]) -> None:
    with unit_of_work() as session:
        session.execute(update(AccountSession).values(seen_at=NOW + ABSOLUTE - timedelta(minutes=1)))
    assert is_good(two[0], NOW + ABSOLUTE - timedelta(seconds=1))
    assert not is_good(two[0], NOW + ABSOLUTE)


def test_use_begins_the_idle_time_anew(hong: Colleague, two: list[str]) -> None:
    with unit_of_work() as session:
        digests = session.scalars(select(AccountSession.token_digest)).all()
    for digest in digests:
        touch_session(digest, now=NOW + timedelta(minutes=59))
    assert [is_good(token, NOW + timedelta(minutes=110)) for token in two] == [True, True]


def test_rows_that_can_never_be_good_again_go(hong: Colleague, two: list[str]) -> None:
    assert expire_sessions(NOW, IDLE, ABSOLUTE) == 0
    end_all_sessions(hong.account_id)
    kept = a_session(hong, now=NOW + timedelta(minutes=30))
    assert expire_sessions(NOW, IDLE, ABSOLUTE) == 2
    assert is_good(kept, NOW + timedelta(minutes=30))
    assert expire_sessions(NOW + timedelta(minutes=30) + IDLE, IDLE, ABSOLUTE) == 1
