"""One-time links: made in bulk, told once, used once."""

import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import db, unit_of_work
from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.links import token_digest, token_of
from collabpoints.models import Account, Employee, OneTimeLink, Outbox
from collabpoints.queries.links import departments_without_password, mailed_link, open_link, receivers
from collabpoints.services.links import NewLink, expire_links, make_links, use_link
from collabpoints.services.password_hashes import is_right
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency

KEY = "only-for-tests"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
GOOD = "mountain-river-teacup"


def made(*people: Colleague, now: datetime = NOW, **settings: Any) -> tuple[NewLink, ...]:
    return make_links(1, [person.account_id for person in people], None, now, 72, key=KEY, **settings)


def code_of(token: str, password: str = GOOD, now: datetime = NOW) -> Code:
    with pytest.raises(Refused) as refused:
        use_link(token, password, now=now)
    return refused.value.refusals[0].code


@pytest.fixture
def hong(app: Flask) -> Colleague:
    agency_id = an_agency()
    return a_colleague(agency_id, "홍길동", a_department(agency_id, "도로과"))


def test_a_link_sets_the_password_and_signs_in(hong: Colleague) -> None:
    entered = use_link(made(hong)[0].token, GOOD, now=NOW)
    assert entered.account_id == hong.account_id
    with unit_of_work() as session:
        account = session.get_one(Account, hong.account_id)
        assert is_right(account.password_hash, GOOD)
        assert account.password_changed_at == NOW


def test_a_link_is_good_once(hong: Colleague) -> None:
    link = made(hong)[0]
    use_link(link.token, GOOD, now=NOW)
    assert code_of(link.token) is Code.LINK_UNUSABLE


def test_a_link_is_good_until_its_hour(hong: Colleague) -> None:
    link = made(hong)[0]
    assert link.expires_at == NOW + timedelta(hours=72)
    assert open_link(link.token, now=link.expires_at - timedelta(microseconds=1)) is not None
    assert code_of(link.token, now=link.expires_at) is Code.LINK_UNUSABLE


@pytest.mark.parametrize(
    "token", ["", "no-such-link", "\x00", "\ud800", "가" * 100_000, "'; DROP TABLE one_time_links"]
)
def test_what_never_was_a_link_looks_like_a_used_one(hong: Colleague, token: str) -> None:
    made(hong)
    assert code_of(token) is Code.LINK_UNUSABLE


def test_looking_at_a_link_does_not_use_it_up(hong: Colleague) -> None:
    link = made(hong)[0]
    assert open_link(link.token, now=NOW) == open_link(link.token, now=NOW)
    assert use_link(link.token, GOOD, now=NOW).account_id == hong.account_id


def test_a_refused_password_leaves_the_link_as_good_as_before(hong: Colleague) -> None:
    link = made(hong)[0]
    assert code_of(link.token, "short") is Code.PASSWORD_SHORT
    assert code_of(link.token, f"{hong.number} teacup river") is Code.PASSWORD_PERSONAL
    assert use_link(link.token, GOOD, now=NOW).account_id == hong.account_id


def test_a_new_link_takes_the_place_of_an_older_one(hong: Colleague) -> None:
    older, newer = made(hong)[0], made(hong)[0]
    assert code_of(older.token) is Code.LINK_UNUSABLE
    assert use_link(newer.token, GOOD, now=NOW).account_id == hong.account_id


def test_a_new_link_leaves_those_of_others_alone(hong: Colleague) -> None:
    kim = a_colleague(1, "김민수", a_department(1, "복지과"))
    of_kim = made(kim)[0]
    made(hong)
    assert open_link(of_kim.token, now=NOW) is not None


def test_only_a_digest_is_stored(hong: Colleague) -> None:
    link = made(hong)[0]
    with unit_of_work() as session:
        stored = session.scalars(select(OneTimeLink)).one()
        assert stored.token_digest == token_digest(link.token)
        assert link.token not in repr(vars(stored))


def test_the_mailer_can_write_the_token_again(hong: Colleague) -> None:
    link = made(hong, is_by_mail=True)[0]
    with unit_of_work() as session:
        message = session.scalars(select(Outbox)).one()
        assert (message.kind, message.person_id) == ("link", hong.person_id)
        link_id = message.subject_id
    found = mailed_link(link_id, now=NOW)
    assert found is not None
    assert token_of(KEY, found.link_id, found.created_at) == link.token
    assert link.is_mailed


