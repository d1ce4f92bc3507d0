"""Who thanks whom and when: busy and quiet departments as in life, people who keep working with the same few others."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from random import Random

from collabpoints.demo.calendar import office_instant, workdays
from collabpoints.demo.organisation import organisation
from collabpoints.demo.people import DemoPerson
from collabpoints.domain.periods import Month
from collabpoints.domain.schemes import Scheme

MONTHS = 7
_NOTES_A_MONTH = (1750, 2450)
_FAMILIAR = 0.72  # share of notes that go to one of the few whom one keeps working with
_FAMILIARS = 9
_DEPARTMENT = 2
_NEAR = 7  # so many of them work in the same bureau
_THANKS_ALONE = 0.05
_PRIVATE = 0.08
_SEVERAL = 0.006
_WITH_KIND = 0.8
_KIND_SHARES = (34, 27, 24, 15)
_TRIES = 12


@dataclass(frozen=True, slots=True)
class Sending:
    """One press of "send": people by their place in the list of people. `kind` is a help kind's place or None."""

    sender: int
    recipients: tuple[int, ...]
    sent_at: datetime
    points: int
    is_private: bool
    kind: int | None


class Traffic:
    """Draws sendings, month by month, that the scheme allows."""

    def __init__(self, rng: Random, people: Sequence[DemoPerson], scheme: Scheme, regulars: dict[int, int]) -> None:
        """`regulars` are people who surely send and receive something, with how many notes each way a month."""
        self._rng, self._people, self._scheme, self._regulars = rng, people, scheme, regulars
        busy = [rng.lognormvariate(0, 0.75) for _ in organisation().departments]
        helpful = [rng.lognormvariate(0, 0.6) for _ in organisation().departments]
        self._senders = list(accumulate(busy[p.post.department] * rng.lognormvariate(0, 0.8) for p in people))
        self._helpers = list(accumulate(helpful[p.post.department] * rng.lognormvariate(0, 0.7) for p in people))
        self._everybody = range(len(people))
        self._neighbours = self._by_bureau()
        self._familiars = [self._draw_familiars(order) for order in self._everybody]

    def month(self, month: Month) -> list[Sending]:
        """All sendings of a whole month, by time."""
        self._counted: Counter[tuple[int, int]] = Counter()
        self._spent: Counter[int] = Counter()
        days = workdays(month)
        weights = [1 + 0.5 * (day.weekday() == 4) + 0.6 * place / len(days) for place, day in enumerate(days)]
        found = []
        for day in self._rng.choices(days, weights, k=self._rng.randint(*_NOTES_A_MONTH)):
            found += self._sending(self._rng.choices(self._everybody, cum_weights=self._senders)[0], day)
        for regular, notes in self._regulars.items():
            for day in self._rng.choices(days, weights, k=notes):
                found += self._sending(regular, day)
                found += self._sending(self._rng.choice(self._familiars[regular]), day, to=regular)
        return sorted(found, key=lambda sending: (sending.sent_at, sending.sender))

    def _by_bureau(self) -> dict[int, tuple[list[int], list[float]]]:
        """By bureau its people, and their weights as helpers, added up."""
        found: dict[int, tuple[list[int], list[float]]] = {}
        before = 0.0
        for order, weight in enumerate(self._helpers):
            people, sums = found.setdefault(self._bureau(order), ([], []))
            people.append(order)
            sums.append((sums[-1] if sums else 0.0) + weight - before)
            before = weight
        return found

    def _draw_familiars(self, order: int) -> list[int]:
        people, sums = self._neighbours[self._bureau(order)]
        near = self._others(order, self._rng.choices(people, cum_weights=sums, k=_FAMILIARS * 3))[:_NEAR]
        far = self._others(order, self._rng.choices(self._everybody, cum_weights=self._helpers, k=_FAMILIARS * 3))
        return [*near, *(other for other in far if other not in near)][:_FAMILIARS]

    def _others(self, order: int, drawn: Sequence[int]) -> list[int]:
        """Those of other departments, each once."""
        return [other for other in dict.fromkeys(drawn) if self._home(other) != self._home(order)]

    def _bureau(self, order: int) -> int:
        home = organisation().departments[self._home(order)]
        return home.place if home.level < _DEPARTMENT or home.parent is None else home.parent

    def _home(self, order: int) -> int:
        return organisation().departments[self._people[order].post.department].home

    def _sending(self, sender: int, day: date, to: int | None = None) -> list[Sending]:
        """A sending of that day, or none where nobody fits."""
        has_points = self._rng.random() >= _THANKS_ALONE
        points = self._scheme.points_allowed[0] if has_points else 0
        wanted = self._rng.choice((2, 2, 3)) if to is None and self._rng.random() < _SEVERAL else 1
        recipients: list[int] = []
        for _ in range(_TRIES):
            if len(recipients) == wanted:
                break
            other = self._draw_recipient(sender) if to is None else to
            if other not in recipients and self._is_allowed(sender, other, day, points):
                recipients.append(other)
        cost = self._scheme.cost(points) * len(recipients)
        if not recipients or self._spent[sender] + cost > self._scheme.allowance:
            return []
        self._spent[sender] += cost
        if points:
            self._counted.update((sender, other) for other in recipients)
        is_private = self._rng.random() < _PRIVATE
        kind = self._rng.choices(range(len(_KIND_SHARES)), _KIND_SHARES)[0] if self._rng.random() < _WITH_KIND else None
        at = office_instant(self._rng, day)
        return [Sending(sender, tuple(sorted(recipients)), at, points, is_private, kind)]

    def _draw_recipient(self, sender: int) -> int:
        if self._familiars[sender] and self._rng.random() < _FAMILIAR:
            return self._rng.choice(self._familiars[sender])
        return self._rng.choices(self._everybody, cum_weights=self._helpers)[0]

    def _is_allowed(self, sender: int, other: int, day: date, points: int) -> bool:
        giving, getting = self._people[sender].post_on(day), self._people[other].post_on(day)
        if sender == other or giving is None or getting is None:
            return False
        if not points:
            return True
        departments = organisation().departments
        is_same = departments[giving.department].home == departments[getting.department].home
        cap = self._scheme.pair_cap
        return (self._scheme.is_same_department_allowed or not is_same) and (
            cap is None or self._counted[sender, other] < cap
        )
