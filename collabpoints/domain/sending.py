"""May this note be sent? The one place that decides, for the form beforehand and for the service when it counts.

Pure: what is known about the two people and the month comes in as facts, every objection goes out at once. The database
repeats as named constraints what must never be false (limits, whole points, two different persons).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.roles import Status
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.texts import judge_text

MOST_RECIPIENTS = 20
"""At most so many colleagues under one text: more is an announcement, not a thank-you."""


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """The sender as of today. `home_department_id` is the department that "same department" is judged by; None when
    he holds no post. `remaining` is what is left of the allowance, in the scheme's unit."""

    person_id: int
    home_department_id: int | None
    status: Status
    remaining: int


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """A recipient as of today; `counted_notes` are the notes with points that the sender has given him this month."""

    person_id: int
    home_department_id: int | None
    status: Status
    counted_notes: int


def judge_pair(
    scheme: Scheme, sender: SenderFacts, recipient: RecipientFacts, *, has_points: bool
) -> tuple[Refusal, ...]:
    """Why this sender cannot send to this recipient now; empty when he can.

    Of leave nothing is told but "지금은 받을 수 없습니다" (promises, Dignity).
    """
    if sender.person_id == recipient.person_id:
        return (Refusal.of(Code.ONESELF, "recipients", person=recipient.person_id),)
    found: list[Refusal] = []
    if recipient.status not in scheme.receiving_statuses or recipient.home_department_id is None:
        found.append(Refusal.of(Code.CANNOT_RECEIVE, "recipients", person=recipient.person_id))
    if not has_points:
        return tuple(found)
    if not scheme.is_same_department_allowed and sender.home_department_id == recipient.home_department_id is not None:
        found.append(Refusal.of(Code.SAME_DEPARTMENT, "recipients", person=recipient.person_id))
    if scheme.pair_cap is not None and recipient.counted_notes >= scheme.pair_cap:
        found.append(Refusal.of(Code.PAIR_CAP_REACHED, "recipients", person=recipient.person_id, cap=scheme.pair_cap))
    return tuple(found)


def judge_sending(
    scheme: Scheme, sender: SenderFacts, recipients: Sequence[RecipientFacts], *, text: str, points: int
) -> tuple[Refusal, ...]:
    """Every objection to sending this cleaned text to these colleagues, with so many points each (0: thanks alone)."""
    found: list[Refusal] = []
    if sender.status not in scheme.sending_statuses or sender.home_department_id is None:
        found.append(Refusal.of(Code.CANNOT_SEND))
    if not recipients:
        found.append(Refusal.of(Code.RECIPIENT_MISSING, "recipients"))
    if len(recipients) > MOST_RECIPIENTS:
        found.append(Refusal.of(Code.RECIPIENTS_TOO_MANY, "recipients", most=MOST_RECIPIENTS))
    for recipient in recipients:
        found.extend(judge_pair(scheme, sender, recipient, has_points=points > 0))
    if points and points not in scheme.points_allowed:
        found.append(Refusal.of(Code.POINTS_NOT_ALLOWED, "points", allowed=", ".join(map(str, scheme.points_allowed))))
    needed = scheme.cost(points) * len(recipients)
    if needed > sender.remaining:
        found.append(
            Refusal.of(
                Code.ALLOWANCE_SHORT,
                "points",
                needed=needed,
                remaining=sender.remaining,
                unit=scheme.allowance_unit.value,
            )
        )
    found.extend(judge_text(text, minimum=scheme.text_minimum, maximum=scheme.text_maximum))
    return tuple(found)
