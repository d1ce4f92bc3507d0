"""The demo agency in a real database. Loading takes seconds, so one test reads one load from many sides."""

import hashlib
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from collabpoints.db import Base, reading
from collabpoints.demo.agency import LOGINS
from collabpoints.domain.roles import Role
from collabpoints.models import (
    Account,
    Agency,
    Appointment,
    Department,
    DepartmentPath,
    Employee,
    Entry,
    HelpKind,
    Month,
    Note,
    NoteText,
    Notice,
    Person,
    PersonMonthTotal,
    Reply,
    RoleGrant,
    SearchTerm,
)
from collabpoints.queries.ledger import verify
from collabpoints.queries.note_prizes import latest
from collabpoints.queries.prize_winners import past
from collabpoints.services.demo import PASSWORD, DatabaseHoldsData, load_demo
from collabpoints.services.notes import NewNotes, send_notes
from collabpoints.services.password_hashes import is_outdated, is_right
from tests.conftest import _empty
from tests.factories.agencies import an_agency

NOW = datetime.now(UTC)
TAKE_BACK_MINUTES = 30  # directive-2016


def _count(model: type[Base], *where: ColumnElement[bool]) -> int:
    with reading() as session:
        return int(session.execute(select(func.count()).select_from(model).where(*where)).scalar_one())


def test_loads_a_complete_and_balanced_agency_in_seconds(app: Flask) -> None:
    told: list[int] = []
    began = time.process_time()  # of our own: what other programs do to a wall clock is not ours to promise

    summary = load_demo(now=NOW, progress=told.append)

    assert time.process_time() - began < 15
    assert told == sorted(told)
    assert told[-1] == 100
    assert summary.people == _count(Person) == _count(Employee) == _count(Account) == 1200
    assert summary.notes == _count(Note) == _count(NoteText) > 6 * 1500
    assert _count(HelpKind) == 4
    assert 0 < _count(Employee, Employee.employment == "임기제") < _count(Employee, Employee.employment == "일반직")
    assert _count(Employee, Employee.joined_on.is_(None)) == 0
    assert _count(SearchTerm) > 1200
    verification = verify()
    assert verification.is_balanced, verification
    assert all(check.rows for check in verification.checks if check.name != "special grants")
    with reading() as session:
        _instants_are_in_order(session)
        _notices_are_as_the_services_write_them(session)
        _paths_leave_out_the_agency(session)
        _cast_is_ready(session)
    _the_next_note_gets_an_id_of_its_own()


def _instants_are_in_order(session: Session) -> None:
    months = session.execute(select(Month.state, Month.ended_at, Month.ends_at).order_by(Month.period)).all()
    assert [month.state for month in months] == ["closed"] * 5 + ["ended", "open"]
    assert all(month.ended_at is None or month.ended_at >= month.ends_at for month in months)
    outside = or_(Note.sent_at < Month.starts_at, Note.sent_at >= Month.ends_at)
    assert session.scalars(select(Note.id).join(Month).where(outside)).all() == []
    too_early = or_(Note.read_at <= Note.sent_at, Note.withdrawn_at <= Note.sent_at)
    too_late = or_(Note.sent_at >= NOW, Note.read_at >= NOW, Note.withdrawn_at >= NOW)
    assert session.scalars(select(Note.id).where(or_(too_early, too_late))).all() == []
    recorded = session.scalars(select(Entry.recorded_at).order_by(Entry.id)).all()
    assert list(recorded) == sorted(recorded)
    taken = session.scalars(select(Note).where(Note.withdrawn == "taken_back")).all()
    assert taken
    for note in taken:
        assert note.withdrawn_at is not None
        assert note.withdrawn_at < note.sent_at + timedelta(minutes=TAKE_BACK_MINUTES)
        assert note.read_at is None


def _notices_are_as_the_services_write_them(session: Session) -> None:
    found = {row.kind: row.count_ for row in session.execute(
        select(Notice.kind, func.count().label("count_")).group_by(Notice.kind))}  # fmt: skip
    assert found == {
        "received": _count(Note, or_(Note.withdrawn.is_(None), Note.withdrawn == "given_back")),
        "replied": _count(Reply),
        "given_back": _count(Note, Note.withdrawn == "given_back"),
        "note_prize_asked": 2,
        "note_prize_won": 2,
    }


def _paths_leave_out_the_agency(session: Session) -> None:
    named = select(Department.name, DepartmentPath.names).join(DepartmentPath, DepartmentPath.id == Department.path_id)
    paths = {name: names for name, names in session.execute(named)}  # noqa: C416  (a Row is not yet a pair to dict())
    assert paths["가람도"] == "가람도"
    assert paths["예산담당관"] == "기획조정실 예산담당관"
    assert paths["도로보수팀"] == "건설교통국 도로과 도로보수팀"


