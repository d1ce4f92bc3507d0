"""Random schemes and random sends, against arithmetic on a sheet of paper: every answer is the paper's, on both databases."""

from collections import Counter
from dataclasses import dataclass, field, replace

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.schemes import AllowanceUnit, Scheme, parse_scheme, preset_text
from collabpoints.queries.ledger import verify
from tests.conftest import _empty
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world

BUREAU = {"hong": "planning", "lim": "planning", "kim": "welfare"}
LETTERS = "가나다라마바사아자차카타파하"


@st.composite
def rules(draw: st.DrawFn) -> Scheme:
    """The directive with limits so narrow that a dozen sends reach them."""
    unit = draw(st.sampled_from(AllowanceUnit))
    points = tuple(sorted(draw(st.sets(st.integers(1, 9), min_size=1, max_size=3))))
    low = points[-1] if unit is AllowanceUnit.POINTS else 1
    allowance = draw(st.integers(low, low + 12))
    payable = allowance // points[0] if unit is AllowanceUnit.POINTS else allowance
    shortest = draw(st.integers(1, 12))
    return replace(
        parse_scheme(preset_text("directive-2016")),
        allowance_unit=unit,
        allowance=allowance,
        points_allowed=points,
        pair_cap=draw(st.none() | st.integers(1, min(2, payable))),
        is_same_department_allowed=draw(st.booleans()),
        text_minimum=shortest,
        text_maximum=draw(st.integers(shortest, 14)),
    )


PAIRS = (("hong", "kim"), ("kim", "hong"), ("hong", "lim"))
sends = st.lists(
    st.tuples(st.sampled_from(PAIRS), st.integers(0, 9), st.sampled_from((1, 12, 12, 12, 14)), st.sampled_from((True, True, False))),
    min_size=6, max_size=14,
)  # fmt: skip


@dataclass
class Paper:
    """What has been given so far, as somebody would note it down."""

    rules: Scheme
    spent: Counter[str] = field(default_factory=Counter)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)

    def cost(self, points: int) -> int:
        return points if self.rules.allowance_unit is AllowanceUnit.POINTS else min(points, 1)

    def says(self, sender: str, recipient: str, points: int, length: int) -> set[Code]:
        found = set()
        if length < self.rules.text_minimum:
            found.add(Code.TEXT_SHORT)
        if length > self.rules.text_maximum:
            found.add(Code.TEXT_LONG)
        if points and points not in self.rules.points_allowed:
            found.add(Code.POINTS_NOT_ALLOWED)
        if points and BUREAU[sender] == BUREAU[recipient] and not self.rules.is_same_department_allowed:
            found.add(Code.SAME_DEPARTMENT)
        if points and self.rules.pair_cap is not None and self.counted[sender, recipient] >= self.rules.pair_cap:
            found.add(Code.PAIR_CAP_REACHED)
        if self.spent[sender] + self.cost(points) > self.rules.allowance:
            found.add(Code.ALLOWANCE_SHORT)
        return found

    def note(self, sender: str, recipient: str, points: int) -> None:
        self.spent[sender] += self.cost(points)
        self.counted[sender, recipient] += bool(points)


def answer(world: World, sender: str, recipient: str, points: int, length: int) -> set[Code]:
    text = LETTERS[:length]
    try:
        world.send(getattr(world, sender), getattr(world, recipient), points=points, text=text)
    except Refused as refused:
        return {refusal.code for refusal in refused.refusals}
    return set()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(scheme=rules(), story=sends)
def test_every_send_is_answered_as_on_paper(
    app: Flask, scheme: Scheme, story: list[tuple[tuple[str, str], int, int, bool]]
) -> None:
    _empty()
    world, paper = a_world(), Paper(scheme)
    change_scheme(**{name: getattr(scheme, name) for name in scheme.__slots__})
    for (sender, recipient), drawn, length, is_allowed in story:
        points = scheme.points_allowed[drawn % len(scheme.points_allowed)] if is_allowed else drawn
        said = paper.says(sender, recipient, points, length)
        assert answer(world, sender, recipient, points, length) == said
        if not said:
            paper.note(sender, recipient, points)
    assert max(paper.spent.values(), default=0) <= scheme.allowance
    assert verify().is_balanced
