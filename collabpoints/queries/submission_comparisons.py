"""Two submissions, line by line, with what is behind each difference: the ledger's entries that only one of them counts,
or what else is other."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.db import reading
from collabpoints.domain.ranking import Subject
from collabpoints.domain.submissions import Act, Cause, Difference, Line, causes_of, compared
from collabpoints.models import Person, SubmissionLine
from collabpoints.queries.own_records import kept_records
from collabpoints.queries.positions import called
from collabpoints.queries.submission_entries import Counted, EntryBehind, entries_behind
from collabpoints.queries.submissions import SubjectNamed, SubmissionHead, line_of, subjects_of, submission

__all__ = ["Comparison", "DifferenceRow", "EntryBehind", "comparison"]


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A line that differs. `entries` are the newest of those behind it, `more_entries` how many more there are. `causes`:
    what is behind it beside them. `merged_with`: the other record of a person who was merged, "" for nobody."""

    difference: Difference
    subject: SubjectNamed
    entries: tuple[EntryBehind, ...]
    more_entries: int
    causes: tuple[Cause, ...]
    merged_with: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The earlier submission against the later one. `general`: what is other about the whole. `rows` are a page of the
    `total` differences, added, gone and changed ones counted apart. `paths`: the departments of `Change`s, by path id."""

    before: SubmissionHead
    after: SubmissionHead
    general: tuple[Cause, ...]
    total: int
    added: int
    gone: int
    changed: int
    rows: tuple[DifferenceRow, ...]
    paths: Mapping[int, str]


def comparison(agency_id: int, first_id: int, second_id: int, *, skip: int = 0, most: int = 100) -> Comparison:
    """The two compared, the one that was made earlier as `before`. Raises NotFound for one that is not there, ValueError
    for submissions of which one is of persons and the other of departments."""
    before, after = (submission(agency_id, one) for one in sorted((first_id, second_id)))
    if before.subject is not after.subject:
        raise ValueError("persons and departments have no lines in common")
    with reading() as session:
        differences = compared(_lines(session, before.id), _lines(session, after.id))
        counts = Counter(one.act for one in differences)
        page = differences[skip : skip + most]
        rows, paths = _told(session, agency_id, before, after, page)
    return Comparison(before, after, _general(before, after), len(differences), counts[Act.ADDED], counts[Act.GONE],
                      counts[Act.CHANGED], rows, paths)  # fmt: skip


def _told(
    session: Session, agency_id: int, before: SubmissionHead, after: SubmissionHead, page: Sequence[Difference]
) -> tuple[tuple[DifferenceRow, ...], Mapping[int, str]]:
    is_persons = before.subject is Subject.PERSONS
    into = kept_records(session, agency_id) if is_persons else {}
    who = {one.subject_id: one.subject_id for one in page}
    for record, kept in into.items():
        # What is behind the line of who is kept is behind it under the other record too.
        if kept in who and record not in who:
            who[record] = kept
    entries = entries_behind(session, agency_id, before.subject, who, before=_counted(before), after=_counted(after))
    lines = [line for one in page for line in (one.before, one.after) if line is not None]
    named = subjects_of(lines, is_persons=is_persons)
    names = _names(session, [*into.keys(), *into.values()]) if into else {}
    general, kept_ids = _general(before, after), frozenset(into.values())
    rows = []
    for one in page:
        behind, count = entries.get(one.subject_id, ((), 0))
        line = one.after or one.before
        assert line is not None  # a difference has one of them
        causes = causes_of(one, general=general, has_entries=bool(behind), merged=into, kept=kept_ids)
        with_whom = names.get(_other(one.subject_id, into), "") if Cause.MERGED in causes else ""
        subject = named[line.subject_id, line.path_id]
        rows.append(DifferenceRow(one, subject, behind, count - len(behind), causes, with_whom))
    paths = {line.path_id: _path(named[line.subject_id, line.path_id]) for line in lines if line.path_id is not None}
    return tuple(rows), paths


def _general(before: SubmissionHead, after: SubmissionHead) -> tuple[Cause, ...]:
    is_other = {
        Cause.MONTHS: (before.first, before.last) != (after.first, after.last),
        Cause.SCHEME: before.scheme_id != after.scheme_id,
        Cause.FILTERS: (before.filters, before.department) != (after.filters, after.department),
    }
    return tuple(cause for cause, is_so in is_other.items() if is_so)


def _lines(session: Session, submission_id: int) -> tuple[Line, ...]:
    rows = session.scalars(
        select(SubmissionLine).where(SubmissionLine.submission_id == submission_id).order_by(SubmissionLine.place)
    )
    return tuple(map(line_of, rows))


def _counted(head: SubmissionHead) -> Counted:
    return Counted(str(head.first), str(head.last), head.through_entry_id)


def _names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    rows = session.execute(select(Person.id, called(Person).label("name")).where(Person.id.in_(sorted(set(ids)))))
    return {row.id: row.name for row in rows}


def _other(person_id: int, into: Mapping[int, int]) -> int:
    return into[person_id] if person_id in into else next(record for record, kept in into.items() if kept == person_id)


def _path(subject: SubjectNamed) -> str:
    return subject.department or subject.name
