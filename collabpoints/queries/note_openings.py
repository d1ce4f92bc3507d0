"""Whether a private note lies open before somebody who has to decide about it (promise 14).

An opening lasts as long as what it was for: until the flags that were open then are closed, or the request is decided.
"""

from sqlalchemy import ColumnElement, func, select

from collabpoints.models import Appeal, Note, NoteFlag, NoteOpening


def is_open_for_review(person_id: int) -> ColumnElement[bool]:
    """Of a row of notes: it is public, or this person opened it since the oldest of its open flags."""
    flagged_at = (
        select(func.min(NoteFlag.flagged_at))
        .where(NoteFlag.note_id == Note.id, NoteFlag.review_id.is_(None))
        .correlate(Note)
        .scalar_subquery()
    )
    return ~Note.is_private | _was_opened_since(flagged_at, person_id)


def is_open_for_appeal(person_id: int) -> ColumnElement[bool]:
    """Of rows of notes and appeals: the note is public, or this person opened it since the request was made."""
    return ~Note.is_private | _was_opened_since(Appeal.asked_at, person_id)


def _was_opened_since(instant: object, person_id: int) -> ColumnElement[bool]:
    return (
        select(NoteOpening.id)
        .where(
            NoteOpening.note_id == Note.id,
            NoteOpening.reviewer_person_id == person_id,
            NoteOpening.opened_at >= instant,
        )
        .correlate(Note, Appeal)
        .exists()
    )
