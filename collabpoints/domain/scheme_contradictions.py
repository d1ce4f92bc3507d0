"""Values that are each possible and contradict each other. Judged as far as they could be read."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from collabpoints.domain.scheme_book import Division, SpecialKind, Tier
from collabpoints.domain.scheme_faults import Fault, FaultCode
from collabpoints.domain.scheme_kinds import FAULTY
from collabpoints.domain.scheme_words import AllowanceUnit, Measure, Purpose, Span


def contradictions(values: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Every contradiction among the fields' values (by name); a check that needs a faulty value is left out."""
    return tuple(
        fault
        for names, check in _CHECKS
        if not any(values[name] is FAULTY for name in names)
        for fault in check(*(values[name] for name in names))
    )


def _text_bounds(minimum: int, maximum: int) -> Iterator[Fault]:
    if minimum > maximum:
        yield Fault.of(FaultCode.MINIMUM_ABOVE_MAXIMUM, "text.minimum", minimum=minimum, maximum=maximum)


def _special_bounds(kinds: tuple[SpecialKind, ...]) -> Iterator[Fault]:
    for line, kind in enumerate(kinds, 1):
        if kind.minimum > kind.maximum:
            yield Fault.of(FaultCode.MINIMUM_ABOVE_MAXIMUM, f"special.{line}.minimum",
                           minimum=kind.minimum, maximum=kind.maximum)  # fmt: skip


def _payable(unit: AllowanceUnit, allowance: int, points: tuple[int, ...], cap: int | None) -> Iterator[Fault]:
    if unit is AllowanceUnit.POINTS and points[-1] > allowance:
        yield Fault.of(FaultCode.POINTS_ABOVE_ALLOWANCE, "points.allowed", points=points[-1], allowance=allowance)
    cheapest = points[0] if unit is AllowanceUnit.POINTS else 1
    payable = allowance // cheapest
    if cap is not None and cap > payable > 0:
        yield Fault.of(FaultCode.CAP_ABOVE_ALLOWANCE, "recipients.notes_to_one_person", cap=cap, payable=payable)


def _credit(purposes: frozenset[Purpose], cap: int | None) -> Iterator[Fault]:
    has_credit = Purpose.PERSONAL_CREDIT in purposes
    if cap is not None and not has_credit:
        yield Fault.of(FaultCode.CREDIT_CAP_WITHOUT_CREDIT, "uses.credit_cap_hundredths")
    if cap is None and has_credit:
        yield Fault.of(FaultCode.CREDIT_WITHOUT_CAP, "uses.credit_cap_hundredths")


def _prizes_are_a_use(purposes: frozenset[Purpose], spans: frozenset[Span]) -> Iterator[Fault]:
    if spans and Purpose.PRIZES not in purposes:
        yield Fault.of(FaultCode.PRIZES_WITHOUT_PURPOSE, "prizes.spans")


def _winners(spans: frozenset[Span], tiers: tuple[Tier, ...]) -> Iterator[Fault]:
    for line, tier in enumerate(tiers, 1):
        if not tier.persons and not tier.departments:
            yield Fault.of(FaultCode.TIER_WITHOUT_WINNERS, f"prizes.tiers.{line}", name=tier.name_ko)
        if tier.span not in spans:
            yield Fault.of(FaultCode.TIER_WITHOUT_SPAN, f"prizes.tiers.{line}.span", name=tier.name_ko)


def _score(
    persons_by: Measure, departments_by: Measure, received: int, sent: int, kinds: tuple[SpecialKind, ...]
) -> Iterator[Fault]:
    if Measure.SCORE in (persons_by, departments_by) and not received and not sent and not kinds:
        yield Fault.of(FaultCode.SCORE_COUNTS_NOTHING, "score.received_basis_points")


def _persons_ties(by: Measure, ties: tuple[Measure, ...]) -> Iterator[Fault]:
    if by in ties:
        yield Fault.of(FaultCode.TIE_SAYS_NOTHING, "ranking.persons_ties", value=by.value)


def _departments_ties(by: Measure, is_per_head: bool, ties: tuple[Measure, ...]) -> Iterator[Fault]:
    # Per head, the sum still says something about two that are equal: the larger department has more of it.
    if by in ties and not is_per_head:
        yield Fault.of(FaultCode.TIE_SAYS_NOTHING, "ranking.departments_ties", value=by.value)


def _divisions(divisions: tuple[Division, ...]) -> Iterator[Fault]:
    for code, times in Counter(code for division in divisions for code in division.departments).items():
        if times > 1:
            yield Fault.of(FaultCode.DEPARTMENT_IN_TWO_DIVISIONS, "ranking.divisions", value=code)


_CHECKS: tuple[tuple[tuple[str, ...], Callable[..., Iterator[Fault]]], ...] = (
    (("purposes", "credit_cap_hundredths"), _credit),
    (("allowance_unit", "allowance", "points_allowed", "pair_cap"), _payable),
    (("text_minimum", "text_maximum"), _text_bounds),
    (("special_kinds",), _special_bounds),
    (
        ("persons_ranked_by", "departments_ranked_by", "received_basis_points", "sent_basis_points", "special_kinds"),
        _score,
    ),
    (("persons_ranked_by", "persons_ties"), _persons_ties),
    (("departments_ranked_by", "is_per_head", "departments_ties"), _departments_ties),
    (("divisions",), _divisions),
    (("purposes", "prize_spans"), _prizes_are_a_use),
    (("prize_spans", "tiers"), _winners),
)