def _cast_is_ready(session: Session) -> None:
    accounts = {
        account.login: account for account in session.scalars(select(Account).where(Account.password_hash.is_not(None)))
    }
    assert set(accounts) == set(LOGINS)
    stored = accounts["employee"].password_hash
    assert stored is not None
    assert is_right(stored, PASSWORD)
    assert not is_outdated(stored)
    held = select(Account.login, RoleGrant.role).join(RoleGrant, RoleGrant.person_id == Account.person_id)
    roles = {(login, role) for login, role in session.execute(held.where(Account.login.in_(LOGINS)))}
    assert roles == {
        ("lead", "department_head"),
        ("reviewer", "reviewer"),
        ("reviewer", "privacy_officer"),
        ("hr", "officer"),
        ("admin", "administrator"),
    }
    mine = Note.recipient_person_id == accounts["employee"].person_id
    assert _count(Note, mine, Note.read_at.is_(None)) >= 3
    assert _count(Note, mine) >= 20
    assert 20 <= _count(RoleGrant, RoleGrant.role == Role.DEPARTMENT_HEAD) <= 40


def _the_next_note_gets_an_id_of_its_own() -> None:
    """From the demo's head of a department to somebody of another bureau whom he has not thanked yet."""
    with reading() as session:
        served = select(Account.person_id, Appointment.department_id).select_from(Account)
        served = served.join(Employee, Employee.person_id == Account.person_id).join(Appointment)
        sender = session.execute(served.where(Account.login == "lead", Appointment.ends_on.is_(None))).one()
        thanked = select(Note.recipient_person_id).where(Note.sender_person_id == sender.person_id)
        fresh = session.scalars(
            select(Employee.person_id)
            .join(Appointment)
            .where(
                Employee.status == "active",
                Appointment.ends_on.is_(None),
                Appointment.department_id < sender.department_id - 10,
                Employee.person_id.not_in(thanked),
            )
            .order_by(Employee.id)
        ).first()
    assert fresh is not None
    before = _count(Note)
    form_id, text = "9f1c2f9e-6f51-4c1e-9d5b-0d6f3b1a2c3d", "어제 회의 자료를 함께 봐 주셔서 고맙습니다."

    sent = send_notes(
        agency_id=1, sender_person_id=sender.person_id, new=NewNotes(form_id, (fresh,), text, 10, is_private=False)
    )

    assert sent.note_ids == (before + 1,)
    assert verify().is_balanced


_GENERATED = """
import sys
from datetime import datetime
from collabpoints.demo.agency import demo_agency
from tests.services.test_demo import digest_of
agency = demo_agency(datetime.fromisoformat(sys.argv[1]), seed=7)
people = [(person.name, person.number, person.phone) for person in agency.people]
print(digest_of(people, [one.name for one in agency.organisation.departments],
                [batch.text for batch in agency.batches for _note in batch.notes]))
"""


def digest_of(people: list[tuple[str, str, str]], departments: list[str], texts: list[str]) -> str:
    return hashlib.sha256(repr((people, departments, texts)).encode()).hexdigest()


def test_the_same_seed_gives_the_same_people_departments_and_texts_in_any_process(sqlite_app: Flask) -> None:
    """Loaded here, and made again by a Python that orders its hashes differently."""
    with sqlite_app.app_context():
        _empty()
        load_demo(now=NOW, seed=7)
        with reading() as session:
            employed = select(Person.name, Employee.number, Employee.phone).join(Employee).order_by(Person.id)
            loaded = digest_of(
                [(row.name, row.number, row.phone) for row in session.execute(employed)],
                list(session.scalars(select(Department.name).order_by(Department.official_order))),
                list(session.scalars(select(NoteText.text).order_by(NoteText.note_id))),
            )

    made = subprocess.run(
        [sys.executable, "-c", _GENERATED, NOW.isoformat()],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.strip() == loaded


def test_refuses_a_database_that_holds_any_agency(app: Flask) -> None:
    an_agency()

    with pytest.raises(DatabaseHoldsData, match="빈 데이터베이스"):
        load_demo(now=NOW)

    assert _count(Agency) == 1
    assert _count(Person) == 0


def test_under_chungnams_rules_notes_are_what_is_counted(app: Flask) -> None:
    load_demo(now=NOW, scheme="chungnam-2015")
    with reading() as session:
        assert set(session.scalars(select(Month.allowance))) == {30}
        assert session.scalars(select(func.max(PersonMonthTotal.spent))).one() <= 30
    assert verify().is_balanced


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_preset_with_monthly_prizes_has_past_winners(app: Flask) -> None:
    load_demo(now=NOW, scheme="chungnam-2015")
    (prizes,) = past(1).rows
    (note,) = latest(1, limit=5)
    assert (len(prizes.winners), prizes.has_gap) == (4, False)
    assert [winner.certificate_number for winner in prizes.winners] == [
        f"{prizes.head.span.end_day.year}-{place}" for place in (1, 2, 3, 4)
    ]
    assert note.period == str(prizes.head.span)
