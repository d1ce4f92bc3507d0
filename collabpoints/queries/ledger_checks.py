"""The checks of the books, one by one: what each compares, of all months or of one (`queries/ledger.py` runs them)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from collabpoints.domain.digests import text_digest
from collabpoints.models import (
    DepartmentMonthTotal,
    Entry,
    Note,
    NoteText,
    PairMonthTotal,
    PersonMonthTotal,
    SpecialGrant,
)
from collabpoints.queries.ledger_extents import Extent
from collabpoints.queries.ledger_fingerprints import can_fingerprint, fingerprints
from collabpoints.queries.sides import PROVED
from collabpoints.queries.sums import small

MOST_SHOWN = 20
"""So many differing rows are listed a check; all are counted."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it compared, how many rows, how many differ, and the first of those in words."""

    name: str
    rows: int
    differing: int
    shown: tuple[str, ...]


def _person_totals(session: Session, name: str, extent: Extent) -> Check:
    side, total = extent.sides.c, PersonMonthTotal
    moved = select(side.month_id, side.person_id, *(side[column] for column in PROVED))
    kept = select(total.month_id, total.person_id, *(-getattr(total, column) for column in PROVED))
    parts = [moved.where(side.person_id.is_not(None)), kept.where(extent.holds(total.month_id))]
    return _compare(session, name, parts, keys=("month", "person"), sums=PROVED)


def _department_totals(session: Session, name: str, extent: Extent) -> Check:
    sums = tuple(name for name in PROVED if name != "spent")  # a department has no allowance of its own
    side, total = extent.sides.c, DepartmentMonthTotal
    moved = select(side.month_id, side.department_id, *(side[column] for column in sums))
    kept = select(total.month_id, total.department_id, *(-getattr(total, column) for column in sums))
    parts = [moved.where(side.department_id.is_not(None)), kept.where(extent.holds(total.month_id))]
    return _compare(session, name, parts, keys=("month", "department"), sums=sums)


def _pair_totals(session: Session, name: str, extent: Extent) -> Check:
    moved, total = extent.movements.c, PairMonthTotal
    figures = ("counted", "points", "notes")
    given = select(moved.month_id, moved.giver_person_id.label("giver"), moved.receiver_person_id.label("receiver"),
                   *(moved[figure] for figure in figures)).where(moved.giver_person_id.is_not(None))  # fmt: skip
    kept = select(total.month_id, total.sender_person_id, total.recipient_person_id,
                  *(-small(getattr(total, figure)) for figure in figures)).where(extent.holds(total.month_id))  # fmt: skip
    if can_fingerprint(session):  # a group for each of a million pairs takes four times as long
        moved_sums, kept_sums = fingerprints(session, given, kept, keys=3)
        if not any(map(sum, zip(moved_sums.sums, kept_sums.sums, strict=True))):
            return Check(name, kept_sums.rows, 0, ())
    return _compare(session, name, [given, kept], keys=("month", "sender", "recipient"), sums=figures)


def _limits(session: Session, name: str, extent: Extent) -> Check:
    person, pair = PersonMonthTotal, PairMonthTotal
    is_over = or_(person.spent > person.granted, person.spent < 0, person.received_points < 0)
    is_capped = or_(pair.counted > pair.cap, pair.counted < 0)
    persons = select(literal("person").label("what"), person.month_id, person.person_id.label("who"),
                     null().label("whom"), is_over.label("differs")).where(extent.holds(person.month_id))  # fmt: skip
    pairs = select(literal("pair"), pair.month_id, pair.sender_person_id, pair.recipient_person_id,
                   func.coalesce(is_capped, false())).where(extent.holds(pair.month_id))  # fmt: skip
    return _judged(session, name, union_all(persons, pairs), 4,
                   lambda row: f"{row[0]} {row[2]} {row[3] or ''} in month {row[1]}")  # fmt: skip


