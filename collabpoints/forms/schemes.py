"""The form of a scheme's draft: one control for each field of `domain/scheme_fields.py`, called by the field's path.

The fields are many and stand in one table, so their controls are made from it and not written a second time; WTForms
holds what goes along with them. What is typed becomes a book as a file would hold it, whether it is a scheme or not:
nothing that was typed is lost.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import tomli_w
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import AnyOf

from collabpoints.domain.scheme_fields import FIELDS
from collabpoints.domain.scheme_kinds import FAULTY, Choice, Field, Flag, Kind, Number, Text
from collabpoints.domain.scheme_lists import Choices, Order, Rows, Words
from collabpoints.domain.schemes import PRESETS

Book = dict[str, Any]

_BLANK_LINES = 1
"""Offered below the lines that are there; another press of "save" offers the next."""
_A_LINE = 60
"""A text of at most so many characters stands in a box of one line."""


class NewDraftForm(FlaskForm):
    """A draft for a month, from the present scheme (`source` empty) or a preset."""

    source = StringField(_("바탕이 되는 기준"), validators=[AnyOf(("", *PRESETS))])
    starts_in = StringField(_("시작하는 달"))


class SchemeFileForm(FlaskForm):
    """A draft for a month, from a file."""

    file = FileField(_("운영 기준 파일"), validators=[FileRequired(_("파일을 골라 주세요."))])
    starts_in = StringField(_("시작하는 달"), id="file_starts_in")


class DraftForm(FlaskForm):
    """What goes along with the fields: the month, and the revision that was read."""

    revision = HiddenField()
    starts_in = StringField(_("시작하는 달"))


class StartForm(FlaskForm):
    """Start it, change the running month at once, or drop it: the revision that was read, and why."""

    revision = HiddenField()
    reason = TextAreaField(_("사유"))


@dataclass(frozen=True, slots=True)
class Control:
    """How a field (or a column of a line) is asked for. `shape`: line, area, number, select, checks, order, flag, lines.
    `value` is what stands in it, `values` where it is several; `lines` are those of a field of lines."""

    field: Field
    name: str
    shape: str
    value: str = ""
    values: tuple[str, ...] = ()
    options: tuple[StrEnum, ...] = ()
    lines: tuple[tuple["Control", ...], ...] = ()

    @property
    def group(self) -> str:
        return self.field.group


def controls(book: Mapping[str, Any]) -> tuple[Control, ...]:
    """A control for every field, filled from a book (which need not be a scheme)."""
    return tuple(_control(field, field.path, _found(book, field.path)) for field in FIELDS)


def place_of(path: str, shown: Iterable[Control]) -> str:
    """The name of the control, line or column at which a fault of that path is shown; "" where there is none."""
    names = {name for control in shown for name in _names(control)}
    while path and path not in names:
        path = path.rpartition(".")[0]
    return path


def typed_book(given: MultiDict[str, str]) -> Book:
    """What the controls say, as a book."""
    book: Book = {}
    for field in FIELDS:
        value = _typed(field, field.path, given)
        if value is not None:
            table, _dot, key = field.path.rpartition(".")
            (book.setdefault(table, {}) if table else book)[key] = value
    return book


def book_text(book: Mapping[str, Any]) -> str:
    """The book as TOML, whatever was typed."""
    return tomli_w.dumps(book)


def _names(control: Control) -> Iterator[str]:
    yield control.name
    for place, line in enumerate(control.lines, 1):
        yield f"{control.name}.{place}"
        yield from (column.name for column in line)


def _found(book: Mapping[str, Any], path: str) -> Any:
    table, _dot, key = path.rpartition(".")
    part = book.get(table, {}) if table else book
    return part.get(key) if isinstance(part, Mapping) else None


def _control(field: Field, name: str, value: Any) -> Control:
    kind = field.kind
    if value is None and not field.is_required and field.default is not None:
        value = kind.written(field.default)
    if isinstance(kind, Rows):
        return Control(field, name, "lines", lines=_lines(kind, name, value))
    if isinstance(kind, Choices | Order):
        shape = "order" if isinstance(kind, Order) else "checks"
        return Control(field, name, shape, values=_several(value), options=kind.of)
    options = kind.of if isinstance(kind, Choice) else ()
    return Control(field, name, _shape(kind), value=_shown(kind, name, value), options=options)


def _lines(kind: Rows, name: str, value: Any) -> tuple[tuple[Control, ...], ...]:
    rows = [row if isinstance(row, Mapping) else {} for row in value] if isinstance(value, Sequence) else []
    rows += [{}] * min(_BLANK_LINES, kind.most - len(rows))
    return tuple(
        tuple(_control(column, f"{name}.{place}.{column.path}", row.get(column.path)) for column in kind.columns)
        for place, row in enumerate(rows, 1)
    )


def _shape(kind: Kind) -> str:
    if isinstance(kind, Choice):
        return "select"
    if isinstance(kind, Flag):
        return "flag"
    if isinstance(kind, Number):
        return "number"
    if isinstance(kind, Words) or (isinstance(kind, Text) and kind.longest > _A_LINE * 2):
        return "area"
    return "line"


def _shown(kind: Kind, name: str, value: Any) -> str:
    if value is None:
        return ""
    read = kind.read(value, name, [])
    return kind.retyped(value) if read is FAULTY else kind.shown(read)


def _several(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _typed(field: Field, name: str, given: MultiDict[str, str]) -> Any:
    kind = field.kind
    if isinstance(kind, Rows):
        return _typed_lines(kind, name, given)
    if isinstance(kind, Choices | Order):
        return [word for word in given.getlist(name) if word]
    text = given.get(name, "")
    if not text.strip() and field.default is None:
        return None
    return kind.typed(text)


def _typed_lines(kind: Rows, name: str, given: MultiDict[str, str]) -> list[Book]:
    lines: list[Book] = []
    for place in range(1, kind.most + _BLANK_LINES + 1):
        names = {column.path: f"{name}.{place}.{column.path}" for column in kind.columns}
        asked = [column for column in kind.columns if not isinstance(column.kind, Choice)]
        if any(given.get(names[column.path], "").strip(" 0") for column in asked):
            row = {column.path: _typed(column, names[column.path], given) for column in kind.columns}
            lines.append({key: value for key, value in row.items() if value is not None})
    return lines
