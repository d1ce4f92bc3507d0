"""The kinds of values a scheme's field may hold: how each is read from a file, written to it, typed and worded.

A kind reads what TOML or a form gives it; what is wrong goes to a list of faults and the value is FAULTY. `typed` turns
what stands in a form's box into what a file would hold; what cannot be turned stays text, and reading names the fault.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any, ClassVar, Final

from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_faults import Fault, FaultCode
from collabpoints.domain.scheme_words import Wording, wording_of
from collabpoints.domain.texts import cleaned, is_stacked, is_unfit, without_unfit

CODE_LENGTH = 40
_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", re.ASCII)
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_HUNDREDTHS = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,2}))?", re.ASCII)
YES_OR_NO = {True: Wording("예", "yes"), False: Wording("아니요", "no")}


class Mark(Enum):
    """REQUIRED: a file has to name the field. FAULTY: what it names is not of its kind."""

    REQUIRED = 1
    FAULTY = 2


REQUIRED: Final = Mark.REQUIRED
FAULTY: Final = Mark.FAULTY


class Kind(ABC):
    """What a field may hold. `is_own_words`: what the agency wrote itself, and nobody translates."""

    is_own_words: ClassVar[bool] = False

    @abstractmethod
    def read(self, value: object, path: str, faults: list[Fault]) -> Any:
        """The value as the rules use it, or FAULTY with at least one fault more in the list."""

    @abstractmethod
    def worded(self, value: Any) -> Wording:
        """The value as people read it."""

    def lines(self, value: Any) -> tuple[Wording, ...]:
        """The value as people read it where there is room: a wording for each of its lines, one for most kinds."""
        return (self.worded(value),)

    @abstractmethod
    def limits(self) -> Wording:
        """What a value may be, for docs and beside a form's box."""

    def written(self, value: Any) -> object:
        """The value as a file holds it."""
        return value

    def typed(self, text: str) -> object:
        """What a form's box says, as a file would hold it."""
        return text

    def shown(self, value: Any) -> str:
        """The value as it stands in a form's box."""
        return str(self.written(value))

    def retyped(self, value: object) -> str:
        """What stands in a form's box of what a file holds and could not be read: typed anew it is the same."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the scheme: where a file holds it, what the rules call it, and what people are told about it."""

    path: str
    name: str
    kind: Kind
    ko: tuple[str, str]
    en: tuple[str, str]
    default: Any = REQUIRED
    absent: Wording | None = None
    group: str = ""
    changed_by: Role = Role.OFFICER

    @property
    def label(self) -> Wording:
        return Wording(self.ko[0], self.en[0])

    @property
    def explanation(self) -> Wording:
        return Wording(self.ko[1], self.en[1])

    @property
    def is_required(self) -> bool:
        return self.default is REQUIRED

    def worded(self, value: Any) -> Wording:
        """A value of this field as people read it; what is absent by the field's own words."""
        if value is None:
            return self.absent or Wording("없음", "none")
        return self.kind.worded(value)

    def lines(self, value: Any) -> Wording:
        """The same with a line for each line of a list."""
        if value is None or value == ():
            return self.worded(value)
        lines = self.kind.lines(value)
        return Wording("\n".join(line.ko for line in lines), "\n".join(line.en for line in lines))

    def language_of(self, value: Any) -> str:
        """The language of a value's own words: "ko", "en", "und" where nobody knows; "" where it is worded in both."""
        if not value or not self.kind.is_own_words:
            return ""
        return {"_ko": "ko", "_en": "en"}.get(self.path[-3:], "und")

    def within(self, group: str) -> "Field":
        """The same field, shown in that group."""
        return replace(self, group=group)


def fault(faults: list[Fault], code: FaultCode, path: str, **values: str | int) -> Mark:
    """Adds the fault; answers FAULTY."""
    faults.append(Fault.of(code, path, **values))
    return FAULTY


def unknown(faults: list[Fault], table: str, keys: Iterable[str]) -> None:
    """Adds a fault for each key that a table does not have; of a key only what can be shown stands in its path."""
    for key in sorted(keys):
        shown = without_unfit(key).replace("\n", " ")[:CODE_LENGTH]
        fault(faults, FaultCode.UNKNOWN, f"{table}.{shown}" if table else shown)


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """One line of text, cleaned and composed, of at most `longest` characters."""

    longest: int
    may_be_empty: bool = False
    is_own_words: ClassVar[bool] = True

    def read(self, value: object, path: str, faults: list[Fault]) -> Any:
        if not isinstance(value, str):
            return fault(faults, FaultCode.NOT_A_TEXT, path)
        text = cleaned(value)
        if is_unfit(text) or is_stacked(text) or "\n" in text or "\t" in text:
            return fault(faults, FaultCode.UNFIT, path)
        if not text and not self.may_be_empty:
            return fault(faults, FaultCode.EMPTY, path)
        if len(text) > self.longest:
            return fault(faults, FaultCode.TOO_LONG, path, longest=self.longest, length=len(text))
        return text

    def worded(self, value: Any) -> Wording:
        return Wording(value, value)

    def limits(self) -> Wording:
        return Wording(f"{self.longest}자까지", f"at most {self.longest} characters")


