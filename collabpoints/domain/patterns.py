"""Suspicious patterns among a span's notes: what an officer should look at, and the notes behind each (docs/adr/0032).

Pure: arrays of figures in, findings out. The machine finds and says why; it decides nothing and changes nothing.
"""

from collections.abc import Mapping, Sequence

from collabpoints.domain.pattern_books import Book
from collabpoints.domain.pattern_facts import Finding, PatternKind, PatternNoteFacts, PatternStaff
from collabpoints.domain.pattern_habits import habits
from collabpoints.domain.pattern_rings import rings
from collabpoints.domain.periods import Month

__all__ = ["Finding", "PatternKind", "PatternNoteFacts", "PatternStaff", "find"]


def find(
    notes: Sequence[PatternNoteFacts], staff: Mapping[int, PatternStaff], months: Sequence[Month]
) -> tuple[Finding, ...]:
    """What stands out among the notes of these months, the most surprising of each kind first."""
    book = Book(notes, staff, months)
    return (*rings(book), *habits(book)) if book.notes else ()
