"""The scheme as the rules read it: one frozen dataclass. What each field means stands in `scheme_fields.py`, once."""

from dataclasses import dataclass

from collabpoints.domain.roles import Role, Status
from collabpoints.domain.scheme_words import (
    AllowanceUnit,
    Approver,
    Beneficiary,
    Certificate,
    HeadView,
    Level,
    Measure,
    Purpose,
    Span,
    StockCheck,
    Viewers,
)


@dataclass(frozen=True, slots=True)
class SpecialKind:
    """A kind of special points with its bounds."""

    code: str
    name_ko: str
    name_en: str
    minimum: int
    maximum: int
    given_to: Beneficiary
    approved_by: Approver


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of prizes (최우수, 우수 …): how many persons and how many departments win it in a span."""

    span: Span
    name_ko: str
    name_en: str
    persons: int
    departments: int


@dataclass(frozen=True, slots=True)
class Division:
    """Departments, by their codes and with all below them, that are ranked apart from the others."""

    name_ko: str
    name_en: str
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One rule book. Weights are basis points (10000 = 100 %), lengths are code points after NFC, None is no limit."""

    code: str
    name_ko: str
    name_en: str
    used_for_ko: str
    used_for_en: str
    purposes: frozenset[Purpose]
    credit_cap_hundredths: int | None
    source: str
    assumptions: tuple[str, ...]
    allowance_unit: AllowanceUnit
    allowance: int
    points_allowed: tuple[int, ...]
    has_points_for_own_line: bool
    positions_without_points: tuple[str, ...]
    is_same_department_allowed: bool
    same_level: Level
    is_other_agency_allowed: bool
    pair_cap: int | None
    receiving_statuses: frozenset[Status]
    receiving_ranks_left_out: tuple[str, ...]
    receiving_employments_left_out: tuple[str, ...]
    receiving_days_after_joining: int
    sending_statuses: frozenset[Status]
    sending_ranks_left_out: tuple[str, ...]
    sending_employments_left_out: tuple[str, ...]
    sending_days_after_joining: int
    text_minimum: int
    text_maximum: int
    is_guided: bool
    stock_phrases: tuple[str, ...]
    stock_check: StockCheck
    take_back_minutes: int
    is_allowance_restored: bool
    is_pair_cap_restored: bool
    appeal_days: int
    is_public_at_first: bool
    ranking_viewers: Viewers
    heads_see: HeadView
    correction_workdays: int
    received_basis_points: int
    sent_basis_points: int
    special_kinds: tuple[SpecialKind, ...]
    persons_ranked_by: Measure
    persons_ties: tuple[Measure, ...]
    departments_ranked_by: Measure
    is_per_head: bool
    departments_ties: tuple[Measure, ...]
    divisions: tuple[Division, ...]
    prize_spans: frozenset[Span]
    tiers: tuple[Tier, ...]
    roles_without_prizes: frozenset[Role]
    ranks_without_prizes: tuple[str, ...]
    recent_months_without_prizes: int
    year_begins_in: int
    certificate: Certificate
    certificate_wording: str
    has_note_prize: bool
    has_second_person: bool

    @property
    def fixed_points(self) -> int | None:
        """The points of every note where the scheme leaves no choice; None where the sender chooses."""
        return self.points_allowed[0] if len(self.points_allowed) == 1 else None

    @property
    def gives_note_prize(self) -> bool:
        """Whether a note of the month may be chosen: it is a prize, so a scheme that is not used for prizes has none."""
        return self.has_note_prize and Purpose.PRIZES in self.purposes

    def cost(self, points: int) -> int:
        """What a note with so many points takes from the allowance, in the allowance's unit. Thanks alone costs nothing."""
        if points == 0:
            return 0
        return 1 if self.allowance_unit is AllowanceUnit.NOTES else points

    def score(self, *, received: int, sent: int, special: int = 0) -> int:
        """The score (합산 포인트) in ten-thousandths of a point, so that no weight is ever rounded."""
        return received * self.received_basis_points + sent * self.sent_basis_points + special * WHOLE

    def special_kind(self, code: str) -> SpecialKind | None:
        """The kind of special points of that code."""
        return next((kind for kind in self.special_kinds if kind.code == code), None)


WHOLE = 10_000
"""A weight of 100 % in basis points."""
