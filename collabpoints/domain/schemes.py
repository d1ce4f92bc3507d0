"""The scheme (운영 기준): an agency's rule book, as data.

A scheme is one canonical TOML text; it is stored with its digest, and parsed to one frozen dataclass. The presets in
`presets/` are the rule sets that agencies have published; what a report does not say is marked there as an assumption.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from collabpoints.domain.roles import Status


class AllowanceUnit(StrEnum):
    """In what the monthly allowance is counted: notes with points (충청남도 2015) or points (행정자치부 2016)."""

    NOTES = "notes"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One rule book. Weights are basis points (10000 = 100 %), lengths are code points after NFC."""

    code: str
    name_ko: str
    name_en: str
    used_for_ko: str
    used_for_en: str
    allowance_unit: AllowanceUnit
    allowance: int
    points_allowed: tuple[int, ...]
    is_same_department_allowed: bool
    pair_cap: int | None
    receiving_statuses: frozenset[Status]
    sending_statuses: frozenset[Status]
    text_minimum: int
    text_maximum: int
    take_back_minutes: int
    is_public_at_first: bool
    received_basis_points: int
    sent_basis_points: int

    @property
    def fixed_points(self) -> int | None:
        """The points of every note where the scheme leaves no choice; None where the sender chooses."""
        return self.points_allowed[0] if len(self.points_allowed) == 1 else None

    def cost(self, points: int) -> int:
        """What a note with so many points takes from the allowance, in the allowance's unit. Thanks alone costs nothing."""
        if points == 0:
            return 0
        return 1 if self.allowance_unit is AllowanceUnit.NOTES else points


class SchemeFault(ValueError):
    """A scheme's text is not a scheme; says which field and why."""


PRESETS = ("chungnam-2015", "directive-2016")
DEFAULT_PRESET = "directive-2016"


def preset_text(code: str) -> str:
    """The TOML text of a preset that ships with the application. Raises SchemeFault for an unknown name."""
    if code not in PRESETS:
        raise SchemeFault(f"no scheme is called {code!r}; there are: {', '.join(PRESETS)}")
    return (resources.files("collabpoints.domain") / "presets" / f"{code}.toml").read_text(encoding="utf-8")


def digest(text: str) -> str:
    """The SHA-256 of a scheme's text, hex: notes and months name the exact rule book that judged them."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)
def parse_scheme(text: str) -> Scheme:
    """The scheme that a TOML text describes. Raises SchemeFault naming the first field that is missing or wrong."""
    try:
        book = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise SchemeFault(f"not TOML: {fault}") from fault
    scheme = Scheme(
        code=_text(book, "code"),
        name_ko=_text(book, "name_ko"),
        name_en=_text(book, "name_en"),
        used_for_ko=_text(book, "used_for_ko"),
        used_for_en=_text(book, "used_for_en"),
        allowance_unit=AllowanceUnit(_text(_part(book, "allowance"), "unit")),
        allowance=_number(_part(book, "allowance"), "amount", 1, 100_000),
        points_allowed=_points(_part(book, "points").get("allowed")),
        is_same_department_allowed=_flag(_part(book, "recipients"), "same_department"),
        pair_cap=_optional_number(_part(book, "recipients"), "notes_to_one_person", 1, 1000),
        receiving_statuses=_statuses(_part(book, "recipients")),
        sending_statuses=_statuses(_part(book, "senders")),
        text_minimum=_number(_part(book, "text"), "minimum", 1, 500),
        text_maximum=_number(_part(book, "text"), "maximum", 1, 5000),
        take_back_minutes=_number(_part(book, "take_back"), "minutes", 0, 1440),
        is_public_at_first=_flag(_part(book, "visibility"), "public_at_first"),
        received_basis_points=_number(_part(book, "score"), "received_basis_points", 0, 1_000_000),
        sent_basis_points=_number(_part(book, "score"), "sent_basis_points", 0, 1_000_000),
    )
    if scheme.text_minimum > scheme.text_maximum:
        raise SchemeFault("text.minimum is above text.maximum")
    if scheme.cost(max(scheme.points_allowed)) > scheme.allowance:
        raise SchemeFault("points.allowed: one note would cost more than the month's allowance")
    return scheme


def _part(book: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = book.get(name)
    if not isinstance(part, dict):
        raise SchemeFault(f"the table [{name}] is missing")
    return part


def _text(book: Mapping[str, object], name: str) -> str:
    value = book.get(name)
    if not isinstance(value, str) or not value.strip():
        raise SchemeFault(f"{name} must be a text")
    return value


def _flag(book: Mapping[str, object], name: str) -> bool:
    value = book.get(name)
    if not isinstance(value, bool):
        raise SchemeFault(f"{name} must be true or false")
    return value


def _number(book: Mapping[str, object], name: str, low: int, high: int) -> int:
    value = book.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise SchemeFault(f"{name} must be a whole number from {low} to {high}")
    return value


def _optional_number(book: Mapping[str, object], name: str, low: int, high: int) -> int | None:
    return _number(book, name, low, high) if name in book else None


def _points(value: object) -> tuple[int, ...]:
    if not isinstance(value, Iterable) or isinstance(value, str | bytes):
        raise SchemeFault("points.allowed must be a list of whole numbers")
    points = tuple(value)
    if not points or any(not isinstance(p, int) or isinstance(p, bool) or not 1 <= p <= 1000 for p in points):
        raise SchemeFault("points.allowed must hold whole numbers from 1 to 1000")
    if list(points) != sorted(set(points)):
        raise SchemeFault("points.allowed must ascend without repeats")
    return points


def _statuses(book: Mapping[str, object]) -> frozenset[Status]:
    value = book.get("statuses")
    if not isinstance(value, list) or not value:
        raise SchemeFault("statuses must be a list")
    try:
        return frozenset(Status(word) for word in value)
    except ValueError as fault:
        raise SchemeFault(f"statuses: {fault}") from fault
