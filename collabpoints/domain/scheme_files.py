"""A scheme as a TOML file: read with all its faults at once, written in one canonical way."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import tomli_w

from collabpoints.domain.scheme_book import Scheme
from collabpoints.domain.scheme_contradictions import contradictions
from collabpoints.domain.scheme_faults import Fault, FaultCode, SchemeFault
from collabpoints.domain.scheme_fields import FIELDS, GROUPS
from collabpoints.domain.scheme_kinds import FAULTY, Field, unknown
from collabpoints.domain.scheme_lists import Rows, read_fields

LONGEST_FILE = 100_000
"""In characters. The fullest scheme that the bounds allow in practice is a tenth of it."""

# A key of thousands of parts keeps tomllib busy for half a minute (it looks at all of them for each); no scheme has more
# than three.
_ENDLESS_KEY = re.compile(r"""(?:\.[ \t]*+(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+){200}""")
_LINE = re.compile(r"at line ([0-9]+)")
_TABLES = tuple(dict.fromkeys(field.path.partition(".")[0] for field in FIELDS if "." in field.path))
_LINES = tuple(field.path for field in FIELDS if "." not in field.path and isinstance(field.kind, Rows))


@lru_cache(maxsize=64)
def parse_scheme(text: str) -> Scheme:
    """The scheme that a TOML text describes. Raises SchemeFault with everything that is wrong.

    Kept for the texts that were read last: each send asks for the month's scheme.
    """
    return scheme_of(read_toml(text))


def read_toml(text: str) -> dict[str, object]:
    """What a TOML text holds. Raises SchemeFault when it is none."""
    check_length(text)
    if endless := _ENDLESS_KEY.search(text):
        raise SchemeFault([Fault.of(FaultCode.NOT_TOML, line=text.count("\n", 0, endless.start()) + 1)])
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as fault:  # ValueError: also a number with thousands of digits
        found = _LINE.search(str(fault))
        line = int(found[1]) if found else text.count("\n") + 1
        raise SchemeFault([Fault.of(FaultCode.NOT_TOML, line=line)]) from fault


def check_length(text: str) -> None:
    """Raises SchemeFault for a text that is longer than any file of a scheme."""
    if len(text) > LONGEST_FILE:
        raise SchemeFault([Fault.of(FaultCode.TOO_LARGE, longest=LONGEST_FILE)])


def scheme_of(book: Mapping[str, object]) -> Scheme:
    """The scheme of a book as TOML or a form gives it: tables by name, lists of tables for lines.

    Raises SchemeFault with everything that is wrong: unknown and missing fields, wrong values, contradictions.
    """
    values, faults = read_book(book)
    if faults:
        raise SchemeFault(faults)
    return Scheme(**values)


def read_book(book: Mapping[str, object]) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """The value of every field by its name (FAULTY where there is none), and all faults in the order of the fields."""
    found: list[Fault] = []
    values = read_fields([field for field in FIELDS if "." not in field.path], book, "", found)
    for name in _TABLES:
        fields = [field for field in FIELDS if field.path.startswith(f"{name}.")]
        table = book.get(name, {})
        if isinstance(table, Mapping):
            values |= read_fields(fields, table, name, found)
        else:
            found.append(Fault.of(FaultCode.NOT_A_TABLE, name))
            values |= dict.fromkeys((field.name for field in fields), FAULTY)
    found += contradictions(values)
    return values, (*_unknown(book), *sorted(found, key=_place))


def scheme_book(scheme: Scheme) -> dict[str, object]:
    """The scheme as a book: every field that has a value, in the order of the fields."""
    book: dict[str, Any] = {}
    for field in FIELDS:
        value = getattr(scheme, field.name)
        if value is not None:
            table, _, key = field.path.rpartition(".")
            (book.setdefault(table, {}) if table else book)[key] = field.kind.written(value)
    return book


def scheme_text(scheme: Scheme) -> str:
    """The scheme as TOML, written in one way only: the same scheme is the same text, and reads as the same scheme.

    Each table stands under a comment that says what it is about.
    """
    book = scheme_book(scheme)
    plain = {key: value for key, value in book.items() if key not in (*_TABLES, *_LINES)}
    parts = [tomli_w.dumps(plain)]
    for name in (*_TABLES, *_LINES):
        if book[name]:
            parts.append(f"# {_heading(name)}\n{tomli_w.dumps({name: book[name]})}")
    return "\n".join(parts)


def _heading(table: str) -> str:
    groups = dict.fromkeys(field.group for field in FIELDS if field.path.partition(".")[0] == table)
    return " / ".join(f"{GROUPS[group].ko} ({GROUPS[group].en})" for group in groups)


def _unknown(book: Mapping[str, object]) -> list[Fault]:
    found: list[Fault] = []
    unknown(found, "", book.keys() - {*_TABLES, *(field.path for field in FIELDS)})
    for name in _TABLES:
        table = book.get(name)
        if isinstance(table, Mapping):
            own = {field.path.partition(".")[2] for field in FIELDS if field.path.startswith(f"{name}.")}
            unknown(found, name, table.keys() - own)
    return found


def _place(fault: Fault) -> int:
    """Where the fault's field stands among the fields; a whole table stands where its first field does."""
    for place, field in enumerate(FIELDS):
        if _concerns(fault.path, field):
            return place
    return len(FIELDS)


def _concerns(path: str, field: Field) -> bool:
    return path == field.path or path.startswith(f"{field.path}.") or field.path.startswith(f"{path}.")
