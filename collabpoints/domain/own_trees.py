"""My tree: what one person received and gave, grown by the rules of domain/tree_layouts.py with rules of its own.

- A limb is a month of the newest year or so (from January of the year that lies eleven months back), or a whole year before
  that; only what saw a note has a limb. From left to right they go from old to new.
- Leaves and blossoms are what was received, roots what was given.
- Trunk and limbs grow thick by both, and so do foliage and height: the tree grows from giving too. It stands 60 % high
  with nothing and is as high as it gets with a hundred notes, its trunk as thick as it gets with four hundred.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from collabpoints.domain.periods import Month
from collabpoints.domain.tree_layouts import bureau_layout
from collabpoints.domain.tree_leaves import leaf_notes_for, mark_number
from collabpoints.domain.trees import Growth, Layout, Limb, Stroke

_MONTHS = 12
_LOW, _HIGH, _STEP = 60, 100, 4
_THIN, _THICK, _RING = 36, 84, 2.4
_ROUND = (10, 30, 50)
_HUNDRED = 100

_Spell = tuple[int, int | None]
"""The time for which a limb stands: a year and its month, or the year alone."""


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note that was received, in a month; `is_crossed`: it came from another bureau."""

    id: int
    month: Month
    is_crossed: bool


@dataclass(frozen=True, slots=True)
class SentMonth:
    """How many notes were sent in a month, and the id of the newest of them."""

    month: Month
    notes: int
    newest_id: int


@dataclass(frozen=True, slots=True)
class OwnLimb:
    """A limb of the tree, at the same place as in its layout: a month, or a whole year (`month` None). `marks` are the ids of
    the received notes for which its leaves and blossoms stand, by the numbers of these, each in order. `newest_sent` is
    the id of the newest note that was sent, None of none."""

    place: int
    year: int
    month: int | None
    received: int
    crossed: int
    sent: int
    newest_sent: int | None
    marks: tuple[tuple[int, ...], ...]

    @property
    def newest_received(self) -> int | None:
        """The id of the newest note that was received, None of none."""
        return max((note for mark in self.marks for note in mark), default=None)


@dataclass(frozen=True, slots=True)
class OwnTree:
    """A grown tree of one person. `limbs` from old to new."""

    layout: Layout
    limbs: tuple[OwnLimb, ...]
    received: int
    crossed: int
    sent: int

    @property
    def notes(self) -> int:
        """Everything that it grew from."""
        return self.received + self.sent


def own_tree(received: Sequence[OwnNote], sent: Sequence[SentMonth], newest: Month) -> OwnTree | None:
    """The tree of who received these notes and sent these; `newest` is the present month. None where there is neither:
    nothing can be told of it yet."""
    given: defaultdict[_Spell, list[SentMonth]] = defaultdict(list)
    for one in sent:
        given[_limb_of(one.month, newest)].append(one)
    got: defaultdict[_Spell, list[OwnNote]] = defaultdict(list)
    for note in sorted(received, key=lambda note: note.id):
        got[_limb_of(note.month, newest)].append(note)
    spells = sorted(set(got) | set(given), key=lambda spell: (spell[0], spell[1] or 0))
    if not spells:
        return None
    growths = [_growth(place, got[spell], given[spell]) for place, spell in enumerate(spells, start=1)]
    layout = _grown(growths)
    limbs = tuple(
        OwnLimb(
            limb.place,
            *spell,
            received=growth.received,
            crossed=growth.crossed,
            sent=growth.sent,
            newest_sent=max((one.newest_id for one in given[spell]), default=None),
            marks=_marks(limb, layout.leaf_notes, got[spell]),
        )
        for limb, spell, growth in zip(layout.limbs, spells, growths, strict=True)
    )
    sums = (sum(getattr(one, name) for one in growths) for name in ("received", "crossed", "sent"))
    return OwnTree(layout, limbs, *sums)


def round_number(notes: int) -> int | None:
    """The round number that the tree has just come to: 10, 30, 50, 100 and every hundred after it, until a tenth more has
    come, ten at most. None in between."""
    reached = notes - notes % _HUNDRED if notes >= _HUNDRED else max((one for one in _ROUND if one <= notes), default=0)
    return reached if reached and notes < reached + min(10, reached // 10) else None


def _limb_of(month: Month, newest: Month) -> _Spell:
    first = newest.shifted(1 - _MONTHS).year
    return month.year, month.month if month.year >= first else None


def _growth(place: int, received: Sequence[OwnNote], sent: Sequence[SentMonth]) -> Growth:
    """What a limb grows from; its place stands where an agency's tree has a department."""
    given = sum(one.notes for one in sent)
    people = max(1, round(2 * math.sqrt(len(received) + given)))  # a year does not crowd out a month
    return Growth(place, 1, people, len(received), sum(note.is_crossed for note in received), given)


def _grown(growths: Sequence[Growth]) -> Layout:
    notes = sum(one.received + one.sent for one in growths)
    scale = min(_HIGH, _LOW + int(_STEP * math.sqrt(notes)))
    # Its wood is as thick as both together make it; what it carries and what it stands on are each their own.
    layout = bureau_layout([replace(one, received=one.received + one.sent, crossed=0) for one in growths], scale=scale)
    trunk = min(_THICK, _THIN + int(_RING * math.sqrt(notes))) * scale // 100
    limbs = tuple(
        replace(limb, received=one.received, crossed=one.crossed, sent=one.sent, stroke=_within(limb.stroke, trunk))
        for limb, one in zip(layout.limbs, growths, strict=True)
    )
    return Layout(limbs, leaf_notes_for(growths), scale, trunk)


def _within(stroke: Stroke, trunk: int) -> Stroke:
    """The limb no wider than the trunk's upper end, out of which it grows."""
    return replace(stroke, from_width=min(stroke.from_width, max(1, trunk // 2)))


def _marks(limb: Limb, leaf_notes: int, notes: Sequence[OwnNote]) -> tuple[tuple[int, ...], ...]:
    ranks: Counter[bool] = Counter()
    found: defaultdict[int, list[int]] = defaultdict(list)
    for note in notes:
        number = mark_number(limb, leaf_notes, is_crossed=note.is_crossed, rank=ranks[note.is_crossed])
        found[number].append(note.id)
        ranks[note.is_crossed] += 1
    return tuple(tuple(found[number]) for number in sorted(found))
