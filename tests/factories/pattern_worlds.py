"""A year of a made-up agency that the search for suspicious patterns is judged on: people who thank one another as offices
do, and rings planted among them.

Written and committed before the detector was run on it, by somebody else than the detector's author, and frozen since: a
world that is changed after a look at the results proves nothing. Whoever wants other worlds takes another seed.

Honest life that looks like a swap and is none: project teams of several departments who thank one another for months,
pairs who work together every day, help desks whom everybody thanks, newcomers and their mentors, farewells, teams that
pass a thanks around, people who send all they have in the last days, people with one favourite sentence, heads who thank
everybody with the same words in December.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

YEAR = 2025
_BUREAUS = 10
_DEPARTMENTS_OF_A_BUREAU = 6
_PAIR_CAP = 5
"""So many notes a month from one person to another at most, as a scheme would have it."""


class WorldNote(NamedTuple):
    """A note: who thanked whom on what day, for how many points, in which words ("" where nothing is alike), for what."""

    sender: int
    recipient: int
    day: date
    points: int
    text: str
    help_kind: int


class WorldPerson(NamedTuple):
    """Somebody: the department and bureau (numbers), whether head of the department, programme staff, winner."""

    person: int
    department: int
    bureau: int
    is_head: bool
    is_programme: bool
    is_winner: bool


class Ring(NamedTuple):
    """A planted ring: its members, the months (1 to 12), and how many notes each member sends within it a month."""

    members: tuple[int, ...]
    months: tuple[int, ...]
    exchanges: int
    shape: str


@dataclass(slots=True)
class World:
    """What happened, and the truth about it. `schemers`: people planted with another pattern than a ring, by its name."""

    people: list[WorldPerson]
    notes: list[WorldNote]
    rings: list[Ring]
    schemers: dict[int, str]

    @property
    def honest(self) -> frozenset[int]:
        """Everybody who stands in no planted pattern, on either end."""
        planted = {member for ring in self.rings for member in ring.members} | set(self.schemers)
        return frozenset(one.person for one in self.people) - planted


def world(seed: int, *, people: int = 5_000, rings: int = 60) -> World:
    """A year of an agency; the same seed gives the same year."""
    return _Making(Random(seed), people, rings).made()


@dataclass(slots=True)
class _Making:
    random: Random
    size: int
    ring_count: int
    people: list[WorldPerson] = field(default_factory=list)
    notes: list[WorldNote] = field(default_factory=list)
    schemers: dict[int, str] = field(default_factory=dict)
    used: dict[tuple[int, int, int], int] = field(default_factory=dict)
    teams: dict[int, list[int]] = field(default_factory=dict)
    departments: dict[int, list[int]] = field(default_factory=dict)
    team_of: dict[int, int] = field(default_factory=dict)

    def made(self) -> World:
        self._staff()
        reserved = self._reserve()
        self._daily_life()
        for honest in (self._projects, self._pairs, self._newcomers, self._farewells, self._relays, self._decembers):
            honest()
        rings = [self._ring(members) for members in reserved]
        self._feeders()
        self._copyists()
        self._dumpers()
        self.notes.sort(key=lambda note: (note.day, note.sender, note.recipient))
        return World(self.people, self.notes, rings, self.schemers)

    def _staff(self) -> None:
        count = _BUREAUS * _DEPARTMENTS_OF_A_BUREAU
        places = sorted(self.random.randrange(count) for _ in range(self.size))
        programme = set(self.random.sample(range(self.size), 4))
        winners = set(self.random.sample(range(self.size), 40)) | {min(programme)}
        for person, department in enumerate(places):
            mates = self.departments.setdefault(department, [])
            self.people.append(
                WorldPerson(person, department, department // _DEPARTMENTS_OF_A_BUREAU, not mates,
                            person in programme, person in winners)
            )  # fmt: skip
            mates.append(person)
        team = 0
        for members in self.departments.values():
            rest = list(members)
            self.random.shuffle(rest)
            while rest:
                size = self.random.randint(4, 9)
                self.teams[team] = rest[:size]
                self.team_of.update(dict.fromkeys(rest[:size], team))
                rest, team = rest[size:], team + 1

    def _reserve(self) -> list[tuple[int, ...]]:
        """The members of the rings: a third within one department, the rest from anywhere; nobody in two."""
        free = set(range(self.size))
        found = []
        for _ in range(self.ring_count):
            size = self.random.choice((2, 2, 3, 3, 4, 4, 5, 6, 7, 8))
            pool = sorted(free)
            if self.random.random() < 1 / 3:
                pool = sorted(free & set(self.random.choice(list(self.departments.values())))) or pool
            members = tuple(self.random.sample(pool, min(size, len(pool))))
            if len(members) >= 2:
                free -= set(members)
                found.append(members)
        return found

    # -- honest life ---------------------------------------------------------------------------------------------

    def _daily_life(self) -> None:
        """Everybody thanks as much as he is made to: mostly near him, partly his standing partners, the help desks, anybody."""
        desks = self.random.sample(range(self.size), max(3, self.size // 120))
        for person in range(self.size):
            rate = min(14.0, self.random.lognormvariate(0.7, 0.9))
            partners = self.random.sample(range(self.size), self.random.randint(2, 4))
            is_late = self.random.random() < 0.15
            favourite = self.random.choice(_SENTENCES) if self.random.random() < 0.08 else ""
            off = set(self.random.sample(range(1, 13), self.random.choice((0, 0, 0, 1, 2, 4))))
            for month in range(1, 13):
                if month in off:
                    continue
                for _ in range(_poisson(self.random, rate)):
                    other = self._somebody(person, partners, desks)
                    text = favourite if favourite and self.random.random() < 0.3 else ""
                    self._note(
                        person, other, self._day(month, is_late=is_late and self.random.random() < 0.7), text=text
                    )

    def _somebody(self, person: int, partners: Sequence[int], desks: Sequence[int]) -> int:
        where = self.random.random()
        mine = self.people[person]
        if where < 0.35:
            return self.random.choice(self.teams[self.team_of[person]])
        if where < 0.60:
            return self.random.choice(self.departments[mine.department])
        if where < 0.75:
            return self.random.choice(partners)
        if where < 0.85:
            return self.random.choice(desks)
        if where < 0.92:
            return self.random.choice(self.departments[mine.bureau * _DEPARTMENTS_OF_A_BUREAU
                                      + self.random.randrange(_DEPARTMENTS_OF_A_BUREAU)] or [person])  # fmt: skip
        return self.random.randrange(self.size)

    def _projects(self) -> None:
        """Teams from several departments; they thank one another for as long as the work lasts, most when it is handed in."""
        for _ in range(self.size // 33):
            members = self.random.sample(range(self.size), self.random.randint(3, 12))
            first = self.random.randint(1, 12)
            kind = self.random.randrange(4)
            words = self.random.choice(_PROJECT_SENTENCES)
            for month in range(first, min(12, first + self.random.randint(0, 5)) + 1):
                handed_in = self._day(month)
                for member in members:
                    for _ in range(self.random.randint(0, 4)):
                        day = handed_in if self.random.random() < 0.4 else self._day(month)
                        text = words if self.random.random() < 0.15 else ""
                        self._note(member, self.random.choice(members), day, text=text, kind=kind)

    def _pairs(self) -> None:
        """Two who work together every day thank each other month after month, once or twice each way."""
        for _ in range(self.size // 16):
            one = self.random.randrange(self.size)
            other = self.random.choice(self.teams[self.team_of[one]])
            for month in range(1, 13):
                for sender, recipient in ((one, other), (other, one)):
                    for _ in range(self.random.choice((0, 1, 1, 2))):
                        self._note(sender, recipient, self._day(month))

    def _newcomers(self) -> None:
        """A newcomer thanks the mentor nearly alone, for three months."""
        for _ in range(self.size // 25):
            newcomer = self.random.randrange(self.size)
            mentor = self.random.choice(self.teams[self.team_of[newcomer]])
            first = self.random.randint(1, 10)
            for month in range(first, first + 3):
                for _ in range(self.random.randint(1, 4)):
                    self._note(newcomer, mentor, self._day(month))

    def _farewells(self) -> None:
        """Within a week many thank somebody who leaves; he thanks some of them."""
        for _ in range(self.size // 100):
            leaving = self.random.randrange(self.size)
            month = self.random.choice((6, 12))
            around = self.departments[self.people[leaving].department]
            for other in self.random.sample(around, min(len(around), self.random.randint(8, 30))):
                day = date(YEAR, month, self.random.randint(22, 28))
                self._note(other, leaving, day)
                if self.random.random() < 0.5:
                    self._note(leaving, other, day)

    def _relays(self) -> None:
        """A team passes a thanks around: each the next one, once a month, for a month or two."""
        for team in self.random.sample(sorted(self.teams), max(1, len(self.teams) // 30)):
            members = self.teams[team]
            first = self.random.randint(1, 11)
            for month in range(first, first + self.random.randint(1, 2)):
                for one, other in zip(members, [*members[1:], members[0]], strict=True):
                    self._note(one, other, self._day(month))

    def _decembers(self) -> None:
        """Some heads thank each of their people in the same words at the end of the year."""
        for members in self.departments.values():
            if self.random.random() < 0.3:
                for member in members[1:40]:
                    self._note(
                        members[0], member, date(YEAR, 12, self.random.randint(26, 30)), text="한 해 동안 고맙습니다"
                    )

    # -- what is planted -----------------------------------------------------------------------------------------

    def _ring(self, members: tuple[int, ...]) -> Ring:
        """They thank one another for 4 to 12 months, 1 to 5 notes a month each, in a circle or everybody everybody; some wait
        for the last day, some copy their words, most give all they may; beside it they live like others."""
        exchanges = self.random.choice((1, 2, 3, 3, 3, 4, 4, 5))
        length = self.random.randint(4, 12)
        first = self.random.randint(1, 13 - length)
        shape = "swap" if len(members) == 2 else self.random.choice(("circle", "circle", "all", "mixed"))
        is_late, words = self.random.random() < 0.3, self.random.choice(("", "", _RING_SENTENCE))
        points = self.random.choice((5, 10, 10))
        months = tuple(range(first, first + length))
        for month in months:
            for place, member in enumerate(members):
                for turn in range(exchanges):
                    following = members[(place + 1) % len(members)]
                    is_circle = shape in ("swap", "circle") or (shape == "mixed" and turn % 2 == 0)
                    other = following if is_circle else self.random.choice([one for one in members if one != member])
                    self._note(member, other, self._day(month, is_late=is_late), text=words, points=points)
        return Ring(members, months, exchanges, shape)

    def _feeders(self) -> None:
        """One sender gives one person four or five notes every month of eight or more."""
        for giver, taker in self._pairs_of_strangers(12):
            first = self.random.randint(1, 5)
            for month in range(first, first + 8):
                for _ in range(self.random.randint(4, 5)):
                    self._note(giver, taker, self._day(month), points=10)
            self.schemers |= {giver: "one_giver", taker: "one_giver"}

    def _copyists(self) -> None:
        """One text to thirty and more people."""
        for copyist, _other in self._pairs_of_strangers(12):
            text = f"항상 감사드립니다 {copyist}"
            month = self.random.randint(1, 12)
            for someone in self.random.sample(range(self.size), 35):
                self._note(copyist, someone, self._day(month), text=text)
            self.schemers[copyist] = "same_text"

    def _dumpers(self) -> None:
        """All that is left goes to one or two friends on the last day, month after month."""
        for giver, taker in self._pairs_of_strangers(12):
            for month in range(self.random.randint(1, 4), 13):
                for _ in range(4):
                    self._note(giver, taker, _last_day(month), points=10)
            self.schemers |= {giver: "last_day", taker: "last_day"}

    def _pairs_of_strangers(self, count: int) -> Iterator[tuple[int, int]]:
        for _ in range(max(1, count * self.size // 5_000)):
            one, other = self.random.sample(range(self.size), 2)
            yield one, other

    # -- a note --------------------------------------------------------------------------------------------------

    def _note(
        self,
        sender: int,
        recipient: int,
        day: date,
        *,
        text: str = "",
        points: int | None = None,
        kind: int | None = None,
    ) -> None:
        """A note, unless it is to oneself or beyond the cap of the pair in that month."""
        pair = (sender, recipient, day.month)
        if sender == recipient or self.used.get(pair, 0) >= _PAIR_CAP:
            return
        self.used[pair] = self.used.get(pair, 0) + 1
        points = self.random.choice((1, 2, 3, 5, 5, 5, 10)) if points is None else points
        kind = self.random.randrange(4) if kind is None else kind
        self.notes.append(WorldNote(sender, recipient, day, points, text, kind))

    def _day(self, month: int, *, is_late: bool = False) -> date:
        """A working day of the month; late: one of its last three days."""
        last = _last_day(month)
        if is_late:
            return last - timedelta(days=self.random.choice((0, 0, 1, 2)))
        day = date(YEAR, month, self.random.randint(1, last.day))
        return day if day.weekday() < 5 else day.replace(day=min(last.day, day.day + 2))


_SENTENCES = ("감사합니다", "도와주셔서 감사합니다", "늘 고맙습니다", "수고하셨습니다")
_PROJECT_SENTENCES = (
    "자료 함께 정리해 주셔서 고맙습니다",
    "회의 준비 고생하셨습니다",
    "합동 점검 함께해 주셔서 고맙습니다",
)
_RING_SENTENCE = "업무 협조에 감사드립니다"


def _last_day(month: int) -> date:
    return date(YEAR + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _poisson(random: Random, mean: float) -> int:
    count, passed = 0, random.expovariate(1.0)
    while passed < mean:
        count, passed = count + 1, passed + random.expovariate(1.0)
    return count
