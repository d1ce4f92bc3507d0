"""The numbers of a collaboration tree as a table, on its page and as a file: exactly those of the picture, limb by limb."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString

from collabpoints.domain.trees import LimbKind
from collabpoints.queries.trees import Branch, GrownTree
from collabpoints.views.tree_words import limb_name

HEADINGS: tuple[LazyString, ...] = (
    sentence("인원"),
    sentence("받은 메시지"),
    sentence("다른 실·국에서"),
    sentence("보낸 메시지"),
)
"""Of the numbers in the table, from left to right."""


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A row of the table. `place` None: the whole tree. `figures` (received, crossed, sent) are None where they are not shown."""

    place: int | None
    parent: int | None
    name: str
    people: int
    figures: tuple[int, int, int] | None
    code: str


def table(tree: GrownTree, agency: str) -> tuple[TreeRow, ...]:
    """The whole, then limb by limb in their order: exactly the numbers of the picture."""
    figures = tree.figures
    whole = TreeRow(
        place=None,
        parent=None,
        name=tree.root.name or agency,
        people=tree.people,
        figures=None if figures is None else (figures.received, figures.crossed, figures.sent),
        code="",
    )
    return whole, *(_row(tree, branch) for branch in tree.branches if branch.limb.kind is not LimbKind.BOUGH)


def file_headings() -> list[str]:
    """Of the table as a file."""
    return [_("큰 가지"), _("부서"), *(str(one) for one in HEADINGS)]


def file_rows(rows: Sequence[TreeRow]) -> list[list[str]]:
    """The table as a file: each row with the name of the limb that it grows from; figures that are not shown stay empty."""
    names = {row.place: row.name for row in rows if row.place is not None}
    return [
        [
            names.get(row.parent or 0, ""),
            row.name,
            str(row.people),
            *(("", "", "") if row.figures is None else map(str, row.figures)),
        ]
        for row in rows
    ]


def _row(tree: GrownTree, branch: Branch) -> TreeRow:
    limb = branch.limb
    is_told = limb.received is not None and limb.crossed is not None and limb.sent is not None
    return TreeRow(
        place=limb.place,
        parent=limb.parent,
        name=limb_name(tree, branch),
        people=limb.people,
        figures=(limb.received, limb.crossed, limb.sent) if is_told else None,  # type: ignore[arg-type]
        code=branch.code,
    )