@dataclass(frozen=True, slots=True)
class Code(Kind):
    """A short name for machines: small letters, digits, single dashes or low lines between them."""

    def read(self, value: object, path: str, faults: list[Fault]) -> Any:
        if not isinstance(value, str):
            return fault(faults, FaultCode.NOT_A_TEXT, path)
        if len(value) > CODE_LENGTH or not _CODE.fullmatch(value):
            return fault(faults, FaultCode.NOT_A_CODE, path, longest=CODE_LENGTH)
        return value

    def worded(self, value: Any) -> Wording:
        return Wording(value, value)

    def limits(self) -> Wording:
        return Wording(
            f"영문 소문자, 숫자, 붙임표로 {CODE_LENGTH}자까지", f"small letters, digits, dashes; at most {CODE_LENGTH}"
        )


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A whole number from `low` to `high`. True and 5.0 are none."""

    low: int
    high: int
    unit: Wording = Wording("", "")  # noqa: RUF009  (frozen)

    def read(self, value: object, path: str, faults: list[Fault]) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            return fault(faults, FaultCode.NOT_A_NUMBER, path, low=self.low, high=self.high)
        if not self.low <= value <= self.high:
            return fault(faults, FaultCode.OUT_OF_BOUNDS, path, low=self.low, high=self.high)
        return value

    def worded(self, value: Any) -> Wording:
        return Wording(f"{value:,}{self.unit.ko}", f"{value:,} {self.unit.en}".strip())

    def limits(self) -> Wording:
        low, high = self.worded(self.low), self.worded(self.high)
        return Wording(f"{low.ko} ~ {high.ko}", f"{low.en} to {high.en}")

    def typed(self, text: str) -> object:
        return int(text) if _WHOLE_NUMBER.fullmatch(text.strip()) else text


@dataclass(frozen=True, slots=True)
class Hundredths(Number):
    """A number with two places, held as whole hundredths: 50 is 0.5; of a percentage, 10000 is 100 %."""

    def worded(self, value: Any) -> Wording:
        said = self.shown(value)
        return Wording(f"{said}{self.unit.ko}", f"{said} {self.unit.en}".strip())

    def typed(self, text: str) -> object:
        found = _HUNDREDTHS.fullmatch(text.strip())
        return text if found is None else int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))

    def shown(self, value: Any) -> str:
        return f"{value // 100}.{value % 100:02d}".rstrip("0").rstrip(".")

    def retyped(self, value: object) -> str:
        return self.shown(value) if isinstance(value, int) and value >= 0 else str(value)


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """True or false."""

    def read(self, value: object, path: str, faults: list[Fault]) -> Any:
        return value if isinstance(value, bool) else fault(faults, FaultCode.NOT_A_FLAG, path)

    def worded(self, value: Any) -> Wording:
        return YES_OR_NO[value]

    def limits(self) -> Wording:
        return Wording("예(true) 또는 아니요(false)", "yes (true) or no (false)")

    def typed(self, text: str) -> object:
        return {"true": True, "false": False, "y": True, "": False}.get(text, text)

    def shown(self, value: Any) -> str:
        return "true" if value else "false"


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of some words."""

    of: tuple[StrEnum, ...]

    def read(self, value: object, path: str, faults: list[Fault]) -> Any:
        return chosen(self.of, value, path, faults)

    def worded(self, value: Any) -> Wording:
        return wording_of(value)

    def limits(self) -> Wording:
        return listed_words(self.of)

    def written(self, value: Any) -> object:
        return value.value


def listed_words(of: Iterable[StrEnum]) -> Wording:
    """The words to choose among, each with its spelling in files."""
    words = tuple(of)
    return Wording(
        ", ".join(f"{wording_of(word).ko}({word})" for word in words),
        ", ".join(f"{wording_of(word).en} ({word})" for word in words),
    )


def chosen(of: Iterable[StrEnum], value: object, path: str, faults: list[Fault]) -> Any:
    """The word among `of` that a value names, or FAULTY."""
    words = {word.value: word for word in of}
    if isinstance(value, str) and value in words:
        return words[value]
    return fault(faults, FaultCode.NOT_A_CHOICE, path, choices=", ".join(words))
