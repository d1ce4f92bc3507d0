"""The kinds of values that are lists: words chosen or free, points that a note may carry, lines of several columns."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from collabpoints.domain.scheme_faults import Fault, FaultCode
from collabpoints.domain.scheme_kinds import FAULTY, Field, Kind, Text, chosen, fault, listed_words, unknown
from collabpoints.domain.scheme_words import Wording, wording_of

HIGHEST_POINTS = 1000
"""No note and no special grant carries more; the ledger refuses it too."""
_NOTHING = Wording("없음", "none")
_A_RANGE = re.compile(r"([0-9]{1,4}) *[-~] *([0-9]{1,4}) */ *([0-9]{1,4})", re.ASCII)
_A_LIST = re.compile(r"[0-9]{1,4}(?: *, *[0-9]{1,4})*", re.ASCII)


def _joined(wordings: Iterable[Wording]) -> Wording:
    said = tuple(wordings)
    return Wording(", ".join(w.ko for w in said), ", ".join(w.en for w in said)) if said else _NOTHING


def _listed(value: object, path: str, most: int, faults: list[Fault]) -> list[object] | None:
    if not isinstance(value, list | tuple):
        fault(faults, FaultCode.NOT_A_LIST, path)
        return None
    if len(value) > most:
        fault(faults, FaultCode.TOO_MANY, path, most=most)
        return None
    return list(value)


def _repeated(values: Iterable[str], path: str, faults: list[Fault]) -> bool:
    """Whether something stands twice; each such thing is one fault."""
    twice = [value for value, times in Counter(values).items() if times > 1]
    for value in twice:
        fault(faults, FaultCode.TWICE, path, value=value)
    return bool(twice)


@dataclass(frozen=True, slots=True)
class Choices(Kind):
    """Some of the words, in no order."""

    of: tuple[StrEnum, ...]
    may_be_empty: bool = False

    def read(self, value: object, path: str, faults: list[Fault]) -> Any:
        found = _chosen_list(self.of, value, path, faults)
        if found is FAULTY:
            return FAULTY
        if not found and not self.may_be_empty:
            return fault(faults, FaultCode.EMPTY, path)
        return frozenset(found)

    def worded(self, value: Any) -> Wording:
        return _joined(wording_of(word) for word in self.of if word in value)

    def limits(self) -> Wording:
        words = listed_words(self.of)
        return Wording(f"여럿 가운데: {words.ko}", f"some of: {words.en}")

    def written(self, value: Any) -> object:
        return [word.value for word in self.of if word in value]


@dataclass(frozen=True, slots=True)
class Order(Kind):
    """Some of the words, the first first; it may be empty."""

    of: tuple[StrEnum, ...]

    def read(self, value: object, path: str, faults: list[Fault]) -> Any:
        found = _chosen_list(self.of, value, path, faults)
        return FAULTY if found is FAULTY else tuple(found)

    def worded(self, value: Any) -> Wording:
        said = [wording_of(word) for word in value]
        return Wording(" → ".join(w.ko for w in said), " → ".join(w.en for w in said)) if said else _NOTHING

    def limits(self) -> Wording:
        words = listed_words(self.of)
        return Wording(f"차례대로: {words.ko}", f"in order: {words.en}")

    def written(self, value: Any) -> object:
        return [word.value for word in value]


def _chosen_list(of: tuple[StrEnum, ...], value: object, path: str, faults: list[Fault]) -> Any:
    given = _listed(value, path, len(of) * 2, faults)
    if given is None:
        return FAULTY
    found = [chosen(of, word, path, faults) for word in given]
    if any(word is FAULTY for word in found) or _repeated((word.value for word in found), path, faults):
        return FAULTY
    return found


@dataclass(frozen=True, slots=True)
class Words(Kind):
    """Words of the agency's own (ranks, positions, phrases, department codes): one line each, none twice."""

    most: int
    longest: int
    may_be_empty: bool = True
    is_own_words: ClassVar[bool] = True

    def read(self, value: object, path: str, faults: list[Fault]) -> Any:
        given = _listed(value, path, self.most, faults)
        if given is None:
            return FAULTY
        words = [Text(self.longest).read(word, f"{path}.{line}", faults) for line, word in enumerate(given, 1)]
        if any(word is FAULTY for word in words) or _repeated(words, path, faults):
            return FAULTY
        if not words and not self.may_be_empty:
            return fault(faults, FaultCode.EMPTY, path)
        return tuple(words)

    def worded(self, value: Any) -> Wording:
        return _joined(self.lines(value))

    def lines(self, value: Any) -> tuple[Wording, ...]:
        return tuple(Wording(word, word) for word in value)

    def limits(self) -> Wording:
        return Wording(f"{self.longest}자까지 {self.most}줄", f"{self.most} lines of at most {self.longest} characters")

    def written(self, value: Any) -> object:
        return list(value)

    def typed(self, text: str) -> object:
        return [line for line in map(str.strip, text.splitlines()) if line]

    def shown(self, value: Any) -> str:
        return "\n".join(value)

    def retyped(self, value: object) -> str:
        return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class Points(Kind):
    """The points that a note may carry, ascending: a fixed amount `[10]`, a list `[10, 30]`, or a range with a step
    `{from = 10, to = 50, step = 10}`. A list of three or more with even steps is written as the range that it is."""

    def read(self, value: object, path: str, faults: list[Fault]) -> Any:
        if isinstance(value, Mapping):
            return _from_range(value, path, faults)
        given = _listed(value, path, HIGHEST_POINTS, faults)
        if given is None:
            return FAULTY
        if not given:
            return fault(faults, FaultCode.EMPTY, path)
        points = [_one_amount(amount, path, faults) for amount in given]
        if any(amount is FAULTY for amount in points):
            return FAULTY
        if points != sorted(set(points)):
            return fault(faults, FaultCode.NOT_ASCENDING, path)
        return tuple(points)

    def worded(self, value: Any) -> Wording:
        written = self.written(value)
        if isinstance(written, dict):
            low, high, step = written["from"], written["to"], written["step"]
            return Wording(f"{low}~{high}포인트, {step}포인트 단위", f"{low} to {high} points in steps of {step}")
        said = ", ".join(map(str, value))
        return Wording(f"{said}포인트", f"{said} points")

    def limits(self) -> Wording:
        return Wording(
            f"1 ~ {HIGHEST_POINTS}: 하나, 목록, 또는 {{ from, to, step }}",
            f"1 to {HIGHEST_POINTS}: one, a list, or {{ from, to, step }}",
        )

    def written(self, value: Any) -> object:
        if len(value) >= 3 and tuple(range(value[0], value[-1] + 1, value[1] - value[0])) == value:
            return {"from": value[0], "to": value[-1], "step": value[1] - value[0]}
        return list(value)

    def typed(self, text: str) -> object:
        found = _A_RANGE.fullmatch(text.strip())
        if found is not None:
            return dict(zip(("from", "to", "step"), map(int, found.groups()), strict=True))
        return [int(part) for part in text.split(",")] if _A_LIST.fullmatch(text.strip()) else text

    def shown(self, value: Any) -> str:
        written = self.written(value)
        if isinstance(written, dict):
            return f"{written['from']}-{written['to']}/{written['step']}"
        return ", ".join(map(str, value))

    def retyped(self, value: object) -> str:
        if isinstance(value, Mapping) and value.keys() == {"from", "to", "step"}:
            return "{from}-{to}/{step}".format_map(value)
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _one_amount(value: object, path: str, faults: list[Fault]) -> Any:
    if not isinstance(value, int) or isinstance(value, bool):
        return fault(faults, FaultCode.NOT_A_NUMBER, path, low=1, high=HIGHEST_POINTS)
    if not 1 <= value <= HIGHEST_POINTS:
        return fault(faults, FaultCode.OUT_OF_BOUNDS, path, low=1, high=HIGHEST_POINTS)
    return value


