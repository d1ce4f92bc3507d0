"""Small worlds on which the search for patterns was tuned: ordinary work of every kind, and rings of every style.

The worlds by which it is judged are others' (`pattern_worlds.py`); its author did not read them.
"""

import math
import random
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from collabpoints.domain.pattern_facts import PatternNoteFacts, PatternStaff
from collabpoints.domain.periods import Month


@dataclass(frozen=True)
class Climate:
    """What an agency is like."""

    people: int = 5000
    rate: float = 3.3
    in_department: float = 0.5
    in_bureau: float = 0.2
    fixed_points: int | None = None
    pair_cap: int | None = None
    stock: float = 0.12
    last_day_people: float = 0.12
    returns: float = 0.12
    rings: int = 60
    months: int = 12


@dataclass(frozen=True)
class RingStory:
    """A ring that was planted: its members, its style, how many months it goes round and how many notes a month."""

    members: tuple[int, ...]
    shape: str
    texts: str
    timing: str
    place: str
    life: str
    months: int
    monthly: int
    amounts: str
    kinds: str
    is_steady: bool


@dataclass
class Story:
    """A world: its notes, its staff, and the truth about it. `honest` says what ordinary thing a person is part of."""

    notes: list[PatternNoteFacts] = field(default_factory=list)
    staff: dict[int, PatternStaff] = field(default_factory=dict)
    months: list[Month] = field(default_factory=list)
    rings: list[RingStory] = field(default_factory=list)
    honest: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def a_story(seed: int, climate: Climate = Climate()) -> Story:
    """A year of an agency, with rings; the same seed gives the same year."""
    return _Teller(random.Random(seed), climate).tell()


