"""The notes of a span, opened at whom they concern: who gave whom what when, each one's habits, and what chance would do."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from collabpoints.domain.pattern_facts import PatternNoteFacts, PatternStaff
from collabpoints.domain.periods import Month

Place = int
"""Where a note stands in `Book.notes`."""

_LAST_WORKDAYS = 2


@dataclass(slots=True)
class Habits:
    """How somebody writes: of `notes` he sent, how many repeat a text of his of another day, were sent on a month's last
    days, name no kind of help; and how often he gave which points."""

    notes: int = 0
    repeated: int = 0
    late: int = 0
    kindless: int = 0
    points: Counter[int] = field(default_factory=Counter)


class Book:
    """The notes of a span by month, sender and recipient. Nothing in it changes once it is made."""

    def __init__(
        self, notes: Sequence[PatternNoteFacts], staff: Mapping[int, PatternStaff], months: Sequence[Month]
    ) -> None:
        wanted = {(month.year, month.month) for month in months}
        self.notes = sorted(
            (note for note in notes if (note.day.year, note.day.month) in wanted),
            key=lambda note: (note.day, note.note_id),
        )
        self.staff = staff
        self.months = tuple(sorted(months))
        self.month = [note.day.year * 12 + note.day.month - 1 for note in self.notes]
        self.to: dict[int, dict[int, list[Place]]] = defaultdict(dict)
        self.sent: dict[int, list[Place]] = defaultdict(list)
        self.got: dict[int, list[Place]] = defaultdict(list)
        self._bureau = {one.department: one.bureau for one in staff.values()}
        self._home: dict[int, int] = {}
        self._given: dict[tuple[int, int], int] = Counter()
        self._taken: dict[tuple[int, int], int] = Counter()
        self._within: dict[tuple[int, int], int] = Counter()
        for place, note in enumerate(self.notes):
            self._take(place, note)
        self.sent_months = {one: [self.month[place] for place in places] for one, places in self.sent.items()}
        self.got_months = {one: [self.month[place] for place in places] for one, places in self.got.items()}
        self.is_late = self._late()
        self.is_repeated = self._repeated()
        self.text_uses = Counter(note.text for note in self.notes if note.text)
        self.habits = {one: self._habits(places) for one, places in self.sent.items()}
        self.common = self._habits(range(len(self.notes)))

    def expected(self, sender: int, recipient: int) -> float:
        """How many notes from one to the other chance would make: the sender's notes within the department, the bureau or
        the agency fall on the others as often as they get notes from there."""
        near = self._nearness(self._home.get(sender, -1), self._home.get(recipient, -2))
        pool = self._within.get(self._pool(near, self._home.get(sender, -1)), 0)
        return self._given.get((sender, near), 0) * self._taken.get((recipient, near), 0) / pool if pool else 0.0

    def expected_among(self, people: Collection[int]) -> float:
        """How many notes among these people chance would make."""
        return sum(self.expected(one, other) for one in people for other in people if one != other)

    def among(self, people: Collection[int]) -> Iterator[Place]:
        """The notes that stayed among these people."""
        for one in people:
            given = self.to.get(one, {})
            for other in people:
                yield from given.get(other, ())

    def counts_among(self, people: Collection[int]) -> tuple[dict[int, int], dict[int, int]]:
        """How many of the notes that stayed among these people each of them gave, and got."""
        given, taken = dict.fromkeys(people, 0), dict.fromkeys(people, 0)
        for one in people:
            sent = self.to.get(one, {})
            for other in people:
                if other in sent:
                    count = len(sent[other])
                    given[one] += count
                    taken[other] += count
        return given, taken

    def between(self, one: int, other: int) -> int:
        """How many notes went from one to the other and back."""
        return len(self.to.get(one, {}).get(other, ())) + len(self.to.get(other, {}).get(one, ()))

    def sent_in(self, one: int, first: int, last: int) -> int:
        """How many notes he sent from month to month (numbers as in `month`), both included."""
        months = self.sent_months.get(one, [])
        return bisect_right(months, last) - bisect_left(months, first)

    def got_in(self, one: int, first: int, last: int) -> int:
        """How many notes he got from month to month, both included."""
        months = self.got_months.get(one, [])
        return bisect_right(months, last) - bisect_left(months, first)

    def as_month(self, number: int) -> Month:
        """The month of such a number."""
        return Month(number // 12, number % 12 + 1)

    def _take(self, place: Place, note: PatternNoteFacts) -> None:
        self.to[note.sender].setdefault(note.recipient, []).append(place)
        self.sent[note.sender].append(place)
        self.got[note.recipient].append(place)
        self._home[note.sender] = note.sender_department
        self._home[note.recipient] = note.recipient_department
        near = self._nearness(note.sender_department, note.recipient_department)
        self._given[note.sender, near] += 1
        self._taken[note.recipient, near] += 1
        self._within[self._pool(near, note.sender_department)] += 1

    def _nearness(self, department: int, other: int) -> int:
        if department == other:
            return 0
        return 1 if self._bureau.get(department, -1) == self._bureau.get(other, -2) else 2

    def _pool(self, near: int, department: int) -> tuple[int, int]:
        return near, department if near == 0 else self._bureau.get(department, -1) if near == 1 else 0

    def _late(self) -> list[bool]:
        begin = {month: last_days(self.as_month(month)) for month in set(self.month)}
        return [note.day >= begin[month] for note, month in zip(self.notes, self.month, strict=True)]

    def _repeated(self) -> list[bool]:
        repeated = [False] * len(self.notes)
        for places in self.sent.values():
            days: dict[str, set[date]] = defaultdict(set)
            for place in places:
                days[self.notes[place].text].add(self.notes[place].day)
            for place in places:
                text = self.notes[place].text
                repeated[place] = bool(text) and len(days[text]) > 1
        return repeated

    def _habits(self, places: Collection[Place]) -> Habits:
        return Habits(
            len(places),
            sum(self.is_repeated[place] for place in places),
            sum(self.is_late[place] for place in places),
            sum(self.notes[place].help_kind is None for place in places),
            Counter(self.notes[place].points for place in places),
        )


def last_days(month: Month) -> date:
    """The first of the month's last working days: from it on a note was sent on the last days."""
    day = date(month.year, month.month, monthrange(month.year, month.month)[1])
    found = 0
    while True:
        found += day.weekday() < 5
        if found == _LAST_WORKDAYS:
            return day
        day -= timedelta(days=1)
