"""The house of attack_office.py through the year: orders, files of them, records that are merged, reorganisations and patterns,
with payloads in every text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice

from sqlalchemy import select

from collabpoints import clock
from collabpoints.db import reading
from collabpoints.domain.pattern_facts import Finding, PatternDecisionKind, PatternKind
from collabpoints.domain.reorganisations import Act, Step
from collabpoints.domain.staff_orders import Act as Ordered
from collabpoints.domain.staff_orders import Order
from collabpoints.models import Department, PatternFinding
from collabpoints.queries.staff_previews import preview_of
from collabpoints.services.patterns import decide, keep_findings
from collabpoints.services.reorganisations import Details, add_step, begin_reorganisation, move_people
from collabpoints.services.staff_imports import keep_staff_file
from collabpoints.services.staff_orders import drop_order, place_order
from tests.browser.attack_duties import REASONS
from tests.browser.attack_office import (
    DUTIES,
    LETTERS,
    LINES,
    PLACES,
    POSITIONS,
    RANKS,
    House,
    house_of,
    this_month,
    today,
)
from tests.browser.attack_site import groups
from tests.factories.agencies import Colleague
from tests.factories.reorganisations import FAR
from tests.factories.worlds import World

CODES = [text for text in POSITIONS if len(text) <= 40]


@dataclass
class Directory:
    """`ordered`: his orders carry every document. `beside`: has a post for every duty. `moved`: each has a post that is called
    by payloads. `kept` and `other` are one person. `drafts`: reorganisations of which the first has every act; `file`: of orders, waiting."""

    house: House
    ordered: Colleague
    beside: Colleague
    moved: list[Colleague]
    kept: Colleague
    other: Colleague
    drafts: list[int]
    findings: list[int]
    file: int = 0


def directory_of(world: World) -> Directory:
    """Everything is done that the directory takes, and everybody stands out."""
    house = house_of(world)
    ordered, kept, other, beside, *moved = house.people
    made = Directory(house, ordered, beside, moved[:30], kept, other, [], [])
    _order(made)
    _merge(made)
    _reorganise(made)
    _find(made)
    made.file = _file(made)
    return made


def order(house: House, one: Colleague, wanted: Order) -> int:
    """The order stands as the officer was shown it."""
    actor = house.officer.person_id
    digest = preview_of(house.agency_id, one.person_id, wanted, actor_person_id=actor).digest
    return place_order(house.agency_id, one.person_id, wanted, expected=digest, actor_person_id=actor).order_id


def _order(made: Directory) -> None:
    """An order for every document, all but the last dropped; transfers of the others, half of them done today."""
    house, day = made.house, today() + timedelta(days=9)
    for n, document in enumerate(LINES):
        order_id = order(house, made.ordered, Order(Ordered.TRANSFER, day, house.places[n % 5], document=document))
        if n < len(LINES) - 1:
            drop_order(house.agency_id, order_id, actor_person_id=house.officer.person_id)
    for place, rank, position, duty in zip(house.places[40:], RANKS, POSITIONS, DUTIES, strict=False):
        wanted = Order(Ordered.CONCURRENT, today(), place, rank=rank, position=position, duty=duty)
        order(house, made.beside, wanted)
    posts = zip(made.moved, cycle(RANKS), reversed(POSITIONS), cycle(DUTIES), strict=False)
    for n, (one, rank, position, duty) in enumerate(posts):
        wanted = Order(
            Ordered.TRANSFER, day if n % 2 else today(), house.places[-n], rank=rank, position=position, duty=duty
        )
        order(house, one, wanted)


def _merge(made: Directory) -> None:
    """Notes went between two records of one person; two others are merged."""
    house = made.house
    house.world.send(made.kept, made.other, text=LETTERS[0])
    third, fourth = house.people[-2:]
    order(house, third, Order(Ordered.MERGE, today(), other_person_id=fourth.person_id, document=LINES[0]))


def _reorganise(made: Directory) -> None:
    """A draft for every title with its document, four of them with every name of a department."""
    house, now = made.house, clock.now()
    for title, document in zip(LINES, reversed(LINES), strict=True):
        made.drafts.append(
            begin_reorganisation(
                house.agency_id, Details(title, FAR, document), actor_person_id=house.officer.person_id, now=now,
                today=today(),
            )
        )  # fmt: skip
    codes = codes_of(house)
    names = iter(PLACES)
    for draft in made.drafts[:4]:
        for n, name in enumerate(islice(names, 32)):
            step = Step(0, Act.RENAME, codes[n], name) if n % 2 else Step(0, Act.OPEN, CODES[n], name)
            add_step(house.agency_id, draft, step)
    steps = (
        Step(0, Act.MERGE, codes[-1], into_code=codes[-2]),
        Step(0, Act.SPLIT, codes[-3], PLACES[0], into_code=CODES[-1]),
        Step(0, Act.MOVE, codes[-4], parent_code=codes[-5]),
        Step(0, Act.CLOSE, codes[-6]),
    )
    for step in steps:
        add_step(house.agency_id, made.drafts[0], step)
    move_people(house.agency_id, made.drafts[0], [made.kept.employee_id], codes[-2])


def codes_of(house: House) -> list[str]:
    """The codes of the departments that are called by payloads."""
    with reading() as session:
        codes = dict(iter(session.execute(select(Department.id, Department.code))))
    return [codes[one] for one in house.places]


def _find(made: Directory) -> None:
    """Everybody stands out in a ring of eight, with a note of every text behind it; of the first, every reason is said."""
    house, month, texts = made.house, this_month(), cycle(LETTERS)
    found = []
    for n, ring in enumerate(groups([str(place) for place in range(len(house.people) - 2)], 8)):
        people = [house.people[int(place)] for place in ring]
        notes = tuple(
            sorted(house.world.send(one, house.reader, text=next(texts), points=0).note_ids[0] for one in people)
        )
        kind = list(PatternKind)[n % len(PatternKind)]
        found.append(Finding(kind, tuple(one.person_id for one in people), notes, month.shifted(-2), month, 40, 78))
    keep_findings(house.agency_id, found)
    with reading() as session:
        made.findings += session.scalars(select(PatternFinding.id).order_by(PatternFinding.id))
    for n, reason in enumerate(REASONS):
        decision = (PatternDecisionKind.EXPLAINED, PatternDecisionKind.REVIEW)[n % 2]
        decide(made.findings[0], decision, agency_id=house.agency_id, person_id=house.officer.person_id, reason=reason)


def _file(made: Directory) -> int:
    """A file of orders with a line for most people, their posts called by payloads."""
    house, day = made.house, today() + timedelta(days=40)
    content = file_of(lines_of(house, f"{day}", house.people[3:-2])).encode()
    return keep_staff_file(
        house.agency_id, file_name=LINES[0], content=content, uploaded_by_person_id=house.administrator.person_id,
        now=clock.now(),
    )  # fmt: skip


def lines_of(house: House, day: str, people: list[Colleague]) -> Iterator[tuple[str, ...]]:
    """A transfer of each of them."""
    codes = cycle(codes_of(house)[::-1])
    for one, code, rank, position, duty, document in zip(
        people, codes, cycle(RANKS), cycle(POSITIONS), cycle(DUTIES), cycle(LINES), strict=False
    ):
        yield one.number, one.name, "전보", day, code, rank, position, duty, document


def file_of(lines: Iterable[tuple[str, ...]]) -> str:
    """A file of orders with these lines."""
    rows = [("사번", "성명", "발령구분", "발령일", "부서코드", "직급", "직위", "담당업무", "문서번호"), *lines]
    return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