class _Teller:
    def __init__(self, chance: random.Random, climate: Climate) -> None:
        self.chance, self.climate, self.story = chance, climate, Story()
        self.by_department: dict[int, list[int]] = defaultdict(list)
        self.by_bureau: dict[int, list[int]] = defaultdict(list)
        self.count: Counter[tuple[int, int, int, int]] = Counter()
        self.fresh = 0

    def tell(self) -> Story:
        first = Month(2026, 1)
        self.story.months = [first.shifted(place) for place in range(self.climate.months)]
        self._staff()
        self.ring_people = self._rings_of_people()
        self._habits()
        for month in self.story.months:
            self._ordinary(month)
        self._projects()
        self._pairs()
        self._cliques()
        self._desks()
        self._newcomers()
        self._farewells()
        self._heads()
        self._rings()
        self.story.notes.sort(key=lambda note: note.day)
        self.story.notes = [
            PatternNoteFacts(place, note.sender, note.recipient, note.day, note.points, note.text,
                             note.sender_department, note.recipient_department, note.help_kind)
            for place, note in enumerate(self.story.notes, 1)
        ]  # fmt: skip
        return self.story

    def _staff(self) -> None:
        person, department = 1, 1
        while person <= self.climate.people:
            bureau = (department - 1) // 8 + 1
            size = min(self.chance.randint(8, 26), self.climate.people - person + 1)
            for place in range(size):
                is_programme = self.chance.random() < 0.002
                is_winner = self.chance.random() < 0.008
                self.story.staff[person] = PatternStaff(person, department, bureau, place == 0, is_programme, is_winner)
                self.by_department[department].append(person)
                self.by_bureau[bureau].append(person)
                person += 1
            department += 1

    def _rings_of_people(self) -> set[int]:
        self.free = list(self.story.staff)
        self.chance.shuffle(self.free)
        self.planned: list[tuple[int, ...]] = []
        for place in range(self.climate.rings):
            size = 2 + place % 7
            if self.chance.random() < 0.25:
                home = self.chance.choice(list(self.by_department.values()))
                taken = {one for ring in self.planned for one in ring}
                members = [one for one in home if one not in taken][:size]
            else:
                members = []
            if len(members) < size:
                taken = {one for ring in self.planned for one in ring}
                members = [one for one in self.chance.sample(self.free, size * 4) if one not in taken][:size]
            self.planned.append(tuple(members))
        return {one for ring in self.planned for one in ring}

    def _habits(self) -> None:
        chance = self.chance
        self.rate, self.mates, self.contacts, self.kind = {}, {}, {}, {}
        self.stock, self.late = {}, {}
        for person, one in self.story.staff.items():
            self.rate[person] = self.climate.rate * 0.62 * min(5.0, chance.lognormvariate(-0.25, 0.7))
            others = [mate for mate in self.by_department[one.department] if mate != person]
            self.mates[person] = chance.sample(others, min(3, len(others)))
            near = [mate for mate in self.by_bureau[one.bureau] if mate != person]
            self.contacts[person] = chance.sample(near, min(3, len(near))) + chance.sample(self.free, 3)
            self.kind[person] = chance.choice([1, 2, 3, 4, None])
            self.stock[person] = 0.6 if chance.random() < 0.05 else self.climate.stock
            self.late[person] = chance.random() < self.climate.last_day_people

    def _ordinary(self, month: Month) -> None:
        chance = self.chance
        for person, one in self.story.staff.items():
            for _ in range(self._poisson(self.rate[person])):
                draw = chance.random()
                if draw < self.climate.in_department:
                    to = (
                        chance.choice(self.mates[person])
                        if chance.random() < 0.4 and self.mates[person]
                        else chance.choice(self.by_department[one.department])
                    )
                elif draw < self.climate.in_department + self.climate.in_bureau:
                    to = chance.choice(self.by_bureau[one.bureau])
                else:
                    to = chance.choice(self.contacts[person]) if chance.random() < 0.5 else chance.choice(self.free)
                if to == person or (to in self.ring_people and person in self.ring_people):
                    continue
                day = self._last_days(month) if self.late[person] and chance.random() < 0.8 else self._day(month)
                self._note(person, to, day)
                if chance.random() < self.climate.returns:
                    self._note(to, person, self._soon(day))

    def _projects(self) -> None:
        chance = self.chance
        for _ in range(self.climate.people // 45):
            departments = chance.sample(list(self.by_department), chance.randint(1, 4))
            pool = [
                one
                for department in departments
                for one in self.by_department[department]
                if one not in self.ring_people
            ]
            team = chance.sample(pool, min(len(pool), chance.randint(3, 12)))
            length = chance.randint(2, min(7, self.climate.months))
            start = chance.randint(0, self.climate.months - length)
            kind, rate = chance.choice([1, 2, 3]), chance.uniform(0.6, 2.5)
            for one in team:
                self.story.honest[one].add("project")
            for month in self.story.months[start : start + length]:
                milestone = self._day(month)
                for one in team:
                    for _n in range(self._poisson(rate)):
                        to = chance.choice([mate for mate in team if mate != one])
                        day = milestone if chance.random() < 0.3 else self._day(month)
                        self._note(one, to, day, kind=kind if chance.random() < 0.8 else None)
                        if chance.random() < 0.2:
                            self._note(to, one, self._soon(day), kind=kind)

    def _pairs(self) -> None:
        chance = self.chance
        for _ in range(self.climate.people // 60):
            home = [one for one in chance.choice(list(self.by_department.values())) if one not in self.ring_people]
            if len(home) < 2:
                continue
            one, other = chance.sample(home, 2)
            if self.climate.in_department == 0 or chance.random() < 0.3:
                other = chance.choice([mate for mate in self.free if mate not in self.ring_people and mate != one])
            self.story.honest[one].add("pair")
            self.story.honest[other].add("pair")
            rate, lean = chance.uniform(1, 4), chance.uniform(0.3, 0.7)
            for month in self.story.months:
                for _n in range(self._poisson(rate)):
                    ends = (one, other) if chance.random() < lean else (other, one)
                    self._note(*ends, self._day(month))

    def _cliques(self) -> None:
        """Three to five who share an office and thank one another all year."""
        chance = self.chance
        for _ in range(self.climate.people // 150):
            home = [one for one in chance.choice(list(self.by_department.values())) if one not in self.ring_people]
            if len(home) < 5:
                continue
            clique = chance.sample(home, chance.randint(3, 5))
            for one in clique:
                self.story.honest[one].add("office")
            for month in self.story.months:
                for one in clique:
                    for _n in range(self._poisson(chance.uniform(0.4, 1.4))):
                        self._note(one, chance.choice([mate for mate in clique if mate != one]), self._day(month))

    def _desks(self) -> None:
        chance = self.chance
        for _ in range(max(2, self.climate.people // 400)):
            desk = chance.choice([one for one in self.free if one not in self.ring_people])
            self.story.honest[desk].add("desk")
            for month in self.story.months:
                for _n in range(self._poisson(18)):
                    to = chance.choice(self.free)
                    self._note(
                        to,
                        desk,
                        self._day(month),
                        kind=1,
                        text=f"stock{chance.randint(1, 4)}" if chance.random() < 0.4 else None,
                    )
                    if chance.random() < 0.25:
                        self._note(desk, to, self._day(month), text=f"desk{desk}")

    def _newcomers(self) -> None:
        chance = self.chance
        for _ in range(self.climate.people // 60):
            one = chance.choice([one for one in self.free if one not in self.ring_people])
            home = [
                mate
                for mate in self.by_department[self.story.staff[one].department]
                if mate != one and mate not in self.ring_people
            ]
            if not home:
                continue
            mentor = chance.choice(home)
            self.story.honest[one].add("newcomer")
            self.story.honest[mentor].add("mentor")
            length = chance.randint(2, min(7, self.climate.months))
            start = chance.randint(0, self.climate.months - length)
            for month in self.story.months[start : start + length]:
                for _n in range(self._poisson(chance.uniform(2, 4))):
                    self._note(one, mentor, self._day(month), kind=1)
                for _n in range(self._poisson(0.6)):
                    self._note(mentor, one, self._day(month))

    def _farewells(self) -> None:
        chance = self.chance
        for _ in range(self.climate.people // 200):
            one = chance.choice([one for one in self.free if one not in self.ring_people])
            self.story.honest[one].add("farewell")
            department = self.story.staff[one].department
            month = chance.choice(self.story.months)
            day = self._last_days(month) if chance.random() < 0.5 else self._day(month)
            for to in self.by_department[department] + chance.sample(self.free, 10):
                if to != one:
                    self._note(
                        to,
                        one,
                        day - timedelta(days=chance.randint(0, min(3, day.day - 1))),
                        text=f"bye{chance.randint(1, 3)}" if chance.random() < 0.5 else None,
                    )
                    if chance.random() < 0.4:
                        self._note(one, to, day, text=f"bye-of-{one}")

    def _heads(self) -> None:
        """Half of the heads thank everybody on the month's last days in the same words; their people thank them a lot."""
        for members in self.by_department.values():
            head, people = members[0], members[1:]
            if head in self.ring_people:
                continue
            is_thanking = self.chance.random() < 0.3
            for month in self.story.months:
                if is_thanking and self.chance.random() < 0.6:
                    self.story.honest[head].add("head")
                    day = self._last_days(month)
                    for to in people:
                        if to not in self.ring_people and self.chance.random() < 0.6:
                            self._note(head, to, day, text=f"head{head}")
                for one in people:
                    if one not in self.ring_people and self.chance.random() < 0.06:
                        self._note(one, head, self._day(month))

    def _rings(self) -> None:
        chance = self.chance
        for members in self.planned:
            length = chance.choice([3, 4, 6, 6, 9, 12, 12])
            length = min(length, self.climate.months)
            start = chance.randint(0, self.climate.months - length)
            size = len(members)
            monthly = max(3, round(size * chance.choice([0.5, 1, 1, 1.5, 2, 3])))
            if size == 2 and self.climate.pair_cap:
                monthly = min(monthly, 2 * self.climate.pair_cap)
            homes = {self.story.staff[one].department for one in members}
            ring = RingStory(
                members,
                "pair" if size == 2 else chance.choice(["cycle", "mesh", "pairs"]),
                chance.choice(["few", "few", "varied", "half"]),
                chance.choice(["last", "one day", "any"]),
                "same" if len(homes) == 1 else "other",
                chance.choice(["plain", "plain", "quiet"]),
                length,
                monthly,
                chance.choice(["one", "one", "any"]),
                chance.choice(["none", "any"]),
                chance.random() < 0.5,
            )
            self.story.rings.append(ring)
            self._ring(ring, start)

    def _ring(self, ring: RingStory, start: int) -> None:
        chance, members = self.chance, ring.members
        size, turn = len(members), 0
        for month in self.story.months[start : start + ring.months]:
            appointed = self._day(month)
            for place in range(ring.monthly if ring.is_steady else max(ring.monthly, self._poisson(ring.monthly))):
                if ring.shape in ("cycle", "pair"):
                    one, other = members[turn % size], members[(turn + 1) % size]
                    turn += 1
                elif ring.shape == "pairs":
                    if place % 2 == 0:
                        pair = chance.sample(members, 2)
                    one, other = (pair[0], pair[1]) if place % 2 == 0 else (pair[1], pair[0])
                else:
                    one, other = chance.sample(members, 2)
                day = {"last": self._last_days(month), "one day": appointed, "any": self._day(month)}[ring.timing]
                is_few = ring.texts == "few" or (ring.texts == "half" and chance.random() < 0.5)
                text = (
                    f"ring{members[0]}-{chance.randint(1, 2)}"
                    if is_few and chance.random() < 0.7
                    else f"stock{chance.randint(1, 4)}"
                    if is_few
                    else self._new_text()
                )
                is_one = ring.amounts == "one" and self.climate.fixed_points is None
                self._note(
                    one,
                    other,
                    day,
                    kind=None if ring.kinds == "none" else -1,
                    text=text,
                    points=30 if is_one else None,
                    is_free=True,
                )
        if ring.life == "quiet":
            quiet = set(members)
            self.story.notes = [
                note for note in self.story.notes
                if note.sender not in quiet or note.recipient in quiet or chance.random() < 0.4
            ]  # fmt: skip

    def _note(
        self,
        one: int,
        other: int,
        day: date,
        *,
        kind: int | None = -1,
        text: str | None = None,
        points: int | None = None,
        is_free: bool = False,
    ) -> None:
        staff, chance = self.story.staff, self.chance
        same = staff[one].department == staff[other].department
        if one == other or (self.climate.in_department == 0 and same and not is_free):
            return
        key = (one, other, day.year, day.month)
        if self.climate.pair_cap and not is_free and self.count[key] >= self.climate.pair_cap:
            return
        self.count[key] += 1
        if text is None:
            text = f"stock{chance.randint(1, 12)}" if chance.random() < self.stock[one] else self._new_text()
        if points is None:
            points = self.climate.fixed_points or chance.choice([10, 10, 10, 20, 20, 30])
        help_kind = chance.choice([self.kind[one], 1, 2, 3, 4, None]) if kind == -1 else kind
        self.story.notes.append(
            PatternNoteFacts(
                0, one, other, day, points, text, staff[one].department, staff[other].department, help_kind
            )
        )

    def _new_text(self) -> str:
        self.fresh += 1
        return f"t{self.fresh}"

    def _poisson(self, mean: float) -> int:
        limit, product, count = math.exp(-mean), self.chance.random(), 0
        while product > limit:
            product *= self.chance.random()
            count += 1
        return count

    def _day(self, month: Month) -> date:
        last = monthrange(month.year, month.month)[1]
        day = date(month.year, month.month, self.chance.randint(1, last))
        while day.weekday() > 4 and day.day > 2:
            day -= timedelta(days=1)
        return day

    def _last_days(self, month: Month) -> date:
        day = date(month.year, month.month, monthrange(month.year, month.month)[1])
        while day.weekday() > 4:
            day -= timedelta(days=1)
        return day

    def _soon(self, day: date) -> date:
        later = day + timedelta(days=self.chance.choice([0, 0, 1, 2, 5]))
        return later if later.month == day.month else day


def climates() -> Sequence[tuple[str, Climate]]:
    """The agencies on which the rules were tuned."""
    return (
        ("free", Climate()),
        ("other departments only", Climate(in_department=0.0, in_bureau=0.35, fixed_points=10, pair_cap=2)),
        ("one amount", Climate(fixed_points=10)),
        ("busy", Climate(rate=6.0, returns=0.2)),
        ("stock phrases", Climate(stock=0.4, last_day_people=0.4)),
        ("quiet", Climate(rate=1.2)),
        ("small", Climate(people=400, rings=6)),
    )
