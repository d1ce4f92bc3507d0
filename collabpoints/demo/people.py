"""The agency's 1,200 people: names, numbers, posts, and who is away."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from collabpoints.demo.names import name_of
from collabpoints.demo.organisation import DemoDepartment, organisation
from collabpoints.domain.periods import Month
from collabpoints.domain.roles import Status

STAFF = 1200
_TWINS = 2  # pairs of namesakes within one department
_PEOPLE_A_TEAM_LEADER = 7
_LEAST = 9
_SECRETARY = "서무·일정 관리"
_AWAY = ((Status.LEAVE, 22), (Status.SECONDED, 16), (Status.TRAINING, 10))
_BIRTH_YEARS = {"3급": (1967, 1970), "4급": (1967, 1974), "5급": (1969, 1984), "6급": (1972, 1988), "7급": (1980, 1994),
                "8급": (1985, 1999), "9급": (1990, 2003), "연구사": (1975, 1996), "공무직": (1968, 1998)}  # fmt: skip
_STAFF_RANKS = ("6급", "7급", "8급", "9급", "공무직")
_STAFF_SHARES = (30, 34, 18, 11, 7)
_OTHERS_A_TERM = 25
_DAYS_OF_JOINING = ((1, 1), (3, 2), (4, 1), (7, 1), (9, 1), (10, 1), (12, 1))
_POSITIONS = {"연구사": "연구사", "공무직": "공무직"}


@dataclass(frozen=True, slots=True)
class DemoPost:
    """An appointment: the department by its place, half-open dates."""

    department: int
    starts_on: date
    ends_on: date | None
    rank: str
    position: str
    duty: str


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person with his posts in order; the last is today's. `away_from` is the day since when he is on leave,
    `employment` the kind in HR's words, `joined_on` the day when he came to the agency: that of his first post or earlier."""

    surname: str
    given: str
    number: str
    phone: str
    employment: str
    joined_on: date
    status: Status
    away_from: date | None
    posts: tuple[DemoPost, ...]

    @property
    def name(self) -> str:
        return self.surname + self.given

    @property
    def post(self) -> DemoPost:
        """Today's post."""
        return self.posts[-1]

    def post_on(self, day: date) -> DemoPost | None:
        """The post that he held on a day; None before he came or once he was on leave."""
        if self.away_from is not None and day >= self.away_from:
            return None
        held = [post for post in self.posts if post.starts_on <= day and (post.ends_on is None or day < post.ends_on)]
        return held[0] if held else None


def demo_people(rng: Random, month: Month) -> tuple[DemoPerson, ...]:
    """Everybody, in the official order of departments, heads first. The same for a seed and a month."""
    departments = organisation().departments
    sizes = _sizes(rng, departments)
    posts = [
        post
        for department in departments
        for post in _posts_of(rng, department, sizes[department.place], _last_reshuffles(month))
    ]
    tails = rng.sample(range(1000, 10_000), len(posts))
    people = [_person(rng, post, order, tails[order], month) for order, post in enumerate(posts)]
    people = _with_absences(rng, people, month)
    return tuple(_with_twins(rng, _without_twins(rng, people)))


def _sizes(rng: Random, departments: tuple[DemoDepartment, ...]) -> list[int]:
    """How many people serve in each: a bureau has its head and a secretary, the rest is spread unevenly as in life."""
    bureaus = sum(department.level == 1 for department in departments)
    weights = {d.place: rng.lognormvariate(0, 0.3) for d in departments if d.level >= 2}
    free = STAFF - 2 * bureaus - _LEAST * len(weights)
    total = sum(weights.values())
    sizes = [(0, 2)[department.level == 1] for department in departments]
    for place, weight in weights.items():
        sizes[place] = _LEAST + int(free * weight / total)
    for place in sorted(weights, key=lambda place: -weights[place])[: STAFF - sum(sizes)]:
        sizes[place] += 1
    return sizes


def _last_reshuffles(month: Month) -> tuple[date, ...]:
    """The days of the latest January and July appointments up to this month, newest first."""
    newest = Month(month.year, 7 if month.month >= 7 else 1)
    return tuple(newest.shifted(-6 * ago).first_day for ago in range(8))


def _posts_of(rng: Random, department: DemoDepartment, size: int, reshuffles: tuple[date, ...]) -> list[DemoPost]:
    if not size:
        return []
    head_rank = {1: "3급", 2: "4급", 3: "5급"}[department.level]
    jobs = [(head_rank, department.head_position, f"{department.name} 업무 총괄")]
    jobs += [("7급", "주무관", _SECRETARY)] if department.level == 1 else _jobs(rng, department, size - 1)
    return [DemoPost(department.place, _since(rng, reshuffles), None, *job) for job in jobs]


def _jobs(rng: Random, department: DemoDepartment, count: int) -> list[tuple[str, str, str]]:
    """Rank, position and duty of everybody below the head; team leaders first."""
    duties = list(department.duties)
    rng.shuffle(duties)
    leaders = count // _PEOPLE_A_TEAM_LEADER if department.level == 2 else 0
    jobs = []
    for order in range(count):
        duty = duties[order % len(duties)]
        rank, position = _rank_and_position(rng, department, is_leader=order < leaders)
        jobs.append((rank, position, f"{duty} 총괄" if position == "팀장" else duty))
    return jobs


