"""A file of orders against the directory: who is meant, what each order would do, what is objected to."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.staff_order_files import OrderLine
from collabpoints.domain.staff_orders import TAKES_DEPARTMENT, TAKES_UNTIL, Act, Order
from collabpoints.models import Department
from collabpoints.queries.staff_previews import Preview, preview_of
from collabpoints.queries.staff_records import person_of_number


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line with the person and the order that it means. `preview` None: it means nobody, or no department."""

    line: OrderLine
    person_id: int | None
    order: Order | None
    preview: Preview | None
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class WantedOrders:
    """Every line of the file, in its order; `digest` is what a confirmation names."""

    lines: tuple[Wanted, ...]
    digest: str

    @property
    def is_sound(self) -> bool:
        return not any(one.refusals for one in self.lines)


def wanted_orders(agency_id: int, lines: Sequence[OrderLine], *, actor_person_id: int | None) -> WantedOrders:
    """What the file would do. Inside a unit of work it sees that unit."""
    with reading() as session:
        codes = dict(
            iter(
                session.execute(
                    select(Department.code, Department.id).where(
                        Department.agency_id == agency_id, Department.closed_on.is_(None)
                    )
                )
            )
        )
    found = tuple(_wanted(agency_id, line, codes, actor_person_id) for line in lines)
    sha = hashlib.sha256()
    for one in found:
        sha.update(f"{one.line!r}/{one.person_id}/{one.preview.digest if one.preview else ''}\n".encode())
    return WantedOrders(found, sha.hexdigest())


def _wanted(agency_id: int, line: OrderLine, codes: dict[str, int], actor_person_id: int | None) -> Wanted:
    person_id = person_of_number(agency_id, line.known_by)
    refusals = []
    if person_id is None:
        refusals.append(Refusal.of(Code.PERSON_UNKNOWN))
    if line.department_code and line.department_code not in codes:
        refusals.append(Refusal.of(Code.DEPARTMENT_UNKNOWN))
    if person_id is None or refusals:
        return Wanted(line, person_id, None, None, tuple(refusals))
    order = Order(
        line.act,
        line.effective_on,
        department_id=codes.get(line.department_code) if line.act in TAKES_DEPARTMENT else None,
        rank=line.rank,
        position=line.position,
        duty=line.duty,
        number=line.number if line.act is Act.REHIRE else "",
        until_on=line.until_on if line.act in TAKES_UNTIL else None,
        document=line.document,
    )
    preview = preview_of(agency_id, person_id, order, actor_person_id=actor_person_id)
    refusals = list(preview.refusals)
    if line.name and line.name != preview.record.name:
        refusals.append(Refusal.of(Code.ORDER_NAME_DIFFERS, value=line.name))
    return Wanted(line, person_id, order, preview, tuple(refusals))
