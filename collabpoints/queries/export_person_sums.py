"""The sums of persons in a file.

The totals beside the ledger bring what stands now; what the ledger says of notes without points and of corrections after a
closing is taken off again. So a year of many people is added up from few rows; that it comes to what the ledger says is
proved for every file (queries/export_controls.py).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Select, case

from collabpoints.domain.exports import Only
from collabpoints.models import Entry, PersonMonthTotal
from collabpoints.queries.export_frames import Frame
from collabpoints.queries.export_people import served
from collabpoints.queries.export_sums import STANDING, added_up, score, source, total


def person_sums(frame: Frame, *, who: Sequence[int] | None = None) -> CTE:
    """`added_up` for everybody with anything, or of `who`; as the filters say, for everybody who served too."""
    sources = [_totals(frame), _without_points(frame, "receiver"), _without_points(frame, "giver")]
    sources += _corrections(frame)
    if frame.wanted.filters.only is Only.EVERYONE:
        everybody = served(frame, is_monthly=frame.wanted.filters.is_monthly).subquery()
        sources.append(source(everybody.c.month_id, everybody.c.who, {}))
    return added_up(frame, sources, who=who)


def _totals(frame: Frame) -> Select[*tuple[Any, ...]]:
    of = PersonMonthTotal
    figures = {name: getattr(of, name) for name in STANDING}
    figures["messages"] = of.received_notes
    figures["score"] = score(frame, of.month_id, of.received_points, of.sent_points, of.special_points)
    return source(of.month_id, frame.person(of.person_id), figures).where(of.month_id.in_(frame.month_ids))


def _without_points(frame: Frame, end: str) -> Select[*tuple[Any, ...]]:
    """Takes notes that are thanks alone off the notes with points."""
    name = "received_notes" if end == "receiver" else "sent_notes"
    whom = getattr(Entry, f"{end}_person_id")
    later = case((frame.is_later(), Entry.notes), else_=0)
    figures = {name: -total(Entry.notes), f"since_{name}": -total(later)}
    return (
        source(Entry.month_id, frame.person(whom), figures)
        .where(Entry.month_id.in_(frame.month_ids), Entry.points == 0, Entry.note_id.is_not(None))
        .group_by(Entry.month_id, whom)
    )


def _corrections(frame: Frame) -> list[Select[*tuple[Any, ...]]]:
    """What came after the closings: both ends of notes, and special points."""
    if not frame.has_closed:
        return []
    is_note = Entry.note_id.is_not(None)
    points, special = case((is_note, Entry.points), else_=0), case((is_note, 0), else_=Entry.points)
    got = {
        "since_messages": total(Entry.notes),
        "since_received_notes": total(Entry.notes),
        "since_received_points": total(points),
        "since_special_points": total(special),
        "since_score": total(score(frame, Entry.month_id, points, 0, special)),
    }
    gave = {
        "since_sent_notes": total(Entry.notes),
        "since_sent_points": total(points),
        "since_score": total(score(frame, Entry.month_id, 0, points, 0)),
    }
    return [
        source(Entry.month_id, frame.person(whom), figures)
        .where(frame.is_later(), whom.is_not(None))
        .group_by(Entry.month_id, whom)
        for whom, figures in ((Entry.receiver_person_id, got), (Entry.giver_person_id, gave))
    ]
