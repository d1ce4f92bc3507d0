"""Load the demo agency into an empty database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collabpoints.db import Base, dialect_of, unit_of_work
from collabpoints.demo.agency import LOGINS, SEED, DemoAgency, demo_agency
from collabpoints.domain.schemes import DEFAULT_PRESET, parse_scheme
from collabpoints.models import (
    Account,
    Agency,
    Appointment,
    Department,
    DepartmentMonthTotal,
    DepartmentPath,
    Employee,
    Entry,
    HelpKind,
    Month,
    Note,
    NoteText,
    Notice,
    PairMonthTotal,
    Person,
    PersonMonthTotal,
    Reply,
    RoleGrant,
    Scheme,
    SearchTerm,
    SendBatch,
)
from collabpoints.queries.agencies import the_agency
from collabpoints.services import demo_rows, demo_totals
from collabpoints.services.bulk_rows import insert_rows, refresh_statistics
from collabpoints.services.demo_closings import close_demo_months
from collabpoints.services.demo_note_rows import NoteRows
from collabpoints.services.demo_prizes import give_demo_prizes
from collabpoints.services.demo_rows import AGENCY, Rows
from collabpoints.services.password_hashes import hash_of
from collabpoints.services.search_terms import refresh_terms

PASSWORD = "collabpoints-demo"  # noqa: S105  (the demo's, and told to everybody)
_TOGETHER = 4000


class DatabaseHoldsData(Exception):
    """The demo is for an empty database only: what is there is never mixed with invented people. Says so in Korean."""

    def __str__(self) -> str:
        return "이 데이터베이스에는 이미 기관이 있습니다. 데모 자료는 빈 데이터베이스에만 넣을 수 있습니다."


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was loaded; `logins` all share `PASSWORD`."""

    agency_name: str
    departments: int
    people: int
    months: int
    notes: int
    logins: tuple[str, ...]


def load_demo(
    *,
    now: datetime,
    seed: int = SEED,
    scheme: str = DEFAULT_PRESET,
    progress: Callable[[int], None] = lambda _percent: None,
) -> DemoSummary:
    """The demo agency stands, complete and balanced, as of `now`; the same for a seed, a preset and a month.

    `progress` is told how many per cent are done. Raises DatabaseHoldsData when any agency is there; nothing is written
    then.
    """
    if the_agency() is not None:
        raise DatabaseHoldsData
    progress(2)
    agency = demo_agency(now, seed, scheme)
    progress(25)
    notes = NoteRows(agency, Random(f"salts {seed}"))  # noqa: S311  (salts of invented texts)
    tables = _tables(agency, notes, hash_of(PASSWORD))
    total = sum(len(rows) for _model, rows in tables)
    progress(30)
    with unit_of_work() as session:
        if session.execute(select(func.count()).select_from(Agency)).scalar_one():
            raise DatabaseHoldsData
        done = 0
        for model, rows in tables:
            for part in demo_rows.chunks(rows, _TOGETHER):
                columns = tuple(part[0])
                insert_rows(session, model, columns, (tuple(row[name] for name in columns) for row in part))
                done += len(part)
                progress(30 + 60 * done // total)
        _set_sequences(session, [model for model, _rows in tables])
        refresh_terms(session, AGENCY)
        refresh_statistics(session, SearchTerm, *(model for model, _rows in tables))
        close_demo_months(session, agency)
    give_demo_prizes(agency)
    progress(100)
    return DemoSummary(
        agency_name=agency.organisation.name_ko,
        departments=len(agency.organisation.departments),
        people=len(agency.people),
        months=len(agency.months),
        notes=len(notes.notes),
        logins=LOGINS,
    )


def _tables(agency: DemoAgency, notes: NoteRows, password_hash: str) -> list[tuple[type[Base], Rows]]:
    """Every table with its rows, in the order in which they lean on each other."""
    rules = parse_scheme(agency.scheme_text)
    return [
        (Agency, demo_rows.agency_rows(agency)),
        (DepartmentPath, demo_rows.path_rows(agency)),
        (Department, demo_rows.department_rows(agency)),
        (Person, demo_rows.person_rows(agency)),
        (Employee, demo_rows.employee_rows(agency)),
        (Appointment, demo_rows.appointment_rows(agency)),
        (Account, demo_rows.account_rows(agency, password_hash)),
        (RoleGrant, demo_rows.grant_rows(agency)),
        (HelpKind, demo_rows.help_kind_rows(agency)),
        (Scheme, demo_rows.scheme_rows(agency)),
        (Month, demo_rows.month_rows(agency)),
        (SendBatch, notes.batches),
        (Note, notes.notes),
        (NoteText, notes.texts),
        (Entry, notes.entries),
        (Reply, notes.replies),
        (Notice, notes.notices),
        (PersonMonthTotal, demo_totals.person_total_rows(notes.entries, rules.allowance)),
        (DepartmentMonthTotal, demo_totals.department_total_rows(notes.entries)),
        (PairMonthTotal, demo_totals.pair_total_rows(notes.entries, rules.pair_cap)),
    ]


def _set_sequences(session: Session, models: list[type[Base]]) -> None:
    """PostgreSQL numbers on from the ids that were written; SQLite does so by itself."""
    if dialect_of(session) != "postgresql":
        return
    for model in models:
        table: Any = model.__table__
        if "id" in table.c:
            newest = select(func.max(table.c.id)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            session.execute(select(func.setval(sequence, func.coalesce(newest, 1), newest.is_not(None))))
