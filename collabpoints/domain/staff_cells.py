"""The cells of HR's file: one cell at a time, from what was typed to what is kept, or to what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.roles import STATUS_WORDS
from collabpoints.domain.staff_columns import REQUIRED, Column
from collabpoints.domain.texts import DROPPED, cleaned, has_resident_number, is_stacked, is_unfit


class FromAbove(str):
    """A cell of a merged area, below its first: the value is that of the first."""

    __slots__ = ()


LONGEST: dict[Column, int] = {
    Column.NUMBER: 20,
    Column.NAME: 60,
    Column.DEPARTMENT_CODE: 40,
    Column.DEPARTMENT_NAME: 100,
    Column.PARENT_CODE: 40,
    Column.TEAM_CODE: 40,
    Column.TEAM_NAME: 100,
    Column.RANK: 40,
    Column.POSITION: 40,
    Column.DUTY: 200,
    Column.EMAIL: 254,
    Column.PHONE: 40,
    Column.STATUS: 20,
    Column.SINCE: 40,
    Column.PLACE: 9,
    Column.EMPLOYMENT: 20,
    Column.JOINED: 40,
}
"""The longest cell of each column, in characters after cleaning; as wide as what keeps it."""

_TOTAL = re.compile(
    r"(?:(?:합계|총계|소계|누계|계|총원|총인원|인원|total)[:：]?(?:총?[0-9,]+명?)?|총?[0-9,]+명|이상|끝|-*이하여백-*)[.]?"
)
_PLAIN = re.compile(r"[!-~가-힣]+(?: [!-~가-힣]+)*")
_THIRTEEN_DIGITS = re.compile(r"\d(?:[^\d]*\d){12}")
_DIGITS_OF_A_RESIDENT_NUMBER = 13
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]*", re.ASCII)
_EMAIL = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+")
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\. ?([0-9]{1,2})\. ?|년 ?([0-9]{1,2})월 ?)([0-9]{1,2})[.일]?"
    r"(?:[ T]00:00(?::00)?)?",
    re.ASCII,
)
_SERIAL = re.compile(r"[1-7][0-9]{4}", re.ASCII)
_SERIAL_ZERO = date(1899, 12, 30)
_TOGETHER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_SHOWN = 40


def kept(text: str) -> str:
    """The cell as it is kept: NFC, trimmed, runs of white space as one space."""
    return text if _PLAIN.fullmatch(text) else " ".join(cleaned(text).split())


def judge(column: Column, line: int, raw: str, text: str) -> Refusal | None:
    """What is wrong with a cell (`raw` as in the file, `text` as `kept`); None when it may be kept."""
    if is_hiding(raw):
        return _refusal(Code.CELL_INVISIBLE, column, line, raw)
    if not text:
        return Refusal.of(Code.CELL_MISSING, line=line, column=column.value) if column in REQUIRED else None
    if len(text) > LONGEST[column]:
        maximum = LONGEST[column]
        return Refusal.of(Code.CELL_LONG, line=line, column=column.value, value=shown(text), maximum=maximum)
    code = _objection(column, text)
    return None if code is None else _refusal(code, column, line, text)


def is_hiding(raw: str) -> bool:
    """Whether a cell holds characters that cannot be seen, or that turn what follows."""
    if _PLAIN.fullmatch(raw):
        return False
    return is_unfit(raw.replace("\r", "\n")) or any(character in DROPPED for character in raw)


def holds_resident_number(raw: str) -> bool:
    """Whether a resident registration number seems to stand in a cell, of any column."""
    return (
        len(raw) >= _DIGITS_OF_A_RESIDENT_NUMBER
        and _THIRTEEN_DIGITS.search(raw) is not None
        and has_resident_number(raw)
    )


def is_total(first: str) -> bool:
    """Whether a row that begins with this cell is a line of totals and not a person."""
    return _TOTAL.fullmatch("".join(kept(first).split()).lower()) is not None


def day(text: str) -> date | None:
    """The date that a cell names: 2026-07-01, 2026.7.1., 2026/7/1, 20260701, 2026년 7월 1일, or the number that a
    spreadsheet keeps for it (46204). None for anything else."""
    if is_serial(text):
        found_on = _SERIAL_ZERO + timedelta(days=int(text))
        return found_on if _FIRST_YEAR <= found_on.year <= _LAST_YEAR else None
    found = _DATE.fullmatch(text) or _TOGETHER.fullmatch(text)
    if found is None:
        return None
    year, month, number = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, number) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def is_serial(text: str) -> bool:
    """Whether a date is written as the number of its day, as spreadsheets keep it."""
    return _SERIAL.fullmatch(text) is not None


def shown(text: str) -> str:
    """A cell as an error shows it: what cannot be seen as its code point, and not longer than a line."""
    cut = text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
    return "".join(_visible(character) for character in cut)


def _objection(column: Column, text: str) -> Code | None:
    if column is Column.STATUS:
        return None if text in STATUS_WORDS else Code.STATUS_UNKNOWN
    if column in (Column.SINCE, Column.JOINED):
        return None if day(text) else Code.DATE_INVALID
    is_fit = not is_stacked(text) and _SHAPES.get(column, _anything)(text)
    return None if is_fit else Code.CELL_INVALID


def _refusal(code: Code, column: Column, line: int, text: str) -> Refusal:
    return Refusal.of(code, line=line, column=column.value, value=shown(text))


def _visible(character: str) -> str:
    if character == " " or (unicodedata.category(character)[0] in "LNPSM" and not is_unfit(character)):
        return character
    return f"[U+{ord(character):04X}]"


def _anything(_text: str) -> bool:
    return True


def _has_a_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


_SHAPES: dict[Column, Callable[[str], bool]] = {
    Column.NUMBER: lambda text: _NUMBER.fullmatch(text) is not None,
    Column.NAME: _has_a_letter,
    Column.EMAIL: lambda text: _EMAIL.fullmatch(text) is not None,
    Column.PLACE: lambda text: text.isascii() and text.isdigit(),
}
