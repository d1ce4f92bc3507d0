"""Why a note waits for a reviewer. The machine looks and says why; it never decides (promise 20).

Two things it looks for, among standing notes with points (thanks alone have none to reclaim):
- a text of stock phrases alone, where the scheme asks for a reviewer's look at those;
- one text that a sender gave to many: to `MANY` people or more within a month, with more than one press of "send". One
  press to several colleagues is one thank-you to all of them, however many they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from collabpoints.domain.gists import gist
from collabpoints.domain.phrases import substance
from collabpoints.domain.scheme_words import StockCheck
from collabpoints.domain.schemes import Scheme

MANY = 3
LONGEST_DETAIL = 500


class FlagKind(StrEnum):
    """What put a note into the queue."""

    STOCK_PHRASE = "stock_phrase"
    REPEATED_TEXT = "repeated_text"
    REPORT = "report"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A note as the machine looks at it."""

    note_id: int
    batch_id: int
    recipient_person_id: int
    recipient_name: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A reason to look at a note; `detail` as in `models/reviews.py`."""

    note_id: int
    kind: FlagKind
    detail: str


def stock_phrase(scheme: Scheme, note: Sighting) -> Found | None:
    """The phrases of a text that says nothing else; None for any other text, and where the scheme leaves it at a hint."""
    if scheme.stock_check is not StockCheck.REVIEW:
        return None
    said = substance(note.text, scheme.stock_phrases)
    if not said.is_bare:
        return None
    return Found(note.note_id, FlagKind.STOCK_PHRASE, " · ".join(said.found)[:LONGEST_DETAIL])


def repeated_texts(notes: Iterable[Sighting]) -> list[Found]:
    """Of one sender's notes of one month, those whose text went to many; by note. Spaces, signs, the case of letters and
    the recipient's own name make no other text."""
    alike: dict[bytes, list[Sighting]] = {}
    for note in notes:
        alike.setdefault(gist(note.text, note.recipient_name), []).append(note)
    return sorted(
        (
            Found(note.note_id, FlagKind.REPEATED_TEXT, str(len(group)))
            for group in alike.values()
            if len({note.recipient_person_id for note in group}) >= MANY and len({note.batch_id for note in group}) > 1
            for note in group
        ),
        key=lambda found: found.note_id,
    )
