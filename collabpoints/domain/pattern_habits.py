"""What one person does, rather than a circle: bursts on the last day, one text many times, one giver of one person, a superior
and a subordinate, programme staff among the winners.

Many people empty their allowance on the last day, or thank in ever the same words: so each of these has to be far from what
is usual here, and of each kind only the strongest are told, one in `_ATTENTION` of the staff at most. An officer who is shown
everything looks at nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from collabpoints.domain.pattern_books import Book, Place
from collabpoints.domain.pattern_facts import Finding, PatternKind

_ATTENTION = 150
_FEWEST_PEOPLE = 4

_LEAST_LATE, _LATE_MONTHS, _LATE_PART, _FEW, _FEW_PART = 9, 3, 0.7, 3, 0.7
_LEAST_SAME, _SAME_DAYS, _SAME_PART, _ONE_PRESS, _ANSWERED_WITHIN = 8, 6, 0.3, 3, 31
_LEAST_FED, _FED_MONTHS, _FED_MONTHS_NEAR, _FED_PART = 12, 6, 8, 0.6
_LEAST_UP, _UP_MONTHS, _UP_PART = 12, 4, 0.4

Scored = tuple[float, Finding]


def habits(book: Book) -> tuple[Finding, ...]:
    """The findings of these kinds, the strongest of each first."""
    kinds = (_last_days(book), _same_texts(book), _one_givers(book), _superiors(book))
    return (*(finding for kind in kinds for finding in _strongest(book, kind)), *_programme(book))


def _strongest(book: Book, scored: Iterable[Scored]) -> Iterator[Finding]:
    most = max(_FEWEST_PEOPLE, len(book.staff) // _ATTENTION)
    told: set[int] = set()
    for _strength, finding in sorted(scored, key=lambda one: (-one[0], one[1].people)):
        if len(told | set(finding.people)) > most:
            return
        told.update(finding.people)
        yield finding


def _last_days(book: Book) -> Iterator[Scored]:
    """Month after month on the last days, and most of it to the same few."""
    usual = book.common.late / max(1, book.common.notes)
    for one, places in book.sent.items():
        late = [place for place in places if book.is_late[place]]
        if len(late) < _LEAST_LATE or len(late) < _LATE_PART * len(places):
            continue
        if len({book.month[place] for place in late}) < _LATE_MONTHS:
            continue
        to = Counter(book.notes[place].recipient for place in late).most_common(_FEW)
        few = {other for other, _count in to}
        theirs = [place for place in late if book.notes[place].recipient in few]
        if len(theirs) >= max(_LEAST_LATE, _FEW_PART * len(late)):
            finding = _finding(
                book, PatternKind.LAST_DAY, (one,), theirs, by_chance=usual * len(places), part=len(late) / len(places)
            )
            yield len(theirs) / (1 + usual * len(places)), finding


def _same_texts(book: Book) -> Iterator[Scored]:
    """The same text on many days. One press of "send" to several is one thank-you to all of them; and whoever answers each
    thank-you in the same words, as a help desk does, answers."""
    usual = book.common.repeated / max(1, book.common.notes)
    for one, places in book.sent.items():
        by_text: dict[str, dict[date, list[Place]]] = defaultdict(lambda: defaultdict(list))
        for place in places:
            if book.notes[place].text and not _is_answer(book, place):
                by_text[book.notes[place].text][book.notes[place].day].append(place)
        for by_day in by_text.values():
            days = [same for same in by_day.values() if len(same) <= _ONE_PRESS]
            same = [place for few in days for place in few]
            part = len(same) / len(places)
            if len(same) >= _LEAST_SAME and len(days) >= _SAME_DAYS and part >= _SAME_PART:
                finding = _finding(book, PatternKind.SAME_TEXT, (one,), same, by_chance=usual * len(places), part=part)
                yield part * len(days), finding


def _is_answer(book: Book, place: Place) -> bool:
    note = book.notes[place]
    return any(
        0 <= (note.day - book.notes[other].day).days <= _ANSWERED_WITHIN
        for other in book.to.get(note.recipient, {}).get(note.sender, ())
    )


def _one_givers(book: Book) -> Iterator[Scored]:
    """Month after month most of what somebody gives goes to one person, who gives little back. Where the newcomer thanks
    his mentor it looks the same: half a year is asked for, more within a department."""
    for one, given in book.to.items():
        for other, places in given.items():
            back = len(book.to.get(other, {}).get(one, ()))
            part = len(places) / len(book.sent[one])
            months = {book.month[place] for place in places}
            least = _FED_MONTHS_NEAR if _is_near(book, places) else _FED_MONTHS
            if len(places) < _LEAST_FED or part < _FED_PART or len(months) < least or 4 * back > len(places):
                continue
            by_chance = book.expected(one, other)
            finding = _finding(book, PatternKind.ONE_GIVER, (one, other), places, by_chance=by_chance, part=part)
            yield part * len(places) / (1 + by_chance), finding


def _is_near(book: Book, places: Sequence[Place]) -> bool:
    return 2 * sum(
        book.notes[place].sender_department == book.notes[place].recipient_department for place in places
    ) > len(places)


def _superiors(book: Book) -> Iterator[Scored]:
    """A head and somebody of his department: much of what either gives goes to the other, for months, both ways."""
    for one, given in book.to.items():
        head = book.staff.get(one)
        if head is None or not head.is_head:
            continue
        for other, down in given.items():
            mate = book.staff.get(other)
            up = book.to.get(other, {}).get(one, [])
            if mate is None or mate.department != head.department or mate.is_head or min(len(down), len(up)) < 4:
                continue
            places = [*down, *up]
            part = min(len(down) / len(book.sent[one]), len(up) / len(book.sent[other]))
            months = {book.month[place] for place in places}
            if len(places) >= _LEAST_UP and len(months) >= _UP_MONTHS and part >= _UP_PART:
                by_chance = book.expected(one, other) + book.expected(other, one)
                yield (
                    part * len(places),
                    _finding(book, PatternKind.SUPERIOR, (one, other), places, by_chance=by_chance, part=part),
                )


def _programme(book: Book) -> Iterator[Finding]:
    """Who runs the points and won a prize by them, with all that he got. A fact of itself, however it came about."""
    for person, one in sorted(book.staff.items()):
        places = book.got.get(person, [])
        if one.is_programme and one.is_winner and places:
            giver = Counter(book.notes[place].sender for place in places).most_common(1)[0][1]
            usual = len(book.notes) / max(1, len(book.staff))
            yield _finding(book, PatternKind.PROGRAMME, (person,), places, by_chance=usual, part=giver / len(places))


def _finding(
    book: Book, kind: PatternKind, people: tuple[int, ...], places: Sequence[Place], *, by_chance: float, part: float
) -> Finding:
    months = [book.month[place] for place in places]
    return Finding(
        kind,
        people,
        tuple(sorted(book.notes[place].note_id for place in places)),
        book.as_month(min(months)),
        book.as_month(max(months)),
        round(100 * by_chance),
        round(100 * part),
    )
