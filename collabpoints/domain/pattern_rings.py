"""Mutual exchanges and rings: the circles for which enough speaks, each once and with exactly its people."""

from collections import Counter
from collections.abc import Iterator

from collabpoints.domain.pattern_books import Book
from collabpoints.domain.pattern_circles import LARGEST, Circle, circles
from collabpoints.domain.pattern_facts import Finding, PatternKind
from collabpoints.domain.pattern_weights import Weighed, weighed

_ENOUGH = 5.8
_ENOUGH_FOR_TWO = 6.6
"""Two who work together daily are many; what looks like a ring of three by accident is rare."""

_ABOUT_AS_MUCH = 0.75
_PART_OF_ONE = 0.4
_ROUNDS = 12


def rings(book: Book) -> tuple[Finding, ...]:
    """Exchanges of two and rings of more, what weighs most first. No circle is told twice: of two that share two people, or
    half of a pair, the heavier stands."""
    heavy = [one for people in circles(book) if (one := weighed(book, people)) and one.weight >= _enough(people) - 1]
    told: list[Weighed] = []
    for one in sorted(heavy, key=lambda circle: (-circle.weight, sorted(circle.people))):
        if any(_is_same(one.people, other.people) for other in told):
            continue
        best = _settled(book, one)
        if best.weight >= _enough(best.people) and not any(_is_same(best.people, other.people) for other in told):
            told.append(best)
    return tuple(_finding(book, one) for one in told)


def _enough(people: Circle) -> float:
    return _ENOUGH_FOR_TWO if len(people) == 2 else _ENOUGH


def _is_same(people: Circle, others: Circle) -> bool:
    shared = len(people & others)
    return shared > 1 or 2 * shared >= min(len(people), len(others))


def _settled(book: Book, circle: Weighed) -> Weighed:
    """The circle with whoever belongs to it as much as the others, and without whoever does not."""
    for _round in range(_ROUNDS):
        better = max(_variants(book, circle), key=lambda one: one.weight, default=None)
        if better is None:
            break
        circle = better
    return circle


def _variants(book: Book, circle: Weighed) -> Iterator[Weighed]:
    if len(circle.people) > 2:
        for one in sorted(circle.people):
            fewer = weighed(book, circle.people - {one})
            if fewer and fewer.weight > circle.weight + _ABOUT_AS_MUCH:
                yield fewer
    if len(circle.people) < LARGEST:
        for one in _near(book, circle):
            more = weighed(book, circle.people | {one})
            if more and more.weight > circle.weight - _ABOUT_AS_MUCH and _belongs(book, more, one):
                yield more


def _near(book: Book, circle: Weighed) -> list[int]:
    """Who gave to somebody in the circle and got from somebody in it, at least twice each."""
    gave: Counter[int] = Counter()
    for one in circle.people:
        for place in book.got[one]:
            gave[book.notes[place].sender] += 1
    got: Counter[int] = Counter()
    for one in circle.people:
        for other, places in book.to[one].items():
            got[other] += len(places)
    return sorted(one for one in gave if gave[one] > 1 and got[one] > 1 and one not in circle.people)


def _belongs(book: Book, circle: Weighed, one: int) -> bool:
    notes = [book.notes[place] for place in circle.places]
    given, taken = sum(note.sender == one for note in notes), sum(note.recipient == one for note in notes)
    own = given / book.sent_in(one, circle.first, circle.last) + taken / book.got_in(one, circle.first, circle.last)
    return min(given, taken) >= _PART_OF_ONE * len(notes) / len(circle.people) and own / 2 >= circle.closure / 2


def _finding(book: Book, circle: Weighed) -> Finding:
    return Finding(
        PatternKind.EXCHANGE if len(circle.people) == 2 else PatternKind.RING,
        _around(book, circle.people),
        tuple(sorted(book.notes[place].note_id for place in circle.places)),
        book.as_month(circle.first),
        book.as_month(circle.last),
        round(100 * circle.expected),
        round(100 * circle.closure),
    )


def _around(book: Book, people: Circle) -> tuple[int, ...]:
    """The people so that each stands before the one to whom he gave most of those who are left; from the lowest id."""
    left = set(people)
    order = [min(left)]
    left.discard(order[0])
    while left:
        order.append(max(left, key=lambda other: (len(book.to[order[-1]].get(other, ())), -other)))
        left.discard(order[-1])
    return tuple(order)
