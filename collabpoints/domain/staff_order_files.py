"""HR's files of orders (인사 발령): rows of cells in, dated acts out, or everything that is wrong with them at once.

A file is one of orders where a heading says 발령구분. It is not the whole staff: who does not stand in it stays as he is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import NamedTuple

from collabpoints.domain import staff_cells
from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.hangul import nfc
from collabpoints.domain.staff import FileRefused, Row
from collabpoints.domain.staff_columns import HEADINGS, LINES_ABOVE, Column
from collabpoints.domain.staff_orders import Act

MOST_ORDERS = 500
ACT, UNTIL, DOCUMENT, FORMER = "발령구분", "종료예정일", "문서번호", "이전사번"
ORDER_HEADINGS: Mapping[str, tuple[str, ...]] = {
    ACT: ("발령구분", "발령종류", "발령유형"),
    UNTIL: ("종료예정일", "만료예정일", "만료일", "종료일"),
    DOCUMENT: ("문서번호", "발령문서번호", "발령번호"),
    FORMER: ("이전사번", "종전사번", "구사번"),
}
ORDER_WORDS: Mapping[str, Act] = {
    "전보": Act.TRANSFER, "전보발령": Act.TRANSFER, "부서이동": Act.TRANSFER, "파견": Act.SECOND,
    "파견복귀": Act.END_SECONDMENT, "파견종료": Act.END_SECONDMENT, "파견해제": Act.END_SECONDMENT,
    "겸임": Act.CONCURRENT, "겸직": Act.CONCURRENT, "겸임해제": Act.END_CONCURRENT, "휴직": Act.LEAVE,
    "복직": Act.RETURN, "퇴직": Act.PART, "면직": Act.PART, "의원면직": Act.PART, "정년퇴직": Act.PART,
    "명예퇴직": Act.PART, "재임용": Act.REHIRE,
}  # fmt: skip
_OURS = (Column.NUMBER, Column.NAME, Column.DEPARTMENT_CODE, Column.RANK, Column.POSITION, Column.DUTY, Column.SINCE)
_NEEDED = (Column.NUMBER.value, ACT, Column.SINCE.value)
_LONGEST = {ACT: 20, UNTIL: 40, DOCUMENT: 100, FORMER: 20}
_KNOWN = {
    **{heading: name for name, headings in ORDER_HEADINGS.items() for heading in headings},
    **{heading: column.value for column in _OURS for heading in HEADINGS[column]},
}


class OrderLine(NamedTuple):
    """One order as the file has it. `number` is the employee number that it is about; of a re-hired person the new one,
    with `former` as the one by which he is known. "" where the file does not say."""

    line: int
    number: str
    name: str
    act: Act
    effective_on: date
    until_on: date | None
    department_code: str
    rank: str
    position: str
    duty: str
    document: str
    former: str

    @property
    def known_by(self) -> str:
        """The number under which the directory knows him."""
        return self.former if self.act is Act.REHIRE and self.former else self.number


def is_order_file(rows: Iterable[Row]) -> bool:
    """Whether one of the first lines names a column of 발령구분."""
    above = islice((cells for _line, cells in rows if any(cells)), LINES_ABOVE)
    return any(_KNOWN.get(_folded(cell)) == ACT for cells in above for cell in cells)


def read_orders(rows: Iterable[Row]) -> tuple[OrderLine, ...]:
    """The orders of a file, in its order. Raises FileRefused with everything that is wrong, by line, column and value."""
    remaining = iter(rows)
    above = list(islice((row for row in remaining if any(row[1])), LINES_ABOVE))
    at, places = _heading(above)
    refusals = [Refusal.of(Code.COLUMN_MISSING, column=name) for name in _NEEDED if name not in places]
    if refusals:
        raise FileRefused(refusals, len(refusals))
    found: list[OrderLine] = []
    first: dict[str, int] = {}
    for line, cells in chain((row for row in above if row[0] > at), remaining):
        filled = [cell for cell in cells if cell.strip()]
        if not filled or staff_cells.is_total(filled[0]):
            continue
        cell = {name: staff_cells.kept(cells[place]) if place < len(cells) else "" for name, place in places.items()}
        wrong = list(_wrong(line, cells, places, cell))
        if not wrong and cell[Column.NUMBER.value] in first:
            number = cell[Column.NUMBER.value]
            wrong = [Refusal.of(Code.NUMBER_TWICE, line=line, value=number, first_line=first[number])]
        if wrong:
            refusals += wrong
            continue
        found.append(_order(line, cell))
        first[found[-1].number] = line
        if len(found) > MOST_ORDERS:
            raise FileRefused([Refusal.of(Code.ORDERS_TOO_MANY, most=MOST_ORDERS)], 1)
    if not found and not refusals:
        refusals.append(Refusal.of(Code.FILE_EMPTY))
    if refusals:
        raise FileRefused(refusals, len(refusals))
    return tuple(found)


def _heading(above: Sequence[Row]) -> tuple[int, dict[str, int]]:
    """The line of the heading (the one that names most columns), and where each column stands."""
    best = 0
    found: dict[str, int] = {}
    for line, cells in above:
        named: dict[str, int] = {}
        for place, cell in enumerate(cells):
            name = _KNOWN.get(_folded(cell))
            if name:
                named.setdefault(name, place)
        if len(named) > len(found):
            best, found = line, named
    return best, found


def _wrong(line: int, cells: Sequence[str], places: Mapping[str, int], cell: Mapping[str, str]) -> Iterable[Refusal]:
    for raw in cells:
        if staff_cells.holds_resident_number(raw):
            yield Refusal.of(Code.CELL_INVALID, line=line, column="", value="######-#######")
    for name, place in places.items():
        raw, text = cells[place] if place < len(cells) else "", cell[name]
        if name in _LONGEST:
            yield from _objections(line, name, raw, text)
        elif text or name in _NEEDED:
            refusal = staff_cells.judge(Column(name), line, raw, text)
            if refusal is None and not text:
                refusal = Refusal.of(Code.CELL_MISSING, line=line, column=name)
            if refusal is not None:
                yield refusal


def _objections(line: int, name: str, raw: str, text: str) -> Iterable[Refusal]:
    shown = staff_cells.shown(text)
    if staff_cells.is_hiding(raw):
        yield Refusal.of(Code.CELL_INVISIBLE, line=line, column=name, value=staff_cells.shown(raw))
    elif len(text) > _LONGEST[name]:
        yield Refusal.of(Code.CELL_LONG, line=line, column=name, value=shown, maximum=_LONGEST[name])
    elif name == ACT and "".join(text.split()) not in ORDER_WORDS:
        yield Refusal.of(Code.ORDER_ACT_UNKNOWN, line=line, value=shown)
    elif name == UNTIL and text and staff_cells.day(text) is None:
        yield Refusal.of(Code.DATE_INVALID, line=line, column=name, value=shown)


def _order(line: int, cell: Mapping[str, str]) -> OrderLine:
    on = staff_cells.day(cell[Column.SINCE.value])
    if on is None:
        raise ValueError("a day that was judged is one")
    return OrderLine(
        line=line,
        number=cell[Column.NUMBER.value],
        name=cell.get(Column.NAME.value, ""),
        act=ORDER_WORDS["".join(cell[ACT].split())],
        effective_on=on,
        until_on=staff_cells.day(cell.get(UNTIL, "")),
        department_code=cell.get(Column.DEPARTMENT_CODE.value, ""),
        rank=cell.get(Column.RANK.value, ""),
        position=cell.get(Column.POSITION.value, ""),
        duty=cell.get(Column.DUTY.value, ""),
        document=cell.get(DOCUMENT, ""),
        former=cell.get(FORMER, ""),
    )


def _folded(heading: str) -> str:
    return "".join(nfc(heading).split()).lower()
