"""Reasons that people type when they decide about others: kept in the ledger and in records, and read by those concerned."""

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.texts import judge_text

LONGEST = 500
"""Code points that a reason may have."""


def judge_reason(reason: str, *, is_required: bool = True, field: str = "reason") -> tuple[Refusal, ...]:
    """Everything that is wrong with a cleaned reason; empty when it may be stored."""
    if not reason:
        return (Refusal.of(Code.REASON_MISSING, field),) if is_required else ()
    found = judge_text(reason, minimum=1, maximum=LONGEST, field=field)
    return tuple(
        Refusal.of(Code.REASON_MISSING, field) if refusal.code is Code.TEXT_EMPTY else refusal for refusal in found
    )