def _notes(session: Session, name: str, extent: Extent) -> Check:
    """Each note has its one entry, with the same ends, departments, month and points."""
    moved = extent.movements.c
    noted = select(func.count()).select_from(Note).where(extent.holds(Note.month_id)).scalar_subquery()
    as_sent = select(func.count()).select_from(extent.movements).where(moved.is_as_sent == 1).scalar_subquery()
    rows, same = session.execute(select(noted, as_sent)).one()
    if rows == same:  # a note has one entry of this kind at most: a unique index says so
        return Check(name, rows, 0, ())
    found = select(Entry.id).join(extent.movements, moved.id == Entry.id)
    found = found.where(Entry.note_id == Note.id, moved.is_as_sent == 1)
    wrong = select(Note.id).where(~found.exists(), extent.holds(Note.month_id)).order_by(Note.id)
    return _listed(session, name, rows, wrong, lambda row: f"note {row[0]}")


def _corrections(session: Session, name: str, extent: Extent) -> Check:
    """A note's entries come to one note while it stands and to none while it is withdrawn, and never to less than
    nothing of allowance or cap; a counter-entry is the opposite of what it counters, in the same month, between the
    same ends."""
    original, opposite, counter = aliased(Entry), aliased(Entry), aliased(Entry)
    # Of all other notes `_notes` proves the one entry, and its CHECKs that it takes nothing back.
    touched: CompoundSelect[Any] = union(
        select(counter.note_id).where(
            counter.counters.is_not(None), counter.note_id.is_not(None), extent.holds(counter.month_id)
        ),
        select(Note.id).where(Note.withdrawn.is_not(None), extent.holds(Note.month_id)),
    )
    sums = (
        select(Entry.note_id, *(func.sum(column).label(column.key) for column in (Entry.notes, Entry.spent, Entry.counted)))
        .where(Entry.note_id.in_(touched), extent.holds(Entry.month_id))
        .group_by(Entry.note_id)
        .subquery()
    )  # fmt: skip
    effective = case((Note.withdrawn.is_(None), 1), else_=0)
    standing = (
        select(literal("note").label("what"), Note.id)
        .join(sums, sums.c.note_id == Note.id)
        .where(or_(sums.c.notes != effective, sums.c.spent < 0, sums.c.counted < 0), extent.holds(Note.month_id))
    )
    countering = (
        select(literal("entry"), opposite.id)
        .join(original, original.id == opposite.counters)
        .where(_is_no_opposite(original, opposite), opposite.counters.is_not(None), extent.holds(opposite.month_id))
    )
    countered = (Entry.counters.is_not(None), extent.holds(Entry.month_id))
    rows = session.execute(select(func.count()).select_from(Entry).where(*countered)).scalar_one()
    wrong = union_all(standing, countering).order_by("what", "id")
    return _listed(session, name, rows, wrong, lambda row: f"{row[0]} {row[1]}")


def _is_no_opposite(original: Any, opposite: Any) -> ColumnElement[bool]:
    return or_(
        *(getattr(opposite, figure) + getattr(original, figure) != 0 for figure in ("points", "notes")),
        *(getattr(opposite, kept).is_distinct_from(getattr(original, kept)) for kept in _KEPT),
    )


_KEPT = (
    "month_id",
    "note_id",
    "special_grant_id",
    "giver_person_id",
    "giver_department_id",
    "receiver_person_id",
    "receiver_department_id",
)


def _special_grants(session: Session, name: str, extent: Extent) -> Check:
    """A grant is approved exactly when its entry stands in the ledger, with the same points for the same receiver;
    what was reclaimed of it comes to nothing and never to less."""
    same = and_(
        Entry.points == SpecialGrant.points,
        Entry.receiver_department_id == SpecialGrant.receiver_department_id,
        Entry.receiver_person_id.is_not_distinct_from(SpecialGrant.receiver_person_id),
        Entry.agency_id == SpecialGrant.agency_id,
    )
    # An approved grant is entered at the instant of its decision.
    belongs = or_(extent.holds(Entry.month_id), extent.holds_instant(SpecialGrant.decided_at))
    is_approved, is_entered = SpecialGrant.state == "approved", Entry.id.is_not(None)
    mismatch = (
        select(SpecialGrant.id.label("special_grant"))
        .outerjoin(Entry, and_(Entry.special_grant_id == SpecialGrant.id, Entry.kind == "special"))
        .where(or_(and_(is_approved, ~is_entered), and_(is_entered, or_(~is_approved, ~same))), belongs)
    )
    left = func.sum(Entry.points)
    astray = (
        select(SpecialGrant.id.label("special_grant"))
        .join(Entry, Entry.special_grant_id == SpecialGrant.id)
        .where(extent.holds(Entry.month_id))
        .group_by(SpecialGrant.id, SpecialGrant.points)
        .having(and_(left != SpecialGrant.points, left != 0))
    )
    wrong = union(mismatch, astray).order_by("special_grant")
    decided = select(func.count()).select_from(SpecialGrant).where(extent.holds_instant(SpecialGrant.decided_at))
    rows = session.execute(decided).scalar_one()
    return _listed(session, name, rows, wrong, lambda row: f"special grant {row[0]}")


