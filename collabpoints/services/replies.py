"""Thanks for the thanks: at most one a note, no points."""

from sqlalchemy import insert

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.models import Notice, Reply
from collabpoints.queries.own_records import own_records
from collabpoints.services.corrections import held_note

LONGEST = 200
"""Code points that a reply may have; an empty one is the one-tap reply."""


def reply(note_id: int, *, agency_id: int, person_id: int, text: str = "") -> None:
    """The recipient's reply stands and the sender is told.

    Refused when there is one already or the text is unfit; NotFound unless it is the recipient's note.
    """
    said = cleaned(text)
    refusals = judge_text(said, minimum=1, maximum=LONGEST) if text else ()
    with unit_of_work() as session:
        note = held_note(session, note_id, agency_id)
        if note.recipient_person_id not in own_records(person_id) or note.withdrawn == "taken_back":
            raise NotFound(f"note {note_id}")
        if note.withdrawn is not None:
            raise Refused((Refusal.of(Code.ALREADY_WITHDRAWN),))
        if session.get(Reply, note_id) is not None:
            raise Refused((Refusal.of(Code.ALREADY_REPLIED),))
        if refusals:
            raise Refused(refusals)
        now = database_now(session)
        session.add(Reply(note_id=note_id, agency_id=agency_id, text=said, replied_at=now))
        told = {"kind": "replied", "note_id": note_id, "person_id": note.sender_person_id}
        session.execute(insert(Notice), {**told, "agency_id": agency_id, "created_at": now})
