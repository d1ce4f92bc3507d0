"""Staff orders (인사 발령): what may happen to one person's service, in which state, on which date.

Pure: who he is and what the agency looks like come in as facts, every objection goes out at once. What an order then
changes is `domain/staff_effects.py`. The same two decide when an order is shown, when it is placed, and again on its day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.roles import Role, Status
from collabpoints.domain.texts import judge_text

MOST_DAYS_BACK = 92
"""An order may be written down so many days after it took effect: what is older belongs in HR's file."""
MOST_DAYS_AHEAD = 366
LONGEST = {"rank": 40, "position": 40, "duty": 200, "document": 100}
_LONGEST_NUMBER = 20


class Act(StrEnum):
    """What an order does: 전보, 파견, 파견 복귀, 겸임, 겸임 해제, 휴직, 복직, 퇴직, 재임용, 합치기."""

    TRANSFER = "transfer"
    SECOND = "second"
    END_SECONDMENT = "end_secondment"
    CONCURRENT = "concurrent"
    END_CONCURRENT = "end_concurrent"
    LEAVE = "leave"
    RETURN = "return"
    PART = "part"
    REHIRE = "rehire"
    MERGE = "merge"


class Kind(StrEnum):
    """What a post is: where one belongs, another beside it (겸임), or where one is lent to within the agency (파견)."""

    PRIMARY = "primary"
    CONCURRENT = "concurrent"
    SECONDED = "seconded"


@dataclass(frozen=True, slots=True)
class Post:
    """Where somebody serves from when to when, half-open. `id` None: an order would begin it."""

    id: int | None
    kind: Kind
    department_id: int
    rank: str
    position: str
    duty: str
    starts_on: date
    ends_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)


@dataclass(frozen=True, slots=True)
class Service:
    """A service under a number. `id` None: an order would begin it. `left_on`: the first day without it."""

    id: int | None
    number: str
    status: Status
    joined_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A role that the person holds; a head's names the department."""

    grant_id: int
    role: Role
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """All that the rules look at of a person. `services` by beginning; `posts` are those of the newest service, by
    beginning; `login` is "" where there is no account. `merged_into`: this record is another's already."""

    person_id: int
    name: str
    services: tuple[Service, ...]
    posts: tuple[Post, ...]
    roles: tuple[Held, ...] = ()
    login: str = ""
    is_opted_out: bool = False
    merged_into: int | None = None

    @property
    def serving(self) -> Service | None:
        """The service that goes on, if one does."""
        return next((one for one in self.services if one.left_on is None), None)

    @property
    def status(self) -> Status:
        return self.serving.status if self.serving else Status.LEFT

    @property
    def latest(self) -> Post | None:
        """The latest primary post, even one that is still to come or is over."""
        return next((post for post in reversed(self.posts) if post.kind is Kind.PRIMARY), None)

    def primary(self, day: date) -> Post | None:
        return next((post for post in self.posts if post.kind is Kind.PRIMARY and post.covers(day)), None)

    def beside(self, kind: Kind, day: date) -> tuple[Post, ...]:
        return tuple(post for post in self.posts if post.kind is kind and post.covers(day))


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants. "" keeps what was; see `models/staff_orders.py` for each field."""

    act: Act
    effective_on: date
    department_id: int | None = None
    rank: str = ""
    position: str = ""
    duty: str = ""
    number: str = ""
    until_on: date | None = None
    document: str = ""
    other_person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What the agency looks like. `homes`: of every department the one that
    ranks it, by id; `open_departments` those that may be ordered to. `is_number_taken`: the order's number is
    somebody's, or another signs in with it. `is_last_administrator`: without this person (of a merge: without the other
    record) nobody could grant roles. `other`: the record that a merge joins to this one."""

    today: date
    open_departments: frozenset[int] = frozenset()
    homes: Mapping[int, int] = field(default_factory=dict)
    is_number_taken: bool = False
    is_last_administrator: bool = False
    other: Record | None = None
    actor_person_id: int | None = None


ASKS_DEPARTMENT = frozenset({Act.TRANSFER, Act.CONCURRENT, Act.REHIRE})
"""Acts that need a department."""
TAKES_DEPARTMENT = ASKS_DEPARTMENT | {Act.SECOND, Act.RETURN, Act.END_CONCURRENT}
TAKES_UNTIL = frozenset({Act.SECOND, Act.CONCURRENT, Act.LEAVE})

_POSSIBLE = {
    Status.ACTIVE: (Act.TRANSFER, Act.SECOND, Act.CONCURRENT, Act.LEAVE, Act.PART),
    Status.TRAINING: (Act.TRANSFER, Act.SECOND, Act.CONCURRENT, Act.LEAVE, Act.RETURN, Act.PART),
    Status.SECONDED: (Act.TRANSFER, Act.END_SECONDMENT, Act.PART),
    Status.LEAVE: (Act.TRANSFER, Act.RETURN, Act.PART),
    Status.LEFT: (Act.REHIRE,),
}


def possible_acts(record: Record, day: date) -> tuple[Act, ...]:
    """What can be ordered for somebody who stands like this on that day, in the order of `Act`."""
    if record.merged_into is not None:
        return ()
    acts = {*_POSSIBLE[record.status], Act.MERGE}
    if record.beside(Kind.SECONDED, day):
        acts = (acts | {Act.END_SECONDMENT}) - {Act.SECOND}
    if record.beside(Kind.CONCURRENT, day):
        acts.add(Act.END_CONCURRENT)
    return tuple(act for act in Act if act in acts)


