"""Signing in: who may, what is counted, and that nobody can lock somebody else out (promise 17)."""

import threading
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select, update

from collabpoints.db import db, unit_of_work
from collabpoints.domain import sign_in as limits
from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.sign_in import MOST_FOR_LOGIN, MOST_FROM_ONE_PLACE, WINDOW
from collabpoints.models import Account, AccountSession, Employee, SignInTry
from collabpoints.services import password_hashes
from collabpoints.services.accounts import change_password
from collabpoints.services.password_hashes import hash_of
from collabpoints.services.sign_in import Browser, Entered, enter_as, enter_with_password, expire_tries
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency

KEY = "only-for-tests"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
GOOD = "mountain-river-teacup"
_HASH = hash_of(GOOD)


def a_reader(agency_id: int, name: str = "홍길동", **settings: object) -> Colleague:
    """Somebody with the password GOOD."""
    reader = a_colleague(agency_id, name, a_department(agency_id, f"{name} 있는 과"))
    with unit_of_work() as session:
        values = {"password_hash": _HASH, **settings}
        session.execute(update(Account).where(Account.id == reader.account_id).values(**values))
    return reader


def a_browser(address: str = "10.0.0.1", *known: int, name: str = "browser") -> Browser:
    return Browser(address, name, frozenset(known))


def attempt(
    agency_id: int, login: str, password: str, browser: Browser | None = None, now: datetime = NOW
) -> Entered | Code:
    """A session, or the code of what refused it."""
    try:
        return enter_with_password(agency_id, login, password, browser=browser or a_browser(), key=KEY, now=now)
    except Refused as refused:
        return refused.refusals[0].code


