"""Submissions (제출본): who is in a file that a committee gets, whether its purpose goes beyond the scheme's, and how two of
them differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.exports import FIGURES, Column, Filters, Kind, Only
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Purpose
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.texts import judge_text

LONGEST_RECIPIENT = 100
LONGEST_PURPOSE = 200


class Act(StrEnum):
    """What became of a line from one submission to another."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


class Cause(StrEnum):
    """Why a line differs, where it is not by entries of its own (or not only)."""

    MONTHS = "months"  # the two are of other months
    SCHEME = "scheme"  # other weights, or another rule of ranks
    FILTERS = "filters"  # other lines were asked for
    MERGED = "merged"  # two records that turned out to be one person
    MOVED = "moved"  # where he served then is written otherwise now
    OTHERS = "others"  # only the rank: others' figures changed
    NO_RANK = "no_rank"  # came to have nothing by which the scheme ranks, or has it now


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was handed over. `subject_id`: a person's or a department's; points whole, `score` in ten-thousandths."""

    subject_id: int
    path_id: int | None
    rank: int | None
    received_points: int
    received_notes: int
    sent_points: int
    sent_notes: int
    special_points: int
    score: int

    @property
    def sums(self) -> tuple[int, ...]:
        return (self.received_points, self.received_notes, self.sent_points, self.sent_notes, self.special_points)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure (or `rank`, `department`) that differs; None where there was none."""

    key: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that is not the same in both."""

    act: Act
    subject_id: int
    before: Line | None
    after: Line | None
    changes: tuple[Change, ...]


def is_beyond(purpose: Purpose | None, subject: Subject, schemes: Iterable[Scheme]) -> bool:
    """Whether a purpose (None: none of those a scheme knows) is not among those for which the scheme of each of the months
    says that points are used: uses are never widened for past months. Lines of persons are beyond an evaluation of
    departments."""
    if purpose is None or (purpose is Purpose.DEPARTMENT_EVALUATION and subject is Subject.PERSONS):
        return True
    return any(purpose not in scheme.purposes for scheme in schemes)


def judge_submission(recipient: str, purpose: str) -> tuple[Refusal, ...]:
    """Why it cannot be made so; nothing where it can. Both are read on covers and by those who answer for them: what hides,
    turns or breaks a text is refused as everywhere."""
    words = (
        ("recipient", recipient, LONGEST_RECIPIENT, Code.SUBMISSION_RECIPIENT_MISSING),
        ("purpose", purpose, LONGEST_PURPOSE, Code.SUBMISSION_PURPOSE_MISSING),
    )
    found = []
    for field, text, most, missing in words:
        own = {Code.TEXT_EMPTY: Refusal.of(missing, field)}
        own[Code.TEXT_LONG] = Refusal.of(Code.SUBMISSION_LONG, field, maximum=most)
        judged = judge_text(text.strip(), minimum=0, maximum=most, field=field)
        found += [own.get(refusal.code, refusal) for refusal in judged]
    return tuple(found)


def columns_of_submission(subject: Subject) -> tuple[Column, ...]:
    """The columns of its file: what a line keeps, with who or what it is of."""
    who = ("code",) if subject is Subject.DEPARTMENTS else ()
    person = ("number", "grade", "position", "name", "status") if subject is Subject.PERSONS else ()
    texts = tuple(map(Column, (*who, "department_then", "department_now", *person)))
    return (Column("place", Kind.NUMBER), *texts, *FIGURES, Column("rank", Kind.NUMBER))


def filters_of(filters: Filters, *, is_everyone: bool) -> Filters:
    """The filters by which its lines are taken: candidates alone (those with a rank, as prizes go) unless everyone is
    wanted. A submission is of its months as a whole and as they stand, corrections counted."""
    only = Only.EVERYONE if is_everyone else Only.RANKED
    return replace(filters, only=only, is_monthly=False, has_corrections=False)


def compared(before: Sequence[Line], after: Sequence[Line]) -> tuple[Difference, ...]:
    """The lines that are not the same in both: in the order of the later one, those that are gone after them."""
    old = {line.subject_id: line for line in before}
    found = [_difference(line.subject_id, old.get(line.subject_id), line) for line in after]
    here = {line.subject_id for line in after}
    found += [_difference(line.subject_id, line, None) for line in before if line.subject_id not in here]
    return tuple(one for one in found if one is not None)


def causes_of(
    one: Difference, *, general: Sequence[Cause], has_entries: bool, merged: Mapping[int, int], kept: frozenset[int]
) -> tuple[Cause, ...]:
    """Why a line differs beside its own entries. `general`: what is other about the whole; `merged`: records by those into
    which they were merged since; `kept`: those into which somebody was merged."""
    keys = {change.key for change in one.changes}
    found: list[Cause] = []
    if one.subject_id in merged or one.subject_id in kept:
        found.append(Cause.MERGED)
    if one.act is not Act.CHANGED and (has_entries or not general) and not found:
        found.append(Cause.NO_RANK)
    figures = keys - {"rank", "department"}
    if figures or one.act is not Act.CHANGED or "rank" in keys:
        found += [cause for cause in general if _may_be(cause, one, figures)]
    if one.act is Act.CHANGED and "department" in keys:
        found.append(Cause.MOVED)
    if one.act is Act.CHANGED and keys - {"department"} == {"rank"} and not general and Cause.MERGED not in found:
        found.append(Cause.OTHERS)
    return tuple(found)


def _may_be(cause: Cause, one: Difference, figures: set[str]) -> bool:
    """Whether such a general cause can stand behind this difference: the lines that are asked for move no sums, a scheme
    none but the score."""
    if cause is Cause.MONTHS:
        return True
    if cause is Cause.SCHEME:
        return one.act is not Act.CHANGED or not figures - {"score"}
    return one.act is not Act.CHANGED


def _difference(subject_id: int, before: Line | None, after: Line | None) -> Difference | None:
    if before == after:
        return None
    act = Act.ADDED if before is None else Act.GONE if after is None else Act.CHANGED
    changes = tuple(
        Change(key, _of(before, name), _of(after, name))
        for key, name in _COMPARED.items()
        if _of(before, name) != _of(after, name)
    )
    return Difference(act, subject_id, before, after, changes)


def _of(line: Line | None, name: str) -> int | None:
    return None if line is None else getattr(line, name)


_COMPARED = {
    "department": "path_id",
    "received_notes": "received_notes",
    "received_points": "received_points",
    "sent_notes": "sent_notes",
    "sent_points": "sent_points",
    "special_points": "special_points",
    "score": "score",
    "rank": "rank",
}