def _texts(session: Session, name: str, extent: Extent) -> Check:
    """A text that was not redacted is the one that the ledger holds the digest of."""
    wanted = (
        select(NoteText.note_id, NoteText.text, NoteText.salt, NoteText.redacted_at, Entry.text_digest)
        .join(Entry, and_(Entry.note_id == NoteText.note_id, Entry.kind == "send"))
        .where(extent.holds(Entry.month_id))
        .order_by(NoteText.note_id)
        .execution_options(yield_per=2000)
    )
    rows, wrong = 0, []
    with session.execute(wanted) as found:
        for row in found:
            rows += 1
            if row.redacted_at is None and text_digest(row.salt, row.text) != row.text_digest:
                wrong.append(f"text of note {row.note_id}")
    return Check(name, rows, len(wrong), tuple(wrong[:MOST_SHOWN]))


CHECKS: dict[str, Callable[[Session, str, Extent], Check]] = {
    "person totals": _person_totals,
    "department totals": _department_totals,
    "pair totals": _pair_totals,
    "limits": _limits,
    "notes": _notes,
    "corrections": _corrections,
    "special grants": _special_grants,
    "texts": _texts,
}
"""By name, in the order in which they run."""

MONTH_CHECKS = {name: run for name, run in CHECKS.items() if name != "texts"}
"""Those on which figures rest."""


def _compare(
    session: Session, name: str, parts: list[Select[*tuple[Any, ...]]], *, keys: tuple[str, ...], sums: tuple[str, ...]
) -> Check:
    """Add the ledger's figures and the negated totals: what does not come to nothing differs."""
    together = union_all(*parts).subquery()
    columns = list(together.c)
    key, figures = columns[: len(keys)], [func.sum(column) for column in columns[len(keys) :]]
    differs = or_(*(figure != 0 for figure in figures)).label("differs")
    grouped = select(*key, *figures, differs).group_by(*key)
    return _judged(session, name, grouped, len(keys), lambda row: _in_words(row, keys, sums))


def _in_words(row: Any, keys: tuple[str, ...], sums: tuple[str, ...]) -> str:
    who = ", ".join(f"{key} {value}" for key, value in zip(keys, row, strict=False))
    off = ", ".join(
        f"{label} off by {int(figure):+d}"
        for label, figure in zip(sums, row[len(keys) : len(keys) + len(sums)], strict=True)
        if figure
    )
    return f"{who}: {off} (ledger minus totals)"


def _judged(session: Session, name: str, rows: Any, keys: int, words: Callable[[Any], str]) -> Check:
    """Count the rows and those whose column `differs` is true, in one reading; list the first of these by their first
    `keys` columns."""
    judged = rows.subquery()
    is_wrong = case((judged.c.differs, 1), else_=0)
    count, differing = session.execute(
        select(func.count(), func.coalesce(func.sum(is_wrong), 0)).select_from(judged)
    ).one()
    wanted = select(judged).where(judged.c.differs).order_by(*list(judged.c)[:keys]).limit(MOST_SHOWN)
    found: Sequence[Any] = session.execute(wanted).all() if differing else ()
    return Check(name, int(count), int(differing), tuple(words(row) for row in found))


def _listed(session: Session, name: str, rows: int, wrong: Any, words: Callable[[Any], str]) -> Check:
    differing = session.execute(select(func.count()).select_from(wrong.subquery())).scalar_one()
    found = session.execute(wrong.limit(MOST_SHOWN)).all() if differing else ()
    return Check(name, rows, differing, tuple(words(row) for row in found))