def test_a_mail_about_a_link_that_is_no_longer_good_is_not_written(hong: Colleague) -> None:
    older = made(hong, is_by_mail=True)[0]
    made(hong)
    assert mailed_link(older.link_id, now=NOW) is None


def test_who_has_no_address_gets_no_mail(hong: Colleague) -> None:
    with unit_of_work() as session:
        session.execute(update(Employee).values(email=""))
    assert not made(hong, is_by_mail=True)[0].is_mailed
    with unit_of_work() as session:
        assert session.scalars(select(Outbox)).all() == []


def test_without_mail_nothing_stands_in_the_outbox(hong: Colleague) -> None:
    assert not made(hong)[0].is_mailed
    with unit_of_work() as session:
        assert session.scalars(select(Outbox)).all() == []


def test_closed_unknown_and_left_accounts_get_no_link(hong: Colleague) -> None:
    gone = a_colleague(1, "김퇴직", a_department(1, "복지과"), status="left")
    closed = a_colleague(1, "이정지", a_department(1, "세정과"))
    with unit_of_work() as session:
        session.execute(update(Account).where(Account.id == closed.account_id).values(is_active=False))
    links = make_links(1, [hong.account_id, gone.account_id, closed.account_id, 999], None, NOW, 72, key=KEY)
    assert [link.account_id for link in links] == [hong.account_id]


def test_another_agency_can_make_none(hong: Colleague) -> None:
    assert make_links(2, [hong.account_id], None, NOW, 72, key=KEY) == ()


def test_who_left_after_the_link_was_made_cannot_use_it(hong: Colleague) -> None:
    link = made(hong)[0]
    with unit_of_work() as session:
        session.execute(update(Employee).values(status="left", left_on=NOW.date()))
    assert code_of(link.token) is Code.LINK_UNUSABLE


def test_of_two_presses_at_once_one_counts(app: Flask, hong: Colleague) -> None:
    link, together, answers = made(hong)[0], threading.Barrier(2), []

    def press(password: str) -> None:
        with app.app_context():
            together.wait()
            try:
                use_link(link.token, password, now=NOW)
                answers.append("used")
            except Refused as refused:
                answers.append(refused.refusals[0].code)
            db.session.remove()

    threads = [threading.Thread(target=press, args=(password,)) for password in (GOOD, "another-good-teacup")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == sorted(["used", Code.LINK_UNUSABLE])


def test_used_and_old_links_are_forgotten(hong: Colleague) -> None:
    kim = a_colleague(1, "김민수", a_department(1, "복지과"))
    use_link(made(hong)[0].token, GOOD, now=NOW)
    good = made(kim)[0]
    assert expire_links(NOW) == 1
    assert open_link(good.token, now=NOW) is not None
    assert expire_links(NOW + timedelta(hours=72)) == 1


def names(found: Iterable[Any]) -> list[str]:
    return [receiver.name for receiver in found]


def test_receivers_are_those_without_a_password_in_official_order(hong: Colleague) -> None:
    later = a_department(1, "복지과")
    a_colleague(1, "최은영", later)
    a_colleague(1, "김민수", later)
    a_colleague(1, "박퇴직", later, status="left")
    day = NOW.date()
    assert names(receivers(1, day)) == ["홍길동", "김민수", "최은영"]
    assert names(receivers(1, day, department_id=later)) == ["김민수", "최은영"]
    use_link(made(hong)[0].token, GOOD, now=NOW)
    assert names(receivers(1, day)) == ["김민수", "최은영"]
    assert names(receivers(1, day, number=hong.number)) == ["홍길동"]
    assert names(receivers(1, day, number="0")) == []
    assert names(receivers(2, day)) == []


def test_departments_say_how_many_wait(hong: Colleague) -> None:
    a_colleague(1, "김민수", a_department(1, "복지과"))
    use_link(made(hong)[0].token, GOOD, now=NOW)
    found = departments_without_password(1, NOW.date())
    assert [(row.path, row.without_password, row.accounts) for row in found] == [("도로과", 0, 1), ("복지과", 1, 1)]
