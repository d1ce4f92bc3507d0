"""What a message needs to be written: to whom, in which language, and whether there is still something to say."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select

from collabpoints.db import database_now, reading
from collabpoints.models import Account, Agency, Employee, Outbox, Person


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person who may get mail now: serves, has an active account that wants mail, and an address."""

    name: str
    email: str
    language: str
    is_mail_wanted: bool
    agency_ko: str
    agency_en: str


def addressee(person_id: int) -> Addressee | None:
    """The person behind a message; None when he has left, his account is off, or he has no address."""
    with reading() as session:
        row = session.execute(
            select(
                Person.name, Employee.email, Account.language, Account.is_mail_wanted, Agency.name_ko, Agency.name_en
            )
            .join(Account, and_(Account.person_id == Person.id, Account.is_active))
            .join(Employee, and_(Employee.person_id == Person.id, Employee.left_on.is_(None)))
            .join(Agency, Agency.id == Person.agency_id)
            .where(Person.id == person_id, Employee.email != "")
        ).one_or_none()
        return Addressee(*row) if row else None


def is_overtaken(person_id: int, for_day: date) -> bool:
    """Whether a morning mail for a later day is due or sent already: then the earlier one has nothing to add."""
    with reading() as session:
        later = select(Outbox.id).where(
            Outbox.person_id == person_id,
            Outbox.kind == "morning",
            Outbox.for_day > for_day,
            Outbox.due_at <= database_now(session),
            Outbox.dropped_at.is_(None),
        )
        return session.execute(later.limit(1)).first() is not None
