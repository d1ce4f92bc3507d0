"""Files that list what happened: notes, special points, reclaims. A line is an entry of the ledger or a note.

A private note's text and pair stand in no file (promise 14): no such note is listed, and its reclaim names nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, false, func, null, or_, select
from sqlalchemy.orm import aliased

from collabpoints.domain.export_headings import ACTS, OF_A_GRANT, OF_A_NOTE, OF_A_PRIVATE_NOTE, WITHDRAWN, YES
from collabpoints.domain.exports import Column, Filters, Only
from collabpoints.models import Entry, HelpKind, Month, Note, NoteText, SpecialGrant
from collabpoints.queries.export_frames import Frame
from collabpoints.queries.export_parties import End, parties


@dataclass(frozen=True, slots=True)
class Listing:
    """The statement of a file, its lines without order for counting, and the sum of `points` as the ledger has it."""

    statement: Select[*tuple[Any, ...]]
    lines: CTE
    ledger: Select[*tuple[Any, ...]]


def notes_listing(frame: Frame, columns: Sequence[Column]) -> Listing:
    """Public notes that stand, in the order in which they were sent; with the filter, withdrawn ones too (without text)."""
    of = parties(frame)
    sender = End(frame, "sender", of, Note.sender_person_id, Note.sender_path_id)
    recipient = End(frame, "recipient", of, Note.recipient_person_id, Note.recipient_path_id)
    language, order = frame.wanted.language, (Note.sent_at.expression, Note.id.expression)
    kind = HelpKind.name_en if language == "en" else HelpKind.name_ko
    found: dict[str, Any] = {
        "place": func.row_number().over(order_by=order),
        "note": Note.id,
        "period": Month.period,
        "sent_at": Note.sent_at,
        **sender.columns,
        **recipient.columns,
        "points": Note.points,
        "help_kind": func.coalesce(func.nullif(kind, ""), HelpKind.name_ko, ""),
        "text": case((Note.withdrawn.is_(None), func.coalesce(NoteText.text, "")), else_=""),
        "withdrawn": _worded(Note.withdrawn, WITHDRAWN, language),
        "withdrawn_at": Note.withdrawn_at,
    }
    wanted = [*_notes(frame), *_of_department(frame, sender, recipient)]
    base: Any = select(Note.id.label("note_id"), Note.points).join(Month, Month.id == Note.month_id)
    lines = _joined(base, sender, recipient).where(*wanted).cte("lines")
    statement = (
        _joined(_chosen(found, columns).select_from(Note).join(Month, Month.id == Note.month_id), sender, recipient)
        .outerjoin(NoteText, NoteText.note_id == Note.id)
        .outerjoin(HelpKind, HelpKind.id == Note.help_kind_id)
        .where(*wanted)
        .order_by(*order)
    )
    booked = select(Entry.points).where(Entry.kind == "send", Entry.note_id.in_(select(lines.c.note_id))).subquery()
    return Listing(statement, lines, _points_of(booked))


def unlisted_notes(frame: Frame) -> Select[*tuple[Any, ...]]:
    """How many private notes stand in these months, and their points: they are in sums and on no list."""
    return select(func.count(), func.coalesce(func.sum(Note.points), 0)).where(
        Note.agency_id == frame.agency_id,
        Note.month_id.in_(frame.month_ids),
        Note.is_private.is_(True),
        Note.withdrawn.is_(None),
    )


def grants_listing(frame: Frame, columns: Sequence[Column]) -> Listing:
    """Special points that were approved and stand, in the order of the ledger; with the filter, reclaimed ones too."""
    of = parties(frame)
    receiver = End(frame, "receiver", of, SpecialGrant.receiver_person_id, SpecialGrant.receiver_path_id)
    proposer = End(frame, "proposer", of, SpecialGrant.proposer_person_id)
    decider = End(frame, "decider", of, SpecialGrant.decided_by_person_id)
    counter, order = aliased(Entry), (Entry.id.expression,)
    found: dict[str, Any] = {
        "place": func.row_number().over(order_by=order),
        "grant": SpecialGrant.id,
        "period": Month.period,
        "special_kind": _kind_names(frame),
        **receiver.columns,
        "points": Entry.points,
        "reason": SpecialGrant.reason,
        **proposer.columns,
        "proposed_at": SpecialGrant.proposed_at,
        **decider.columns,
        "decided_at": SpecialGrant.decided_at,
        "reclaimed_at": counter.recorded_at,
    }
    wanted = [
        Entry.kind == "special",
        Entry.month_id.in_(frame.month_ids),
        *_of_department(frame, receiver),
        *([SpecialGrant.kind_code == frame.wanted.filters.kind] if frame.wanted.filters.kind else []),
        *([] if frame.wanted.filters.only is Only.EVERYONE else [counter.id.is_(None)]),
    ]

    def of_grants(statement: Any) -> Any:
        joined = (
            statement.join(Month, Month.id == Entry.month_id)
            .join(SpecialGrant, SpecialGrant.id == Entry.special_grant_id)
            .outerjoin(counter, counter.counters == Entry.id)
        )
        return _joined(joined, receiver, proposer, decider).where(*wanted)

    lines = of_grants(select(SpecialGrant.id.label("grant_id"), SpecialGrant.points).select_from(Entry)).cte("lines")
    statement = of_grants(_chosen(found, columns).select_from(Entry)).order_by(*order)
    booked = (
        select(Entry.points)
        .where(Entry.kind == "special", Entry.special_grant_id.in_(select(lines.c.grant_id)))
        .subquery()
    )
    return Listing(statement, lines, _points_of(booked))


def reclaims_listing(frame: Frame, columns: Sequence[Column]) -> Listing:
    """What was reclaimed in these months, and what of it was undone, in the order of the ledger."""
    of = parties(frame)
    is_told, is_note = func.coalesce(Note.is_private, false()).is_(False), Entry.note_id.is_not(None)
    sender = End(frame, "sender", of, _if(is_told, Note.sender_person_id), _if(is_told, Note.sender_path_id))
    receiver = func.coalesce(Note.recipient_person_id, SpecialGrant.receiver_person_id)
    path = func.coalesce(Note.recipient_path_id, SpecialGrant.receiver_path_id)
    recipient = End(frame, "recipient", of, _if(is_told, receiver), _if(is_told, path))
    actor = End(frame, "actor", of, Entry.actor_person_id)
    booked_in, language, order = aliased(Month), frame.wanted.language, (Entry.id.expression,)
    what = case(
        (Entry.special_grant_id.is_not(None), OF_A_GRANT.within(language)),
        (is_told, OF_A_NOTE.within(language)),
        else_=OF_A_PRIVATE_NOTE.within(language),
    )
    found: dict[str, Any] = {
        "place": func.row_number().over(order_by=order),
        "entry": Entry.id,
        "recorded_at": Entry.recorded_at,
        "act": _worded(Entry.kind, ACTS, language),
        "of": what,
        "note": _if(is_told, Entry.note_id),
        "period": Month.period,
        "booked_period": booked_in.period,
        "is_after_closing": case((frame.is_later(), YES.within(language)), else_=""),
        **sender.columns,
        **recipient.columns,
        "points": Entry.points,
        "reason": case((is_told, Entry.reason), else_=""),
        **actor.columns,
    }
    within = _of_department(frame, sender, recipient)
    wanted = [
        Entry.kind.in_(list(ACTS)),
        Entry.month_id.in_(frame.month_ids),
        *within,
        *([frame.is_later()] if frame.wanted.filters.only is Only.CORRECTED else []),
    ]

    def of_reclaims(statement: Any) -> Any:
        joined = (
            statement.join(Month, Month.id == Entry.month_id)
            .join(booked_in, booked_in.id == Entry.booked_month_id)
            .outerjoin(Note, and_(is_note, Note.id == Entry.note_id))
            .outerjoin(SpecialGrant, SpecialGrant.id == Entry.special_grant_id)
        )
        return _joined(joined, sender, recipient, actor).where(*wanted)

    lines = of_reclaims(select(Entry.id.label("entry_id"), Entry.points).select_from(Entry)).cte("lines")
    statement = of_reclaims(_chosen(found, columns).select_from(Entry)).order_by(*order)
    booked = select(Entry.points).where(Entry.id.in_(select(lines.c.entry_id))).subquery()
    return Listing(statement, lines, _points_of(booked))


def _notes(frame: Frame) -> list[ColumnElement[bool]]:
    filters: Filters = frame.wanted.filters
    wanted: list[ColumnElement[bool]] = [
        Note.agency_id == frame.agency_id,
        Note.month_id.in_(frame.month_ids),
        Note.is_private.is_(False),
    ]
    if filters.only is not Only.EVERYONE:
        wanted.append(Note.withdrawn.is_(None))
    if frame.wanted.person_id is not None:
        own = frame.records(frame.wanted.person_id)
        wanted.append(or_(Note.sender_person_id.in_(own), Note.recipient_person_id.in_(own)))
    return wanted


def _of_department(frame: Frame, *ends: End) -> list[ColumnElement[bool]]:
    department_id = frame.wanted.department_id
    return [] if department_id is None else [or_(*(end.is_within(department_id) for end in ends))]


def _kind_names(frame: Frame) -> ColumnElement[str]:
    """Special points' kinds as the schemes of these months call them; of a grant that an earlier scheme judged, its code."""
    names = {
        kind.code: kind.name_en if frame.wanted.language == "en" else kind.name_ko
        for part in frame.parts
        for kind in part.scheme.special_kinds
    }
    code = SpecialGrant.kind_code
    return case(names, value=code, else_=code) if names else code.expression


def _worded(column: Any, words: Any, language: str) -> ColumnElement[str]:
    return case({key: word.within(language) for key, word in words.items()}, value=column, else_="")


def _if(condition: Any, column: Any) -> ColumnElement[Any]:
    return case((condition, column), else_=null())


def _joined(statement: Any, *ends: End) -> Any:
    for end in ends:
        statement = end.joined(statement)
    return statement


def _chosen(found: dict[str, Any], columns: Sequence[Column]) -> Any:
    return select(*(found[one.key].label(one.key) for one in columns))


def _points_of(booked: Any) -> Select[*tuple[Any, ...]]:
    return select(func.coalesce(func.sum(booked.c.points), 0).label("points"))
