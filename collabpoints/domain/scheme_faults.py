"""What can be wrong with a scheme's text: where, what and with which values. The door makes the sentences.

A path is that of the file: `text.minimum`; a line of a list is counted from 1: `prizes.tiers.2.persons`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """Each has a sentence in `views/scheme_sentences.py`; a test checks it."""

    # the file
    PRESET_UNKNOWN = "preset_unknown"
    TOO_LARGE = "too_large"
    NOT_TOML = "not_toml"
    UNKNOWN = "unknown"
    MISSING = "missing"
    # one value
    NOT_A_TABLE = "not_a_table"
    NOT_A_LIST = "not_a_list"
    NOT_A_TEXT = "not_a_text"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_FLAG = "not_a_flag"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_CODE = "not_a_code"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNFIT = "unfit"
    OUT_OF_BOUNDS = "out_of_bounds"
    TOO_MANY = "too_many"
    TWICE = "twice"
    NOT_ASCENDING = "not_ascending"
    RANGE_REVERSED = "range_reversed"
    STEP_UNEVEN = "step_uneven"
    # values that contradict each other
    MINIMUM_ABOVE_MAXIMUM = "minimum_above_maximum"
    POINTS_ABOVE_ALLOWANCE = "points_above_allowance"
    CAP_ABOVE_ALLOWANCE = "cap_above_allowance"
    CREDIT_CAP_WITHOUT_CREDIT = "credit_cap_without_credit"
    CREDIT_WITHOUT_CAP = "credit_without_cap"
    PRIZES_WITHOUT_PURPOSE = "prizes_without_purpose"
    TIER_WITHOUT_WINNERS = "tier_without_winners"
    TIER_WITHOUT_SPAN = "tier_without_span"
    SCORE_COUNTS_NOTHING = "score_counts_nothing"
    TIE_SAYS_NOTHING = "tie_says_nothing"
    DEPARTMENT_IN_TWO_DIVISIONS = "department_in_two_divisions"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong at `path` ("" for the whole text); `values` fill the sentence."""

    path: str
    code: FaultCode
    values: tuple[tuple[str, str | int], ...] = ()

    @classmethod
    def of(cls, code: FaultCode, path: str = "", **values: str | int) -> "Fault":
        return cls(path, code, tuple(sorted(values.items())))

    def __str__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.values)
        return f"{self.path or 'scheme'}: {self.code}" + (f" ({said})" if said else "")


class SchemeFault(ValueError):
    """A scheme's text is not a scheme. `faults` are all that is wrong with it, in the order of the fields."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))