def _rank_and_position(rng: Random, department: DemoDepartment, *, is_leader: bool) -> tuple[str, str]:
    if is_leader:
        return "5급", "팀장"
    if department.has_researchers and rng.random() < 0.55:
        return "연구사", "연구사"
    if rng.random() < 0.04:
        return "5급", "사무관"
    rank: str = rng.choices(_STAFF_RANKS, _STAFF_SHARES)[0]
    return rank, _POSITIONS.get(rank, "주무관")


def _since(rng: Random, reshuffles: tuple[date, ...]) -> date:
    return rng.choices(reshuffles, (22, 22, 16, 14, 10, 8, 5, 3))[0]


def _person(rng: Random, post: DemoPost, order: int, tail: int, month: Month) -> DemoPerson:
    low, high = _BIRTH_YEARS[post.rank]
    born = rng.randint(low, high)
    surname, given = name_of(rng, born)
    hired = min(max(born + rng.randint(23, 33), 1992), post.starts_on.year)
    posts: tuple[DemoPost, ...] = (post,)
    if post.starts_on >= month.shifted(-11).first_day and hired < post.starts_on.year and rng.random() < 0.85:
        posts = (_earlier(rng, post, hired), post)
    number, phone = f"{hired}{order + 1:05d}", f"000-0000-{tail:04d}"
    kind, joined_on = _employment(post, order), _joined_on(hired, order, posts[0])
    return DemoPerson(surname, given, number, phone, kind, joined_on, Status.ACTIVE, None, posts)


def _employment(post: DemoPost, order: int) -> str:
    """공무직 are so by rank; of the others below a head a few are appointed for a term."""
    if post.rank == "공무직":
        return "공무직"
    is_for_a_term = post.position in ("주무관", "연구사") and order % _OTHERS_A_TERM == 0
    return "임기제" if is_for_a_term else "일반직"


def _joined_on(hired: int, order: int, first: DemoPost) -> date:
    """One of the year's days on which people are appointed, not after the first post; chance has no part in it, so that
    everything else of the agency is as it would be without."""
    days = [date(hired, *day) for day in _DAYS_OF_JOINING]
    past = [day for day in days if day <= first.starts_on]
    return past[order % len(past)]


def _earlier(rng: Random, post: DemoPost, hired: int) -> DemoPost:
    """Where he served until he was moved: another department at the same level, or another team."""
    places = [
        d for d in organisation().departments if d.level >= 2 and d.place != post.department and d.level == _level(post)
    ] or [d for d in organisation().departments if d.level == 1 and d.place != post.department]
    before = rng.choice(places)
    is_head = post.duty.endswith(" 업무 총괄")
    duty = f"{before.name} 업무 총괄" if is_head else rng.choice(before.duties or (_SECRETARY,))
    position = before.head_position if is_head else post.position
    starts_on = post.starts_on.replace(year=max(hired, post.starts_on.year - rng.randint(1, 3)))
    return DemoPost(before.place, starts_on, post.starts_on, post.rank, position, duty)


def _level(post: DemoPost) -> int:
    return organisation().departments[post.department].level


def _with_absences(rng: Random, people: list[DemoPerson], month: Month) -> list[DemoPerson]:
    """Some are on leave since some month, seconded or at a training institute; heads of bureaus are there."""
    ordinary = [order for order, person in enumerate(people) if person.post.rank not in ("3급", "4급")]
    chosen = iter(rng.sample(ordinary, sum(count for _status, count in _AWAY)))
    for status, count in _AWAY:
        for order in (next(chosen) for _ in range(count)):
            since = month.shifted(-rng.randint(0, 9)).first_day if status is Status.LEAVE else None
            people[order] = replace(people[order], status=status, away_from=since)
    return people


def _home(person: DemoPerson) -> int:
    return organisation().departments[person.post.department].home


def _without_twins(rng: Random, people: list[DemoPerson]) -> list[DemoPerson]:
    """Namesakes stay where they are in different departments; within one, the second gets another name."""
    taken: set[tuple[int, str]] = set()
    for order, person in enumerate(people):
        while (_home(person), person.name) in taken:
            surname, given = name_of(rng, rng.randint(*_BIRTH_YEARS[person.post.rank]))
            person = people[order] = replace(person, surname=surname, given=given)  # noqa: PLW2901
        taken.add((_home(person), person.name))
    return people


def _with_twins(rng: Random, people: list[DemoPerson]) -> list[DemoPerson]:
    """Two departments have a pair of namesakes each, both 주무관, so that a search has to tell them apart."""
    homes = rng.sample([d.place for d in organisation().departments if d.level == 2], _TWINS)
    for home in homes:
        staff = [
            order for order, person in enumerate(people) if _home(person) == home and person.post.position == "주무관"
        ]
        first, second = rng.sample(staff, 2)
        shared = people[first]
        people[second] = replace(people[second], surname=shared.surname, given=shared.given)
    return people
