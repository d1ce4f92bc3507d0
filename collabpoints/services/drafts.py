"""Keep what is typed and not yet sent (promise 24)."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select

from collabpoints.db import dialect_of, unit_of_work, upserting
from collabpoints.domain.drafts import DraftText, is_storable
from collabpoints.domain.form_ids import is_form_id
from collabpoints.models import Draft, DraftRecipient, HelpKind, Person, SendBatch

_LONGEST = 20_000
_MOST = 20


def keep_draft(*, agency_id: int, person_id: int, draft: DraftText, now: datetime) -> bool:
    """What was typed is kept under its form's id; returns whether it was.

    Not kept: a text in which a registration number seems to stand (and an older draft of the form is dropped, since
    it may hold part of it), a text that no database can hold, one over 20,000 characters, a form sent already, and anything
    without a form's id.
    """
    if not is_form_id(draft.form_id):
        return False
    is_kept = is_storable(draft) and len(draft.text) <= _LONGEST
    with unit_of_work() as session:
        sent = select(SendBatch.id).where(SendBatch.agency_id == agency_id, SendBatch.form_id == draft.form_id)
        owner = session.execute(select(Draft.person_id).where(Draft.form_id == draft.form_id)).scalar_one_or_none()
        if owner not in (None, person_id) or session.execute(sent).first() is not None:
            return False
        session.execute(delete(DraftRecipient).where(DraftRecipient.form_id == draft.form_id))
        if not is_kept:
            session.execute(delete(Draft).where(Draft.form_id == draft.form_id))
            return False
        people = session.scalars(
            select(Person.id).where(Person.agency_id == agency_id, Person.id.in_(draft.recipient_person_ids))
        ).all()
        kind = session.scalars(
            select(HelpKind.id).where(HelpKind.agency_id == agency_id, HelpKind.id == draft.help_kind_id)
        ).one_or_none()
        values = {
            "text": draft.text,
            "points": draft.points[:20],
            "help_kind_id": kind,
            "is_private": draft.is_private,
            "saved_at": now,
        }
        session.execute(
            upserting(dialect_of(session), Draft)
            .values(form_id=draft.form_id, agency_id=agency_id, person_id=person_id, **values)
            .on_conflict_do_update(index_elements=["form_id"], set_=values)
        )
        chosen = [person for person in dict.fromkeys(draft.recipient_person_ids) if person in set(people)][:_MOST]
        if chosen:
            session.execute(
                insert(DraftRecipient),
                [
                    {"form_id": draft.form_id, "person_id": person, "agency_id": agency_id, "place": place}
                    for place, person in enumerate(chosen)
                ],
            )
        return True


def drop_draft(form_id: str, *, person_id: int) -> None:
    """The person's draft of this form is gone."""
    with unit_of_work() as session:
        session.execute(delete(Draft).where(Draft.form_id == form_id, Draft.person_id == person_id))


def expire_drafts(*, now: datetime, days: int = 30) -> int:
    """Drafts not touched for so many days are gone; returns how many."""
    with unit_of_work() as session:
        old = Draft.saved_at < now - timedelta(days=days)
        count = session.execute(select(func.count()).select_from(Draft).where(old)).scalar_one()
        session.execute(delete(Draft).where(old))
        return count
