"""What a person should look at before HR's file is applied: names that meet, records that may be one person, parents that no
line of the file is about. Hints only: nothing is joined by itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from collabpoints.domain.staff import WantedPerson
from collabpoints.domain.staff_departments import WantedDepartment
from collabpoints.domain.staff_remarks import Remark, RemarkKind

_FEWEST_DIGITS = 4
"""An extension says something; fewer digits do not."""


class Known(NamedTuple):
    """A record that the file does not name: somebody who left, or is about to by this file."""

    number: str
    name: str
    email: str
    phone: str


def named_parents(written: Mapping[str, WantedDepartment], named: Mapping[str, WantedDepartment]) -> Iterator[Remark]:
    """Departments that stand in the file as parents only, and how they are called."""
    for code, one in written.items():
        if not one.name:
            yield Remark(RemarkKind.PARENT_NAMED, one.line, code, named[code].name)


def same_names(people: Mapping[str, WantedPerson], departments: Mapping[str, WantedDepartment]) -> Iterator[Remark]:
    """Two people of one name in one department: whoever writes to one has to tell them apart."""
    first: dict[tuple[str, str], WantedPerson] = {}
    for one in people.values():
        other = first.setdefault((one.department_code, one.name), one)
        if other is not one:
            numbers = f"{other.number}, {one.number}"
            yield Remark(RemarkKind.SAME_NAME, one.line, one.name, departments[one.department_code].name, numbers)


def same_persons(
    people: Mapping[str, WantedPerson], new: Sequence[WantedPerson], others: Iterable[Known]
) -> Iterator[Remark]:
    """People under a new number who may be somebody known: the same name, and the same e-mail address or telephone."""
    wanted = {clue: one for one in new for clue in _clues(one.name, one.email or "", one.phone or "")}
    if not wanted:
        return
    in_file = (Known(one.number, one.name, one.email or "", one.phone or "") for one in people.values())
    told: set[tuple[str, str]] = set()
    for other in (*others, *in_file):
        for clue in _clues(other.name, other.email, other.phone):
            one = wanted.get(clue)
            if one is None or one.number == other.number:
                continue
            pair = (min(one.number, other.number), max(one.number, other.number))
            if pair not in told:
                told.add(pair)
                yield Remark(RemarkKind.SAME_PERSON, one.line, one.name, one.number, other.number)


def _clues(name: str, email: str, phone: str) -> Iterator[tuple[str, str]]:
    if email:
        yield name, email.lower()
    digits = "".join(character for character in phone if character.isdigit())
    if len(digits) >= _FEWEST_DIGITS:
        yield name, digits
