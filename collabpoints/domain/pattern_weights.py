"""How much speaks for a ring, and against ordinary work, among the people of a circle.

Each sign is weighed against what these same people do elsewhere (and where they do little, against what everybody does): who
always writes on the last day, or always in the same words, gives no sign by doing it here too. No sign alone is enough, and
the absence of one costs little: rings differ. Weights are logarithms of odds, roughly.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from collabpoints.domain.pattern_books import Book, Habits, Place
from collabpoints.domain.pattern_circles import Circle

_FEWEST_NOTES = 6
_FEWEST_MONTHS = 2
_LEAST = 1
_RETURNED = 0.4
_ORDINARY = 6
_WORKDAYS = 20


@dataclass(frozen=True, slots=True)
class Signs:
    """The weight of each sign; the sum decides."""

    closed: float
    beyond_chance: float
    balanced: float
    shared: float
    steady: float
    crowded: float
    texts: float
    last_days: float
    amounts: float
    kindless: float
    apart: float
    lasting: float

    @property
    def total(self) -> float:
        return float(sum(getattr(self, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A circle with its notes and what speaks for it. `closure`: the part of all that its people sent and got in its months
    that stayed among them."""

    people: Circle
    places: tuple[Place, ...]
    first: int
    last: int
    closure: float
    expected: float
    signs: Signs

    @property
    def weight(self) -> float:
        return self.signs.total


def weighed(book: Book, people: Circle) -> Weighed | None:
    """The circle weighed; None where too little goes round in it: each has to give and to get, and where
    most goes one way (a help desk and those it helps) nothing goes round."""
    given, taken = book.counts_among(people)
    least = min(min(given[one], taken[one]) for one in people)
    if least < (_LEAST if len(people) > 3 else 2) or sum(given.values()) < max(_FEWEST_NOTES, 2 * len(people)):
        return None
    if sum(min(given[one], taken[one]) for one in people) < _RETURNED * sum(given.values()):
        return None
    places = tuple(book.among(people))
    months = Counter(book.month[place] for place in places)
    if len(months) < _FEWEST_MONTHS:
        return None
    first, last = min(months), max(months)
    closure = _closure(book, given, taken, months)
    expected = book.expected_among(people)
    signs = Signs(
        closed=_between(-3, (closure - 0.28) / 0.08, 6),
        beyond_chance=_between(-1.5, 0.8 * math.log(len(places) / (expected + 1) / 3), 2.5),
        balanced=_balance(book, people, places),
        shared=_between(-1.2, 3 * (least * len(people) / len(places) - 0.45), 1.6),
        steady=_steadiness(months, first, last),
        crowded=_crowding(book, places, months),
        apart=_apart(book, places, people),
        lasting=_between(-0.6, 0.3 * (len(months) - 5), 1.5) if len(people) > 2 else 0.0,
        **_habitual(book, people, places),
    )
    return Weighed(people, places, first, last, closure, expected, signs)


def _closure(book: Book, given: Mapping[int, int], taken: Mapping[int, int], months: Mapping[int, int]) -> float:
    first, last = min(months), max(months)
    parts = [given[one] / book.sent_in(one, first, last) + taken[one] / book.got_in(one, first, last) for one in given]
    return sum(parts) / len(parts) / 2


def _balance(book: Book, people: Circle, places: Sequence[Place]) -> float:
    """Each month everybody gets back what he gave: odds of that against tossing a coin for each note."""
    moved: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for place in places:
        note, month = book.notes[place], book.month[place]
        moved[note.sender, month][0] += 1
        moved[note.recipient, month][1] += 1
    odds = 0.0
    for gave, got in moved.values():
        turns = gave + got
        if turns > 1:
            by_chance = math.comb(turns, turns // 2) / 2**turns * (1 + turns % 2)
            is_even = abs(gave - got) <= 1
            odds += math.log(0.85 / by_chance) if is_even else math.log(0.15 / max(0.05, 1 - by_chance))
    return _between(-1, odds * (0.3 if len(people) == 2 else 0.42), 4)


def _steadiness(months: Counter[int], first: int, last: int) -> float:
    """The same number each month: variance over mean, which is one for what comes by chance."""
    span = last - first + 1
    if span < 3:
        return 0.0
    counts = [months[month] for month in range(first, last + 1)]
    mean = sum(counts) / span
    variance = sum((count - mean) ** 2 for count in counts) / (span - 1)
    return _between(-1, 2 * (0.8 - variance / mean), 1.6)


def _crowding(book: Book, places: Sequence[Place], months: Counter[int]) -> float:
    """On how many days they wrote, against as many as chance would scatter them over."""
    days: set[date] = {book.notes[place].day for place in places}
    scattered = sum(_WORKDAYS * (1 - (1 - 1 / _WORKDAYS) ** count) for count in months.values())
    return _between(-0.5, 6 * (0.75 - len(days) / scattered), 3.5)


def _apart(book: Book, places: Sequence[Place], people: Circle) -> float:
    """Notes across departments; and, of three and more, whether hardly two of them share one: who works at something
    together does, mostly."""
    across = sum(book.notes[place].sender_department != book.notes[place].recipient_department for place in places)
    homes = {book.notes[place].sender_department for place in places}
    scattered = _between(-1, 3 * (len(homes) / len(people) - 0.6), 1.2) if len(people) > 2 else 0.0
    return 1.2 * across / len(places) - 0.6 + scattered


def _habitual(book: Book, people: Circle, places: Sequence[Place]) -> dict[str, float]:
    notes = [book.notes[place] for place in places]
    uses: dict[str, set[tuple[int, date]]] = defaultdict(set)
    for note in notes:
        uses[note.text].add((note.sender, note.day))
    repeated = sum(bool(note.text) and len(uses[note.text]) > 1 for note in notes)
    amount, same = Counter(note.points for note in notes).most_common(1)[0]
    late = sum(book.is_late[place] for place in places)
    kindless = sum(note.help_kind is None for note in notes)
    own = sum(book.is_repeated[place] for place in places)

    def odds(here: int, there: Callable[[Habits], int], taken: int, likely: float, most: float) -> float:
        elsewhere = sum(there(book.habits[one]) for one in people) - taken
        others = sum(book.habits[one].notes for one in people) - len(places)
        common = _ORDINARY * there(book.common) / book.common.notes
        usual = (elsewhere + common) / (others + _ORDINARY)
        return _odds(here, len(places), usual, likely, most)

    return {
        "texts": odds(repeated, lambda habits: habits.repeated, own, 0.6, 6),
        "last_days": odds(late, lambda habits: habits.late, late, 0.6, 5),
        "amounts": odds(same, lambda habits: habits.points[amount], same, 0.9, 2),
        "kindless": odds(kindless, lambda habits: habits.kindless, kindless, 0.8, 2),
    }


def _odds(seen: int, notes: int, usual: float, likely: float, most: float) -> float:
    """What so many notes with a sign say, where `usual` is their part elsewhere and `likely` that in a ring with that sign;
    two rings of five show it. Notes of a group are no independent witnesses: beyond ten they add nothing."""
    usual = _between(0.02, usual, 0.97)
    likely = max(likely, usual + (1 - usual) / 2)
    witnesses = notes / (1 + (notes - 1) * 0.1)
    part = seen / notes
    odds = part * math.log(likely / usual) + (1 - part) * math.log((1 - likely) / (1 - usual))
    return min(most, math.log(0.4 * math.exp(min(50.0, witnesses * odds)) + 0.6))


def _between(least: float, value: float, most: float) -> float:
    return min(most, max(least, value))
