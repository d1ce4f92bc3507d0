"""People: who one is (Person), one's service under a number (Employee), where one served when (Appointment)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant, ordered_text
from collabpoints.domain.texts import FILLERS

_NO_FILLERS = " AND ".join(f"name NOT LIKE '%{filler}%'" for filler in FILLERS)


class Person(Base):
    """A human being. Ends of a note are persons: nobody thanks himself under another number or post (promise 4).

    `merged_into_person_id`: this record and that one are the same person; the past keeps its ids, whoever asks for him is
    told of the other. `redacted_at`: his name was taken away by the retention rules, `name` is a stand-in.
    """

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint(f"length(trim(name)) > 0 AND {_NO_FILLERS}", name="name_visible"),
        CheckConstraint("merged_into_person_id IS NULL OR merged_into_person_id <> id", name="merged"),
        Index("ix_people_merged_into_person_id", "merged_into_person_id",
              sqlite_where=text("merged_into_person_id IS NOT NULL"),
              postgresql_where=text("merged_into_person_id IS NOT NULL")),
        Index("ix_people_agency_id_name", "agency_id", "name", "id"),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    name: Mapped[str] = mapped_column(ordered_text(60))
    is_opted_out: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]
    merged_into_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    redacted_at: Mapped[Instant | None]


class Employee(Base):
    """A person's service at the agency under an employee number (사번). `left_on` is the first day without service;
    `employment` is its kind in HR's words (공무직, 임기제 …), "" where HR's file does not say, like `joined_on`."""

    __tablename__ = "employees"
    __table_args__ = (
        UniqueConstraint("agency_id", "number"),
        CheckConstraint("status IN ('active', 'leave', 'seconded', 'training', 'left')", name="status"),
        CheckConstraint("(status = 'left') = (left_on IS NOT NULL)", name="left"),
        Index("ix_employees_person_id", "person_id"),
        # One service at a time; a re-hired person has an older row that has ended.
        Index("uq_employees_person_id_serving", "person_id", unique=True,
              sqlite_where=text("left_on IS NULL"), postgresql_where=text("left_on IS NULL")),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    number: Mapped[str] = mapped_column(ordered_text(20))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[str] = mapped_column(String(10))
    employment: Mapped[str] = mapped_column(String(20), default="", server_default="")
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]


class Appointment(Base):
    """Where one served from when to when (발령), half-open: `ends_on` is the first day that no longer counts.

    One primary appointment a day; a trigger (SQLite) or an exclusion constraint (PostgreSQL) named
    `ex_appointments_primary` holds it.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("kind IN ('primary', 'concurrent', 'seconded')", name="kind"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="dates"),
        Index("ix_appointments_employee_id", "employee_id", "kind", "starts_on"),
        Index("ix_appointments_department_id", "department_id", "kind", "employee_id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    kind: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    rank: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[str] = mapped_column(String(40), default="")
    duty: Mapped[str] = mapped_column(String(200), default="")


class SearchTerm(Base):
    """What a colleague is found by, in the order in which it is listed. Written with the person, read by range scans.

    `kind` (see `domain/people_search.py`): full name, part of a name, initials, part of the initials, duty word,
    telephone reversed. Only people who serve have rows.
    """

    __tablename__ = "search_terms"
    __table_args__ = (Index("ix_search_terms_employee_id", "employee_id"), {"sqlite_with_rowid": False})

    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    kind: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(ordered_text(60), primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), primary_key=True)