def _from_range(value: Mapping[str, object], path: str, faults: list[Fault]) -> Any:
    ends: dict[str, Any] = {}
    for name in ("from", "to", "step"):
        where = f"{path}.{name}"
        ends[name] = (
            _one_amount(value[name], where, faults) if name in value else fault(faults, FaultCode.MISSING, where)
        )
    unknown(faults, path, value.keys() - ends.keys())
    if value.keys() != ends.keys() or any(end is FAULTY for end in ends.values()):
        return FAULTY
    low, high, step = ends["from"], ends["to"], ends["step"]
    if low > high:
        return fault(faults, FaultCode.RANGE_REVERSED, path, low=low, high=high)
    if (high - low) % step:
        return fault(faults, FaultCode.STEP_UNEVEN, path, low=low, high=high, step=step)
    return tuple(range(low, high + 1, step))


@dataclass(frozen=True, slots=True)
class Rows(Kind):
    """Lines of several columns, each a frozen dataclass of type `of`; no two agree in all the columns `unique`."""

    of: type
    columns: tuple[Field, ...]
    most: int
    unique: tuple[str, ...]

    def read(self, value: object, path: str, faults: list[Fault]) -> Any:
        given = _listed(value, path, self.most, faults)
        if given is None:
            return FAULTY
        rows = [self._row(row, f"{path}.{line}", faults) for line, row in enumerate(given, 1)]
        if any(row is FAULTY for row in rows):
            return FAULTY
        names = (" · ".join(str(getattr(row, name)) for name in self.unique) for row in rows)
        return FAULTY if _repeated(names, path, faults) else tuple(rows)

    def worded(self, value: Any) -> Wording:
        said = self.lines(value)
        return Wording("; ".join(w.ko for w in said), "; ".join(w.en for w in said)) if said else _NOTHING

    def lines(self, value: Any) -> tuple[Wording, ...]:
        rows = [[column.worded(getattr(row, column.name)) for column in self.columns] for row in value]
        return tuple(Wording(" · ".join(w.ko for w in row), " · ".join(w.en for w in row)) for row in rows)

    def limits(self) -> Wording:
        ko = ", ".join(f"{column.label.ko}({column.path})" for column in self.columns)
        en = ", ".join(f"{column.label.en} ({column.path})" for column in self.columns)
        return Wording(f"{self.most}줄까지: {ko}", f"at most {self.most} lines of {en}")

    def written(self, value: Any) -> object:
        return [{c.path: c.kind.written(getattr(row, c.name)) for c in self.columns} for row in value]

    def _row(self, row: object, path: str, faults: list[Fault]) -> Any:
        if not isinstance(row, Mapping):
            return fault(faults, FaultCode.NOT_A_TABLE, path)
        values = read_fields(self.columns, row, path, faults)
        strange = row.keys() - {column.path for column in self.columns}
        unknown(faults, path, strange)
        return FAULTY if strange or any(value is FAULTY for value in values.values()) else self.of(**values)


def read_fields(fields: Iterable[Field], table: Mapping[str, object], path: str, faults: list[Fault]) -> dict[str, Any]:
    """The values of the fields of one table by their names, FAULTY where they are not; `table` is keyed by the last part
    of a field's path."""
    values: dict[str, Any] = {}
    for field in fields:
        key = field.path.rpartition(".")[2]
        where = f"{path}.{key}" if path else key
        if key in table:
            values[field.name] = field.kind.read(table[key], where, faults)
        elif field.is_required:
            values[field.name] = fault(faults, FaultCode.MISSING, where)
        else:
            values[field.name] = field.default
    return values
