"""What the search for suspicious patterns is given, and what it answers. Plain figures: no text, no name comes in here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from collabpoints.domain.periods import Month


class PatternKind(StrEnum):
    """What was found. Each is something to look at, none says that anybody did wrong (docs/adr/0032)."""

    EXCHANGE = "exchange"
    RING = "ring"
    LAST_DAY = "last_day"
    SAME_TEXT = "same_text"
    ONE_GIVER = "one_giver"
    SUPERIOR = "superior"
    PROGRAMME = "programme"


class PatternDecisionKind(StrEnum):
    """What the officer says of a finding: there is an ordinary reason for it, or a reviewer should look at its notes."""

    EXPLAINED = "explained"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class PatternNoteFacts:
    """A standing note with points. `day` in the agency's zone; `text` the digest of the normalized text, "" where there is
    none; departments are those of the day of sending, judged as the scheme judges "same department"."""

    note_id: int
    sender: int
    recipient: int
    day: date
    points: int
    text: str
    sender_department: int
    recipient_department: int
    help_kind: int | None


@dataclass(frozen=True, slots=True)
class PatternStaff:
    """A person as the organisation has him now. `is_programme`: runs the points; `is_winner`: won a prize in the span."""

    person: int
    department: int
    bureau: int
    is_head: bool
    is_programme: bool
    is_winner: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A pattern in the months from `first` to `last`, with every note behind it.

    `people` count around the ring, or giver before receiver. `expected_hundredths`: so many hundredths of notes would stand
    there by chance, given how much everybody gives and gets and in which departments. `measure` by kind, in percent: of
    exchanges and rings what part of their people's notes stayed among them; of the last day, of one text, of one giver and
    of superiors what part of the giver's notes these are; of programme staff what part of what he got came from one person.
    """

    kind: PatternKind
    people: tuple[int, ...]
    note_ids: tuple[int, ...]
    first: Month
    last: Month
    expected_hundredths: int
    measure: int
