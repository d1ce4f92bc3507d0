"""Blocks of lines whose department stands in the first line only: merged cells, or cells left empty below it."""

from dataclasses import dataclass, field

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.staff_cells import FromAbove, kept, shown
from collabpoints.domain.staff_columns import Column
from collabpoints.domain.staff_remarks import Remark, RemarkKind

_OWN = (Column.DEPARTMENT_CODE, Column.DEPARTMENT_NAME, Column.PARENT_CODE, Column.PLACE)
_TEAM = (Column.TEAM_CODE, Column.TEAM_NAME)


@dataclass(slots=True)
class BlockAbove:
    """The department of the last line that had one, cell by cell as it was written."""

    cells: dict[Column, str] = field(default_factory=dict)

    def fill(self, line: int, raw: dict[Column, str]) -> tuple[Refusal | None, Remark | None]:
        """Empty cells of the department in `raw` take what stands above. Answers with what is remarked of it, or with the
        objection where the line above has a team: whether it is this one's too, an empty cell does not say."""
        code, name = raw[Column.DEPARTMENT_CODE], raw[Column.DEPARTMENT_NAME]
        if code and name and not code.isspace() and not name.isspace():
            self._keep(raw)
            merged = isinstance(code, FromAbove) or isinstance(name, FromAbove)
            return None, _remark(line, name) if merged else None
        if not self.cells or not raw[Column.NUMBER].strip() or not self._is_own(code, name):
            return None, None  # it is told as an empty cell
        for column in _OWN:
            if column in raw and not raw[column].strip():
                raw[column] = self.cells.get(column, "")
        had_team = any(self.cells.get(column, "").strip() for column in _TEAM)
        if had_team and not any(raw.get(column, "").strip() for column in _TEAM):
            return Refusal.of(Code.CELL_MISSING, line=line, column=Column.TEAM_NAME.value), None
        return None, _remark(line, raw[Column.DEPARTMENT_NAME])

    def _is_own(self, code: str, name: str) -> bool:
        """Whether what the line does have of the department is what stands above."""
        return all(
            not text.strip() or kept(text) == kept(self.cells[column])
            for column, text in ((Column.DEPARTMENT_CODE, code), (Column.DEPARTMENT_NAME, name))
        )

    def _keep(self, raw: dict[Column, str]) -> None:
        self.cells = {column: raw[column] for column in (*_OWN, *_TEAM) if column in raw}


def _remark(line: int, name: str) -> Remark:
    return Remark(RemarkKind.FROM_ABOVE, line, shown(kept(name)))