def judge(record: Record, order: Order, around: Around) -> tuple[Refusal, ...]:
    """Every objection to this order for somebody who stands like this on its day."""
    found = [*_texts(order), *_days(record, order, around.today)]
    if order.act not in possible_acts(record, order.effective_on):
        return (*found, Refusal.of(Code.ORDER_NOT_NOW))
    if order.act in TAKES_DEPARTMENT:
        found += _department(record, order, around)
    if order.act is Act.REHIRE:
        found += _number(order, around)
    if order.act is Act.MERGE:
        found += _merge(record, around)
    if order.act in (Act.PART, Act.MERGE) and around.is_last_administrator:
        found.append(Refusal.of(Code.ROLE_LAST_ADMINISTRATOR))
    return tuple(found)


def judge_dates(order: Order, today: date) -> tuple[Refusal, ...]:
    """Whether the day lies within what may be ordered; asked when an order is placed, not again when it is carried out."""
    earliest, latest = today - timedelta(days=MOST_DAYS_BACK), today + timedelta(days=MOST_DAYS_AHEAD)
    if earliest <= order.effective_on <= latest:
        return ()
    return (Refusal.of(Code.ORDER_DAY_OUTSIDE, "effective_on", first=earliest.isoformat(), last=latest.isoformat()),)


def _texts(order: Order) -> Iterator[Refusal]:
    for name, longest in LONGEST.items():
        text = getattr(order, name)
        if text:
            yield from judge_text(text, minimum=0, maximum=longest, field=name)


def _days(record: Record, order: Order, today: date) -> Iterator[Refusal]:
    if order.until_on is not None and order.until_on <= order.effective_on:
        yield Refusal.of(Code.ORDER_UNTIL_BEFORE, "until_on")
    since = _since(record, order, today)
    if since is not None and order.effective_on < since:
        yield Refusal.of(Code.ORDER_BEFORE_POST, "effective_on", since=since.isoformat())


def _since(record: Record, order: Order, today: date) -> date | None:
    """The first day on which the order may take effect: what is written of days that are over is never rewritten."""
    a_day = timedelta(days=1)
    if order.act is Act.MERGE:
        return today
    if order.act is Act.REHIRE:
        return record.services[-1].left_on if record.services else None
    if order.act is Act.END_CONCURRENT:
        ending = next((post for post in record.posts if _is_ended(post, order)), None)
        return ending.starts_on + a_day if ending else None
    day = max(today, order.effective_on)
    begun = [post for post in record.posts if post.kind is Kind.PRIMARY and post.starts_on <= day]
    if not begun:
        return None
    is_cut = order.act in (Act.TRANSFER, Act.PART) or (order.act is Act.RETURN and order.department_id is not None)
    return begun[-1].starts_on + a_day if is_cut else begun[-1].starts_on


def _is_ended(post: Post, order: Order) -> bool:
    return post.kind is Kind.CONCURRENT and post.department_id == order.department_id and post.ends_on is None


def _department(record: Record, order: Order, around: Around) -> Iterator[Refusal]:
    day, wanted = order.effective_on, order.department_id
    if wanted is None:
        is_posted = record.primary(day) is not None
        if (
            order.act in ASKS_DEPARTMENT
            or order.act is Act.END_CONCURRENT
            or (order.act is Act.RETURN and not is_posted)
        ):
            yield Refusal.of(Code.DEPARTMENT_UNKNOWN, "department")
        return
    if order.act is Act.END_CONCURRENT:
        if not any(post.department_id == wanted for post in record.beside(Kind.CONCURRENT, day)):
            yield Refusal.of(Code.DEPARTMENT_UNKNOWN, "department")
        return
    if wanted not in around.open_departments:
        yield Refusal.of(Code.DEPARTMENT_UNKNOWN, "department")
    elif _is_same(record, order):
        yield Refusal.of(Code.ORDER_ALREADY_SO, "department")


def _is_same(record: Record, order: Order) -> bool:
    """Whether he is where the order puts him."""
    own = record.primary(order.effective_on)
    if order.act is Act.TRANSFER:
        return own is not None and own.department_id == order.department_id and _changes_nothing(own, order)
    if order.act in (Act.CONCURRENT, Act.SECOND):
        beside = record.beside(Kind.CONCURRENT if order.act is Act.CONCURRENT else Kind.SECONDED, order.effective_on)
        posts = (*beside, own) if own else beside
        return any(post.department_id == order.department_id for post in posts)
    return False


def _changes_nothing(post: Post, order: Order) -> bool:
    wanted = ((order.rank, post.rank), (order.position, post.position), (order.duty, post.duty))
    return all(new in ("", old) for new, old in wanted)


def _number(order: Order, around: Around) -> Iterator[Refusal]:
    plain = order.number.replace("-", "")
    if not (plain.isascii() and plain.isalnum() and len(order.number) <= _LONGEST_NUMBER):
        yield Refusal.of(Code.NUMBER_INVALID, "number")
    elif around.is_number_taken:
        yield Refusal.of(Code.ORDER_NUMBER_TAKEN, "number")


def _merge(record: Record, around: Around) -> Iterator[Refusal]:
    other = around.other
    if other is None:
        yield Refusal.of(Code.PERSON_UNKNOWN, "other")
    elif other.person_id == record.person_id or other.merged_into is not None:
        yield Refusal.of(Code.ORDER_SAME_RECORD, "other")
    elif around.actor_person_id in (record.person_id, other.person_id):
        yield Refusal.of(Code.ORDER_OWN_MERGE)
