"""Drafts: what one typed and has not sent yet."""

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.drafts import DraftText
from collabpoints.models import Draft, DraftRecipient


def draft(form_id: str, *, person_id: int) -> DraftText | None:
    """The person's own draft of this form; None when there is none."""
    with reading() as session:
        row = session.execute(
            select(Draft).where(Draft.form_id == form_id, Draft.person_id == person_id)
        ).scalar_one_or_none()
        if row is None:
            return None
        people = session.scalars(
            select(DraftRecipient.person_id)
            .where(DraftRecipient.form_id == form_id)
            .order_by(DraftRecipient.place, DraftRecipient.person_id)
        ).all()
        return DraftText(row.form_id, tuple(people), row.text, row.points, row.help_kind_id, row.is_private)


def latest_draft(person_id: int) -> DraftText | None:
    """The draft that the person touched last; None when there is none."""
    with reading() as session:
        form_id = session.scalars(
            select(Draft.form_id)
            .where(Draft.person_id == person_id)
            .order_by(Draft.saved_at.desc(), Draft.form_id)
            .limit(1)
        ).one_or_none()
    return None if form_id is None else draft(form_id, person_id=person_id)