def tries_left_behind() -> int:
    with unit_of_work() as session:
        return session.scalar(select(func.sum(SignInTry.tries))) or 0


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every hash that was verified against, in order."""
    seen: list[str] = []
    real = password_hashes._HASHER

    class Counting:
        def verify(self, against: str, password: str) -> bool:
            seen.append(against)
            return real.verify(against, password)

        def hash(self, password: str) -> str:
            return real.hash(password)

        def check_needs_rehash(self, against: str) -> bool:
            return real.check_needs_rehash(against)

    monkeypatch.setattr(password_hashes, "_HASHER", Counting())
    return seen


def test_who_knows_the_password_enters(app: Flask) -> None:
    reader = a_reader(an_agency())
    entered = attempt(1, reader.number, GOOD)
    assert isinstance(entered, Entered)
    assert entered.account_id == reader.account_id


def test_spaces_around_the_login_do_not_matter(app: Flask) -> None:
    reader = a_reader(an_agency())
    assert isinstance(attempt(1, f"  {reader.number} ", GOOD), Entered)


def test_a_wrong_password_and_an_unknown_login_look_the_same_and_do_the_same(app: Flask, looks: list[str]) -> None:
    reader = a_reader(an_agency())
    assert attempt(1, reader.number, "wrong-wrong-wrong") is Code.SIGN_IN_FAILED
    assert attempt(1, "nobody", GOOD) is Code.SIGN_IN_FAILED
    assert len(looks) == 2


def test_an_account_without_a_password_looks_like_none(app: Flask, looks: list[str]) -> None:
    reader = a_reader(an_agency(), password_hash=None)
    assert attempt(1, reader.number, "") is Code.SIGN_IN_FAILED
    assert len(looks) == 1


def test_a_closed_account_looks_like_none(app: Flask, looks: list[str]) -> None:
    reader = a_reader(an_agency(), is_active=False)
    assert attempt(1, reader.number, GOOD) is Code.SIGN_IN_FAILED
    assert looks == [password_hashes._NOBODYS]


def test_who_has_left_looks_like_nobody(app: Flask, looks: list[str]) -> None:
    reader = a_reader(an_agency())
    with unit_of_work() as session:
        session.execute(update(Employee).values(status="left", left_on=NOW.date()))
    assert attempt(1, reader.number, GOOD) is Code.SIGN_IN_FAILED
    assert looks == [password_hashes._NOBODYS]


def test_the_password_of_nobodys_hash_is_not_empty(app: Flask) -> None:
    assert not password_hashes.is_right(None, "")


@pytest.mark.parametrize("hostile", ["\x00", "good\x00", "\ud800", "달" * 1_000_000, ""])
def test_hostile_passwords_fail_like_wrong_ones(app: Flask, looks: list[str], hostile: str) -> None:
    reader = a_reader(an_agency())
    assert attempt(1, reader.number, hostile) is Code.SIGN_IN_FAILED
    assert len(looks) == 1


@pytest.mark.parametrize("hostile", ["\x00", "\ud800", "1" * 1_000_000, "", "' OR 1=1 --", "%"])
def test_hostile_logins_fail_like_unknown_ones(app: Flask, looks: list[str], hostile: str) -> None:
    a_reader(an_agency())
    assert attempt(1, hostile, GOOD) is Code.SIGN_IN_FAILED
    assert len(looks) == 1


def test_a_password_that_changes_while_it_is_looked_at_opens_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = a_reader(an_agency())
    real = password_hashes.is_right

    def change_meanwhile(against: str | None, password: str) -> bool:
        with unit_of_work() as session:
            session.execute(update(Account).values(password_hash=hash_of("another-long-password")))
        return real(against, password)

    monkeypatch.setattr("collabpoints.services.sign_in.is_right", change_meanwhile)
    assert attempt(1, reader.number, GOOD) is Code.SIGN_IN_FAILED


def test_a_hash_with_older_parameters_is_made_anew(app: Flask) -> None:
    older = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(GOOD)
    reader = a_reader(an_agency(), password_hash=older)
    assert isinstance(attempt(1, reader.number, GOOD), Entered)
    with unit_of_work() as session:
        stored = session.get_one(Account, reader.account_id).password_hash
    assert stored is not None
    assert "m=19456,t=2,p=1" in stored
    assert isinstance(attempt(1, reader.number, GOOD), Entered)


def test_after_so_many_tries_the_password_is_not_even_looked_at(app: Flask, looks: list[str]) -> None:
    reader = a_reader(an_agency())
    for _ in range(MOST_FROM_ONE_PLACE):
        assert attempt(1, reader.number, "wrong-wrong-wrong") is Code.SIGN_IN_FAILED
    assert attempt(1, reader.number, GOOD) is Code.SIGN_IN_TOO_MANY_TRIES
    assert len(looks) == MOST_FROM_ONE_PLACE


def test_an_unknown_login_is_stopped_after_as_many_tries_as_a_known_one(app: Flask) -> None:
    an_agency()
    answers = [attempt(1, "nobody", "wrong") for _ in range(MOST_FROM_ONE_PLACE + 1)]
    assert answers == [Code.SIGN_IN_FAILED] * MOST_FROM_ONE_PLACE + [Code.SIGN_IN_TOO_MANY_TRIES]


def test_the_next_window_begins_anew(app: Flask) -> None:
    reader = a_reader(an_agency())
    for _ in range(MOST_FROM_ONE_PLACE + 1):
        attempt(1, reader.number, "wrong-wrong-wrong")
    assert isinstance(attempt(1, reader.number, GOOD, now=NOW + WINDOW), Entered)


def test_a_flood_from_elsewhere_does_not_reach_a_browser_that_has_signed_in_before(app: Flask) -> None:
    reader = a_reader(an_agency())
    for place in range(MOST_FOR_LOGIN + 5):
        attempt(1, reader.number, "wrong-wrong-wrong", a_browser(f"203.0.113.{place}"))
    assert attempt(1, reader.number, GOOD, a_browser("10.0.0.1")) is Code.SIGN_IN_TOO_MANY_TRIES
    assert isinstance(attempt(1, reader.number, GOOD, a_browser("10.0.0.1", reader.account_id)), Entered)


def test_not_even_a_flood_from_his_own_address_reaches_a_known_browser(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_FOR_ADDRESS", 12)  # as with 100, sooner
    reader = a_reader(an_agency())
    for number in range(12):
        attempt(1, f"nobody-{number}", "wrong-wrong-wrong")
    assert attempt(1, "nobody-else", "wrong") is Code.SIGN_IN_TOO_MANY_TRIES
    assert isinstance(attempt(1, reader.number, GOOD, a_browser("10.0.0.1", reader.account_id)), Entered)


def test_a_known_browser_has_its_limit_too(app: Flask) -> None:
    reader = a_reader(an_agency())
    known = a_browser("10.0.0.1", reader.account_id)
    answers = [attempt(1, reader.number, "wrong-wrong-wrong", known) for _ in range(11)]
    assert answers == [Code.SIGN_IN_FAILED] * 10 + [Code.SIGN_IN_TOO_MANY_TRIES]


def test_a_browser_known_to_one_account_is_not_known_to_another(app: Flask) -> None:
    agency_id = an_agency()
    mine, victim = a_reader(agency_id), a_reader(agency_id, "김영희")
    for _ in range(MOST_FROM_ONE_PLACE):
        attempt(1, victim.number, "wrong-wrong-wrong", a_browser("10.0.0.1", mine.account_id))
    answer = attempt(1, victim.number, GOOD, a_browser("10.0.0.1", mine.account_id))
    assert answer is Code.SIGN_IN_TOO_MANY_TRIES


def test_success_leaves_nothing_counted_against_anybody(app: Flask) -> None:
    reader = a_reader(an_agency())
    attempt(1, reader.number, GOOD)
    assert tries_left_behind() == 0


def test_success_empties_its_own_bucket_and_gives_back_one_try_elsewhere(app: Flask) -> None:
    reader = a_reader(an_agency())
    attempt(1, reader.number, "wrong-wrong-wrong")
    attempt(1, reader.number, "wrong-wrong-wrong")
    attempt(1, reader.number, GOOD)
    with unit_of_work() as session:
        tries = sorted(session.scalars(select(SignInTry.tries)))
    assert tries == [0, 2, 2]


def test_an_own_account_does_not_empty_the_bucket_of_others(app: Flask) -> None:
    agency_id = an_agency()
    attacker, victim = a_reader(agency_id), a_reader(agency_id, "김영희")
    for _ in range(MOST_FROM_ONE_PLACE):
        attempt(1, victim.number, "wrong-wrong-wrong")
        attempt(1, attacker.number, GOOD)
    assert attempt(1, victim.number, "wrong-wrong-wrong") is Code.SIGN_IN_TOO_MANY_TRIES


def test_a_whole_agency_behind_one_address_signs_in_on_monday_morning(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_FOR_ADDRESS", 12)
    reader = a_reader(an_agency())
    entered = [attempt(1, reader.number, GOOD) for _ in range(14)]
    assert all(isinstance(answer, Entered) for answer in entered)


def test_tries_at_once_are_counted_one_by_one(app: Flask) -> None:
    an_agency()
    together, at_once = threading.Barrier(8), 24
    answers: list[object] = []

    def press() -> None:
        with app.app_context():
            together.wait()
            for _ in range(at_once // 8):
                answers.append(attempt(1, "nobody", "wrong"))
            db.session.remove()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(Code.SIGN_IN_FAILED) == MOST_FROM_ONE_PLACE
    assert answers.count(Code.SIGN_IN_TOO_MANY_TRIES) == at_once - MOST_FROM_ONE_PLACE


def test_the_portal_may_enter_somebody_without_a_password(app: Flask) -> None:
    reader = a_reader(an_agency(), password_hash=None)
    assert enter_as(reader.number, agency_id=1, now=NOW).account_id == reader.account_id


@pytest.mark.parametrize("login", ["nobody", "\x00", ""])
def test_the_portal_enters_nobody_who_has_no_account(app: Flask, login: str) -> None:
    a_reader(an_agency())
    with pytest.raises(Refused):
        enter_as(login, agency_id=1, now=NOW)


def test_the_portal_enters_nobody_whose_account_is_closed(app: Flask) -> None:
    reader = a_reader(an_agency(), is_active=False)
    with pytest.raises(Refused):
        enter_as(reader.number, agency_id=1, now=NOW)


def test_tries_of_windows_that_are_over_are_forgotten(app: Flask) -> None:
    an_agency()
    attempt(1, "nobody", "wrong")
    assert expire_tries(NOW) == 0
    assert expire_tries(NOW + WINDOW) == 3
    assert tries_left_behind() == 0


def test_tries_of_the_present_password_are_limited_too(app: Flask) -> None:
    reader = a_reader(an_agency())
    codes = []
    for _ in range(11):
        with pytest.raises(Refused) as refused:
            change_password(reader.account_id, current="wrong", new="달빛고요숲 속의 찻집", key=KEY, now=NOW)
        codes.append(refused.value.refusals[0].code)
    assert codes == [Code.PASSWORD_WRONG] * 10 + [Code.SIGN_IN_TOO_MANY_TRIES]


def test_a_refused_try_starts_no_session(app: Flask) -> None:
    reader = a_reader(an_agency())
    attempt(1, reader.number, "wrong-wrong-wrong")
    with unit_of_work() as session:
        assert session.scalar(select(func.count()).select_from(AccountSession)) == 0


def test_a_session_has_lived_no_time_when_it_begins(app: Flask) -> None:
    reader = a_reader(an_agency())
    attempt(1, reader.number, GOOD)
    with unit_of_work() as session:
        begun = session.scalars(select(AccountSession)).one()
        assert (begun.started_at, begun.seen_at) == (NOW, NOW)
