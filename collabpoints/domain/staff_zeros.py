"""Numbers whose leading zeros a spreadsheet took away: matched to those that are known, where only one fits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.staff import Directory, FileRefused, WantedPerson
from collabpoints.domain.staff_departments import WantedDepartment
from collabpoints.domain.staff_remarks import Remark, RemarkKind


def with_zeros(directory: Directory, numbers: Collection[str], codes: Collection[str]) -> Directory:
    """The directory with employee numbers and department codes as they are known, and a remark for each.

    One that fits two known ones raises FileRefused with its line: whoever is meant, the other would seem to have left."""
    own, unclear = _known(directory.people, numbers)
    departments, unclear_codes = _known(directory.departments, codes)
    refusals = [
        *(_unclear(directory.people[number].line, "사번", number, fitting) for number, fitting in unclear),
        *(_unclear(directory.departments[code].line, "부서코드", code, fitting) for code, fitting in unclear_codes),
    ]
    if refusals:
        raise FileRefused(refusals, len(refusals))
    if not own and not departments:
        return directory
    remarks = [
        *(Remark(RemarkKind.NUMBER_PADDED, directory.people[one].line, one, known) for one, known in own.items()),
        *(
            Remark(RemarkKind.CODE_PADDED, directory.departments[one].line, one, known)
            for one, known in departments.items()
        ),
    ]
    return replace(
        directory,
        people={own.get(number, number): _person(one, own, departments) for number, one in directory.people.items()},
        departments={
            departments.get(code, code): _department(one, departments) for code, one in directory.departments.items()
        },
        remarks=directory.remarks.with_more(remarks),
    )


def _known(written: Mapping[str, object], known: Collection[str]) -> tuple[dict[str, str], list[tuple[str, list[str]]]]:
    """For what is written and not known: the one known that differs by leading zeros; and those that more than one fits.
    What stands in the file itself under its own zeros is nobody else's."""
    padded: dict[str, list[str]] = {}
    for one in _zeroed(known):
        if one not in written:
            padded.setdefault(one.lstrip("0"), []).append(one)
    found: dict[str, str] = {}
    unclear = []
    for one in written:
        fitting = padded.get(one.lstrip("0"), []) if one not in known and _lost_zeros(one) else []
        if len(fitting) == 1:
            found[one] = fitting[0]
        elif fitting:
            unclear.append((one, sorted(fitting)))
    return found, unclear


def _zeroed(known: Iterable[str]) -> Iterable[str]:
    return (one for one in known if one.startswith("0") and one != "0")


def _lost_zeros(written: str) -> bool:
    return written == "0" or (written[:1].isdigit() and not written.startswith("0"))


def _person(one: WantedPerson, numbers: Mapping[str, str], codes: Mapping[str, str]) -> WantedPerson:
    code = codes.get(one.department_code, one.department_code)
    return one._replace(number=numbers.get(one.number, one.number), department_code=code)


def _department(one: WantedDepartment, codes: Mapping[str, str]) -> WantedDepartment:
    return one._replace(code=codes.get(one.code, one.code), parent_code=codes.get(one.parent_code, one.parent_code))


def _unclear(line: int, column: str, value: str, fitting: Collection[str]) -> Refusal:
    return Refusal.of(Code.ZEROS_UNCLEAR, line=line, column=column, value=value, known=", ".join(fitting))
