"""The columns of HR's file, and the headings under which HR systems export them, in any order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.hangul import nfc


class Column(StrEnum):
    """What a column may hold. The value is the heading by which sentences call it."""

    NUMBER = "사번"
    NAME = "성명"
    DEPARTMENT_CODE = "부서코드"
    DEPARTMENT_NAME = "부서명"
    PARENT_CODE = "상위부서코드"
    TEAM_CODE = "팀코드"
    TEAM_NAME = "팀명"
    RANK = "직급"
    POSITION = "직위"
    DUTY = "담당업무"
    EMAIL = "전자우편"
    PHONE = "행정전화"
    STATUS = "재직상태"
    SINCE = "발령일"
    PLACE = "직제순"
    EMPLOYMENT = "고용형태"
    JOINED = "임용일"


HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.NUMBER: ("사번", "직원번호", "행정번호", "행번", "개인번호", "사원번호", "공무원번호"),
    Column.NAME: ("성명", "이름", "직원명", "사원명", "성명(한글)", "한글성명"),
    Column.DEPARTMENT_CODE: ("부서코드", "소속코드", "소속부서코드", "현부서코드"),
    Column.DEPARTMENT_NAME: ("부서명", "소속", "소속명", "소속부서", "소속부서명", "현소속", "현부서", "부서"),
    Column.PARENT_CODE: ("상위부서코드", "상위소속코드", "상위코드", "상위부서"),
    Column.TEAM_CODE: ("팀코드",),
    Column.TEAM_NAME: ("팀명", "팀"),
    Column.RANK: ("직급", "직급명", "현직급"),
    Column.POSITION: ("직위", "직책", "직위명", "현직위", "보직", "보직명"),
    Column.DUTY: ("담당업무", "업무", "담당사무"),
    Column.EMAIL: ("이메일", "전자우편", "전자메일", "email", "e-mail", "메일", "이메일주소"),
    Column.PHONE: ("내선", "내선번호", "행정전화", "행정전화번호", "전화번호", "전화", "사무실전화"),
    Column.STATUS: ("재직상태", "상태", "재직구분", "근무상태"),
    Column.SINCE: ("발령일", "현부서발령일", "발령일자", "현부서발령일자"),
    Column.PLACE: ("직제순", "직제순서"),
    Column.EMPLOYMENT: ("고용형태", "고용구분", "직종"),
    Column.JOINED: ("임용일", "최초임용일", "입사일", "임용일자", "입사일자"),
}
REQUIRED = (Column.NUMBER, Column.NAME, Column.DEPARTMENT_CODE, Column.DEPARTMENT_NAME)
LINES_ABOVE = 10
"""The heading stands within this many lines; titles and dates of printing may stand above it."""

_KNOWN = {heading: column for column, headings in HEADINGS.items() for heading in headings}


@dataclass(frozen=True, slots=True)
class Heading:
    """Where each column stands: places count from 0; a column that the file does not have is absent. `unread`: headings
    that are none of ours, as they are written."""

    line: int
    places: Mapping[Column, int]
    refusals: tuple[Refusal, ...]
    unread: tuple[str, ...] = ()


def heading_of(rows: Sequence[tuple[int, Sequence[str]]]) -> Heading:
    """The heading among a file's first rows (line, cells): the row that names most columns, the first of equals.

    Its refusals say which required columns are missing and which stand twice; empty when the table can be read.
    """
    found = Heading(1, {}, ())
    best = 0
    for line, cells in rows[:LINES_ABOVE]:
        columns = [_KNOWN.get(_folded(cell)) for cell in cells]
        named = len({column for column in columns if column})
        if named > best:
            unread = tuple(
                " ".join(nfc(cell).split()) for cell in cells if cell.strip() and not _KNOWN.get(_folded(cell))
            )
            best, found = named, Heading(line, *_places(columns), unread)
    missing = [column for column in REQUIRED if column not in found.places]
    refusals = tuple(Refusal.of(Code.COLUMN_MISSING, column=column.value) for column in missing)
    return Heading(found.line, found.places, found.refusals + refusals, found.unread)


def _places(columns: Sequence[Column | None]) -> tuple[dict[Column, int], tuple[Refusal, ...]]:
    places: dict[Column, int] = {}
    twice: dict[Column, None] = {}
    for place, column in enumerate(columns):
        if column is not None:
            if column in places:
                twice[column] = None
            places.setdefault(column, place)
    return places, tuple(Refusal.of(Code.COLUMN_TWICE, column=column.value) for column in twice)


def _folded(heading: str) -> str:
    return "".join(nfc(heading).split()).lower()
