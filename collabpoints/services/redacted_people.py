"""What stands of people whose names were redacted: their ids, posts by department and day, and sums; nothing that names them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, delete, literal, or_, select, update
from sqlalchemy.orm import Session

from collabpoints.db import Base, table_of
from collabpoints.domain.redactions import NAME, TEXT
from collabpoints.models import (
    Account,
    AccountSession,
    Appointment,
    Draft,
    DraftRecipient,
    Employee,
    Evidence,
    Export,
    NoteFlag,
    OneTimeLink,
    Outbox,
    Person,
    RoleGrant,
    SearchTerm,
    SpecialGrant,
    StaffOrder,
)

_SYSTEM = "system:%"


def forget_people(session: Session, people: Sequence[Person], now: datetime) -> None:
    """Their names are the stand-in; number, addresses, posts' words, accounts, drafts and typed reasons are gone. What SQL
    must keep apart (numbers, logins) gets a word made of the row's id."""
    ids = [person.id for person in people]
    for person in people:
        person.name, person.redacted_at = NAME, now
    session.flush()
    _forget_service(session, ids)
    _forget_account(session, ids)
    _forget_drafts(session, ids)
    _forget_reasons(session, ids)


def drop_reasons(session: Session, model: type[Base], where: ColumnElement[bool], *columns: str) -> None:
    """Afterwards a stand-in stands in these columns of these rows where something stood; "" and the machine's own codes stay."""
    for name in columns:
        column = table_of(model).c[name]
        typed = and_(column != "", column.not_like(_SYSTEM))
        session.execute(update(model).where(where, typed).values({name: TEXT}))


def _forget_service(session: Session, ids: Sequence[int]) -> None:
    own = select(Employee.id).where(Employee.person_id.in_(ids))
    # Posts first: they are found by way of the employee rows.
    session.execute(update(Appointment).where(Appointment.employee_id.in_(own)).values(rank="", position="", duty=""))
    session.execute(delete(SearchTerm).where(SearchTerm.employee_id.in_(own)))
    session.execute(
        update(Employee)
        .where(Employee.person_id.in_(ids))
        .values(number=_made_of("퇴직-", Employee.id), email="", phone="", employment="", joined_on=None)
    )
    session.execute(
        update(StaffOrder)
        .where(or_(StaffOrder.person_id.in_(ids), StaffOrder.other_person_id.in_(ids)))
        .values(rank="", position="", duty="", number="", document="", fault="")
    )


def _forget_account(session: Session, ids: Sequence[int]) -> None:
    own = select(Account.id).where(Account.person_id.in_(ids))
    session.execute(delete(AccountSession).where(AccountSession.account_id.in_(own)))
    session.execute(delete(OneTimeLink).where(OneTimeLink.account_id.in_(own)))
    session.execute(delete(Outbox).where(Outbox.person_id.in_(ids)))
    session.execute(
        update(Account)
        .where(Account.person_id.in_(ids))
        .values(login=_made_of("redacted-", Account.id), password_hash=None, is_active=False, is_mail_wanted=False)
    )


def _forget_drafts(session: Session, ids: Sequence[int]) -> None:
    own = select(Draft.form_id).where(Draft.person_id.in_(ids))
    session.execute(
        delete(DraftRecipient).where(or_(DraftRecipient.person_id.in_(ids), DraftRecipient.form_id.in_(own)))
    )
    session.execute(delete(Draft).where(Draft.person_id.in_(ids)))


def _forget_reasons(session: Session, ids: Sequence[int]) -> None:
    """What was typed about them or by them and is neither sealed nor a record."""
    drop_reasons(session, RoleGrant, RoleGrant.person_id.in_(ids), "granted_reason", "revoked_reason")
    granted = SpecialGrant.receiver_person_id.in_(ids)
    session.execute(delete(Evidence).where(Evidence.special_grant_id.in_(select(SpecialGrant.id).where(granted))))
    drop_reasons(session, SpecialGrant, granted, "reason", "decision_reason")
    drop_reasons(session, NoteFlag, NoteFlag.reporter_person_id.in_(ids), "detail")
    own_files = and_(Export.asked_by_person_id.in_(ids), Export.scope == "own")
    session.execute(update(Export).where(own_files).values(file_name="", reason="", filters="", companion=""))


def _made_of(word: str, id_: Any) -> ColumnElement[str]:
    return literal(word) + cast(id_, String)
