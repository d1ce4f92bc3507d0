"""Random months under random schemes: whatever is tried, the limits hold, and what is refused is refused for a reason."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.errors import Code
from collabpoints.domain.scheme_words import AllowanceUnit
from collabpoints.domain.schemes import Scheme
from tests.domain.scheme_months import HELP, Employee, LivedMonth
from tests.strategies.schemes import schemes

PEOPLE = tuple(Employee(place, department) for place, department in enumerate((1, 1, 2, 3), 1))
TRIES = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.integers(0, 3)), max_size=25)


def open_to_all(scheme: Scheme, allowance: int) -> Scheme:
    """The scheme with an allowance that a few notes use up, and with a text and states that everybody has."""
    smallest = scheme.points_allowed[-1] if scheme.allowance_unit is AllowanceUnit.POINTS else 1
    states = frozenset(person.status for person in PEOPLE)
    return replace(
        scheme, allowance=max(allowance, smallest), text_minimum=1, text_maximum=500, sending_statuses=states,
        receiving_statuses=states, sending_days_after_joining=0, receiving_days_after_joining=0,
    )  # fmt: skip


@given(schemes(), st.integers(1, 60), TRIES)
def test_the_limits_hold_whatever_is_tried(
    scheme: Scheme, allowance: int, tries: list[tuple[Employee, Employee, int]]
) -> None:
    scheme = open_to_all(scheme, allowance)
    month = LivedMonth(scheme, PEOPLE)
    for sender, recipient, choice in tries:
        points = 0 if choice == 0 else scheme.points_allowed[(choice - 1) % len(scheme.points_allowed)]
        before = month.remaining(sender)
        refused = month.send(sender, recipient, points=points)
        assert month.remaining(sender) == before - (0 if refused else scheme.cost(points))
        if Code.ALLOWANCE_SHORT in refused:
            assert scheme.cost(points) > before
        if not points:
            assert refused == ([Code.ONESELF] if sender == recipient else [])
    pairs = Counter((note.sender, note.recipient) for note in month.notes if note.points)
    assert all(month.remaining(person) >= 0 for person in PEOPLE)
    assert all(sender != recipient for sender, recipient in pairs)
    assert all(scheme.pair_cap is None or count <= scheme.pair_cap for count in pairs.values())
    assert all(note.points in (0, *scheme.points_allowed) for note in month.notes)
    if not scheme.is_same_department_allowed:
        assert all(sender.department != recipient.department for sender, recipient in pairs)


@given(schemes(is_same_department_allowed=True, pair_cap=None, allowance=100_000), st.data())
def test_where_nothing_is_limited_every_allowed_amount_goes(scheme: Scheme, data: st.DataObject) -> None:
    month = LivedMonth(open_to_all(replace(scheme, pair_cap=None), 100_000), PEOPLE)
    points = data.draw(st.sampled_from(scheme.points_allowed))
    assert month.send(PEOPLE[0], PEOPLE[1], points=points, text=HELP) == []
    assert month.send(PEOPLE[0], PEOPLE[0], points=points) == [Code.ONESELF]


@given(schemes(), TRIES)
def test_what_is_received_is_what_is_sent_and_scores_add_up(
    scheme: Scheme, tries: list[tuple[Employee, Employee, int]]
) -> None:
    month = LivedMonth(open_to_all(scheme, 100_000), PEOPLE)
    for sender, recipient, _ in tries:
        month.send(sender, recipient)
    total = sum(note.points for note in month.notes)
    weights = scheme.received_basis_points + scheme.sent_basis_points
    assert sum(month.score(person) for person in PEOPLE) * 10_000 == total * weights
    ranked = [person for place in month.persons() for person in place]
    assert len(ranked) == len(set(ranked))
