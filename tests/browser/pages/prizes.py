"""시상: proposals, winners, the notes of the months."""

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.models import Month, Note
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused
from tests.factories.prizes import prize_scene

PAGES = (
    Entry("/prizes"),
    Entry("/prizes", "empty", "founder"),
    Entry("/prizes/{proposal}", "open"),
    refused("/prizes/{proposal}", "button[value=drop]"),
    Entry("/prizes/{proposal}/add"),
    refused("/prizes/{proposal}/add", "button[value=add]"),
    Entry("/prizes/{proposal}/winners/{asked_winner}"),
    refused("/prizes/{proposal}/winners/{asked_winner}", "button[value=remove]"),
    Entry("/prizes/{proposal}/confirm"),
    refused("/prizes/{proposal}/confirm", "button[value=confirm]", wording=""),
    Entry("/prizes/{confirmed_proposal}", "confirmed"),
    Entry("/prizes/winners"),
    Entry("/prizes/winners", "empty", "founder"),
    Entry("/prizes/asked/{own_winner}"),
    Entry("/note-prizes"),
    Entry("/note-prizes", "empty", "founder"),
    Entry("/note-prizes/choose/{of_last_month}"),
    refused("/note-prizes/choose/{of_last_month}"),
    Entry("/note-prizes/asked/{asked_note}"),
)


def prepare(cast: Cast) -> dict[str, object]:
    with reading() as session:
        month = select(Month.id).where(Month.period == cast.last_month)
        note = session.scalars(
            select(Note.id).where(Note.month_id.in_(month), Note.sender_person_id == cast.world.kim.person_id)
        ).one()
    return {"of_last_month": note, **prize_scene(cast.world, cast.office)}
