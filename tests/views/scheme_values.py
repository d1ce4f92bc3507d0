"""For every field of a scheme, and every column of its lines: another value that holds, one that does not, and how each
is typed. Made from the kind of the field, so that a new field has its tests without a line here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from collabpoints.domain.roles import Role, Status
from collabpoints.domain.scheme_book import Division, Scheme, SpecialKind, Tier
from collabpoints.domain.scheme_fields import FIELDS
from collabpoints.domain.scheme_files import scheme_book
from collabpoints.domain.scheme_kinds import Choice, Code, Field, Flag, Hundredths, Kind, Number, Text
from collabpoints.domain.scheme_lists import Choices, Order, Points, Rows, Words
from collabpoints.domain.scheme_words import Approver, Beneficiary, Measure, Purpose, Span
from collabpoints.domain.schemes import parse_scheme, preset_text
from collabpoints.forms.schemes import Control, controls

Typed = str | list[str]

FULL = replace(
    parse_scheme(preset_text("directive-2016")),
    source="내부 결재",
    assumptions=("가정 하나",),
    purposes=frozenset({Purpose.PRIZES, Purpose.PERSONAL_CREDIT}),
    credit_cap_hundredths=50,
    pair_cap=3,
    positions_without_points=("군수",),
    receiving_statuses=frozenset({Status.ACTIVE, Status.SECONDED}),
    receiving_ranks_left_out=("1급",),
    receiving_employments_left_out=("임기제",),
    sending_statuses=frozenset({Status.ACTIVE}),
    sending_ranks_left_out=("2급",),
    sending_employments_left_out=("공무직",),
    stock_phrases=("늘 고맙습니다",),
    special_kinds=(SpecialKind("idea", "제안", "Idea", 10, 50, Beneficiary.PERSON, Approver.OFFICER),),
    persons_ranked_by=Measure.SCORE,
    persons_ties=(Measure.RECEIVED,),
    departments_ranked_by=Measure.SCORE,
    departments_ties=(Measure.RECEIVED,),
    divisions=(Division("본청", "Headquarters", ("D1",)),),
    prize_spans=frozenset({Span.MONTH, Span.YEAR}),
    tiers=(Tier(Span.YEAR, "최우수", "First", 1, 1),),
    roles_without_prizes=frozenset({Role.OFFICER}),
    ranks_without_prizes=("3급",),
)
"""A scheme with something in every field, so chosen that any field, and all of them, can change by one."""


@dataclass(frozen=True)
class Place:
    """Where one thing is typed: a field, or a column of a field's first line."""

    field: Field
    column: Field | None = None

    @property
    def name(self) -> str:
        return f"{self.field.path}.1.{self.column.path}" if self.column else self.field.path

    @property
    def kind(self) -> Kind:
        return (self.column or self.field).kind

    def held(self, scheme: Scheme) -> Any:
        value = getattr(scheme, self.field.name)
        return getattr(value[0], self.column.name) if self.column else value

    def with_value(self, scheme: Scheme, value: Any) -> Scheme:
        if self.column:
            value = (replace(getattr(scheme, self.field.name)[0], **{self.column.name: value}),)
        return replace(scheme, **{self.field.name: value})


def _places(field: Field) -> Iterable[Place]:
    columns = field.kind.columns if isinstance(field.kind, Rows) else (None,)
    return [Place(field, column) for column in columns]


PLACES = tuple(place for field in FIELDS for place in _places(field))


def other(kind: Kind, value: Any) -> Any:
    """The next value: one more, the other flag, another word, a line more."""
    match kind:
        case Number():
            return value + 1
        case Flag():
            return not value
        case Text():
            return f"{value} 더"
        case Code():
            return f"{value}-2"
        case Choice():
            return kind.of[(kind.of.index(value) + 1) % len(kind.of)]
        case Choices():
            return value | {next(word for word in kind.of if word not in value)}
        case Order():
            return (*value, next(word for word in kind.of if word not in value))
        case Words():
            return (*value, f"{value[-1]} 더")
        case Points():
            return (*value, value[-1] + 10)
    raise AssertionError(f"say what another value of {kind} is")


def all_others(scheme: Scheme) -> Scheme:
    """Every field, and every column of every line, changed by one."""
    for place in PLACES:
        scheme = place.with_value(scheme, other(place.kind, place.held(scheme)))
    return scheme


def typed(kind: Kind, value: Any) -> Typed:
    """What a browser sends when a person types, ticks or chooses the value."""
    match kind:
        case Hundredths():
            return f"{value / 100:.2f}"
        case Number():
            return str(value)
        case Flag():
            return ["true"] if value else []
        case Text() | Code():
            return str(value)
        case Choice():
            return str(value.value)
        case Choices() | Order():
            return [word.value for word in value]
        case Words():
            return "\r\n".join(value)
        case Points():
            return ", ".join(map(str, value))
    raise AssertionError(f"say how {kind} is typed")


def wrong(kind: Kind) -> Typed:
    """Something that no field of this kind holds."""
    match kind:
        case Hundredths():
            return "1.005"
        case Number():
            return str(kind.high + 1)
        case Flag():
            return ["maybe"]
        case Text():
            return "가" * (kind.longest + 1)
        case Code():
            return "큰 글자 A"
        case Choice():
            return "nothing"
        case Choices():
            return ["nothing"]
        case Order():
            return [kind.of[0].value] * 2
        case Words():
            return "가" * (kind.longest + 1)
        case Points():
            return "30, 10"
    raise AssertionError(f"say what {kind} refuses")


def filled(scheme: Scheme) -> dict[str, list[str]]:
    """What a browser sends of the form when nothing is changed in it."""
    given: dict[str, list[str]] = {}
    for control in controls(scheme_book(scheme)):
        given |= _sent(control)
    return given


def _sent(control: Control) -> dict[str, list[str]]:
    if control.shape == "lines":
        return {name: sent for line in control.lines for column in line for name, sent in _sent(column).items()}
    if control.shape in ("checks", "order"):
        return {control.name: list(control.values)}
    if control.shape == "flag":
        return {control.name: ["true"] if control.value == "true" else []}
    return {control.name: [control.value]}


def several(value: Typed) -> list[str]:
    return [value] if isinstance(value, str) else value
