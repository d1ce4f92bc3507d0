"""The columns of files: what a value is, and which columns stand in which file."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the values of a column are. SCORE: ten-thousandths of a point as a whole number. DATE: a date. INSTANT: an
    aware instant, to be shown in the agency's zone. TEXT never becomes a formula. All but TEXT may be null."""

    TEXT = "text"
    NUMBER = "number"
    SCORE = "score"
    DATE = "date"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file. Its heading stands in domain/export_headings.py."""

    key: str
    kind: Kind = Kind.TEXT


def at(stage: str, figure: Column) -> Column:
    """The column of a figure at a stage after the closing: `since_score`, `after_score`."""
    return Column(f"{stage}_{figure.key}", figure.kind)


STAGES = ("since", "after")
"""이후 정정, 정정 후. The figures without a stage are those of the closing (확정 당시), of months not closed those of now."""

FIGURES = (
    Column("received_notes", Kind.NUMBER),
    Column("received_points", Kind.NUMBER),
    Column("sent_notes", Kind.NUMBER),
    Column("sent_points", Kind.NUMBER),
    Column("special_points", Kind.NUMBER),
    Column("score", Kind.SCORE),
)
THANKED_FIGURES = tuple(one for one in FIGURES if one.key in {"received_notes", "received_points", "special_points"})
"""What a head's file says of persons."""

PLACE = Column("place", Kind.NUMBER)
RANK = Column("rank", Kind.NUMBER)
PERSON = tuple(map(Column, ("department_then", "department_now", "number", "grade", "position", "name", "status")))
DEPARTMENT = (Column("code"), Column("department_then"), Column("department_now"), Column("division"))
HEADS = (Column("headcount", Kind.SCORE), Column("per_head", Kind.SCORE))


def _parties(*ends: str) -> tuple[Column, ...]:
    return tuple(Column(f"{end}_{key}") for end in ends for key in ("department", "number", "position", "name"))


LISTED: Mapping[str, tuple[Column, ...]] = {
    "notes": (
        PLACE,
        Column("note", Kind.NUMBER),
        Column("period"),
        Column("sent_at", Kind.INSTANT),
        *_parties("sender", "recipient"),
        Column("points", Kind.NUMBER),
        Column("help_kind"),
        Column("text"),
        Column("withdrawn"),
        Column("withdrawn_at", Kind.INSTANT),
    ),
    "special_grants": (
        PLACE,
        Column("grant", Kind.NUMBER),
        Column("period"),
        Column("special_kind"),
        *_parties("receiver"),
        Column("points", Kind.NUMBER),
        Column("reason"),
        *_parties("proposer"),
        Column("proposed_at", Kind.INSTANT),
        *_parties("decider")[2:],
        Column("decided_at", Kind.INSTANT),
        Column("reclaimed_at", Kind.INSTANT),
    ),
    "reclaims": (
        PLACE,
        Column("entry", Kind.NUMBER),
        Column("recorded_at", Kind.INSTANT),
        Column("act"),
        Column("of"),
        Column("note", Kind.NUMBER),
        Column("period"),
        Column("booked_period"),
        Column("is_after_closing"),
        *_parties("sender", "recipient"),
        Column("points", Kind.NUMBER),
        Column("reason"),
        *_parties("actor")[2:],
    ),
    "prizes": (
        PLACE,
        Column("span"),
        Column("tier"),
        Column("division"),
        Column("department_then"),
        Column("number"),
        Column("position"),
        Column("name"),
        Column("rank", Kind.NUMBER),
        Column("figure", Kind.SCORE),
        Column("certificate_number"),
        Column("awarded_on", Kind.DATE),
    ),
}
"""By what the lines are: files that list what happened."""
