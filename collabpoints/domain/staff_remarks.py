"""What was understood of HR's file although it was not written plainly: told beside the preview, so that nobody is surprised."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

MOST_OF_A_KIND = 20


class RemarkKind(StrEnum):
    """What a remark is about, in the order in which they are told."""

    HEADING = "heading"
    COLUMNS_UNREAD = "columns_unread"
    LINE_PASSED = "line_passed"
    FROM_ABOVE = "from_above"
    SERIAL = "serial"
    NUMBER_PADDED = "number_padded"
    CODE_PADDED = "code_padded"
    PARENT_NAMED = "parent_named"
    SAME_NAME = "same_name"
    SAME_PERSON = "same_person"


class Remark(NamedTuple):
    """One of them: the line that it is about (0: none), what was read, and as what."""

    kind: RemarkKind
    line: int
    value: str = ""
    meaning: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class RemarkList:
    """The remarks of one kind: how many, and the first twenty of them."""

    kind: RemarkKind
    count: int
    remarks: tuple[Remark, ...]

    @property
    def unshown(self) -> int:
        return self.count - len(self.remarks)


@dataclass(slots=True)
class Remarks:
    """What was remarked so far; of each kind twenty are kept and all are counted. Cells from above in one line after the
    other are one remark, whose `more` is the last of the lines."""

    kept: dict[RemarkKind, list[Remark]] = field(default_factory=dict)
    counts: dict[RemarkKind, int] = field(default_factory=dict)
    block: Remark | None = None

    def add(self, remark: Remark) -> None:
        own = self.kept.setdefault(remark.kind, [])
        if remark.kind is RemarkKind.FROM_ABOVE:
            before, self.block = self.block, remark
            if before and before.value == remark.value and int(before.more or before.line) + 1 == remark.line:
                self.block = before._replace(more=str(remark.line))
                if own[-1] == before:
                    own[-1] = self.block
                return
        if len(own) < MOST_OF_A_KIND:
            own.append(remark)
        self.counts[remark.kind] = self.counts.get(remark.kind, 0) + 1

    def with_more(self, remarks: Iterable[Remark]) -> "Remarks":
        """These and some more; this one stays as it is."""
        found = Remarks({kind: list(own) for kind, own in self.kept.items()}, dict(self.counts))
        for remark in remarks:
            found.add(remark)
        return found

    def lists(self) -> tuple[RemarkList, ...]:
        """By kind, in the order of kinds."""
        return tuple(
            RemarkList(kind, self.counts[kind], tuple(self.kept[kind])) for kind in RemarkKind if kind in self.kept
        )
