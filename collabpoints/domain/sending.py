"""May this note be sent? The one place that decides, for the form beforehand and for the service when it counts.

Pure: what is known about the two people and the month comes in as facts, every objection goes out at once. The database
repeats as named constraints what must never be false (limits, whole points, two different persons).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.roles import Status
from collabpoints.domain.scheme_words import Level
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.texts import judge_text

MOST_RECIPIENTS = 20
"""At most so many colleagues under one text: more is an announcement, not a thank-you."""


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """The sender as of today. `home_department_id` is his department (for a team the one above it); None when he holds no
    post. `bureau_id` and `team_id` are what stands above and below it, None where there is none. `rank` and `employment`
    are in HR's words, `joined_days` the days since he joined (0 on the first, below 0 before), None where HR's file does
    not say; `beside_home_ids` are the departments of posts beside one's own (겸임, 파견). `remaining` is what is left of the allowance, in the scheme's unit."""

    person_id: int
    home_department_id: int | None
    status: Status
    remaining: int
    rank: str = ""
    employment: str = ""
    joined_days: int | None = None
    bureau_id: int | None = None
    team_id: int | None = None
    beside_home_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """A recipient as of today, described like a sender; `counted_notes` are the notes with points that the sender has given
    him this month, `is_in_line_of_approval` says whether he stands above the sender in the sender's own line (결재라인)."""

    person_id: int
    home_department_id: int | None
    status: Status
    counted_notes: int
    rank: str = ""
    employment: str = ""
    joined_days: int | None = None
    bureau_id: int | None = None
    team_id: int | None = None
    position: str = ""
    is_in_line_of_approval: bool = False
    beside_home_ids: frozenset[int] = frozenset()


_SAME = {
    Level.BUREAU: Code.SAME_BUREAU,
    Level.DEPARTMENT: Code.SAME_DEPARTMENT,
    Level.TEAM: Code.SAME_TEAM,
}


def judge_sender(scheme: Scheme, sender: SenderFacts, *, has_points: bool) -> tuple[Refusal, ...]:
    """Why this person cannot send now, to whomever; empty when he can. Who takes no part may still thank."""
    if sender.status not in scheme.sending_statuses or sender.home_department_id is None:
        return (Refusal.of(Code.CANNOT_SEND),)
    if not has_points:
        return ()
    if sender.rank in scheme.sending_ranks_left_out or sender.employment in scheme.sending_employments_left_out:
        return (Refusal.of(Code.SENDER_TAKES_NO_PART, "points"),)
    days_left = _days_left(scheme.sending_days_after_joining, sender.joined_days)
    return (Refusal.of(Code.SENDER_NOT_YET, "points", days=days_left),) if days_left else ()


def judge_pair(
    scheme: Scheme, sender: SenderFacts, recipient: RecipientFacts, *, has_points: bool
) -> tuple[Refusal, ...]:
    """Why this sender cannot send to this recipient now; empty when he can.

    Of leave nothing is told but "지금은 받을 수 없습니다" (promises, Dignity), of kind of employment and first days nothing
    but that the colleague takes no part.
    """
    if sender.person_id == recipient.person_id:
        return (Refusal.of(Code.ONESELF, "recipients", person=recipient.person_id),)
    codes: list[Code] = []
    if recipient.status not in scheme.receiving_statuses or recipient.home_department_id is None:
        codes.append(Code.CANNOT_RECEIVE)
    if has_points:
        codes += _without_points(scheme, sender, recipient)
    found = [Refusal.of(code, "recipients", person=recipient.person_id) for code in codes]
    if has_points and scheme.pair_cap is not None and recipient.counted_notes >= scheme.pair_cap:
        found.append(Refusal.of(Code.PAIR_CAP_REACHED, "recipients", person=recipient.person_id, cap=scheme.pair_cap))
    return tuple(found)


def _without_points(scheme: Scheme, sender: SenderFacts, recipient: RecipientFacts) -> Iterator[Code]:
    """Why a note between these two carries no points, whatever the month."""
    own, other = _unit(sender, scheme.same_level), _unit(recipient, scheme.same_level)
    is_same = own == other is not None or _is_beside(scheme, sender, recipient)
    if not scheme.is_same_department_allowed and is_same:
        yield _SAME[scheme.same_level]
    if not scheme.has_points_for_own_line and recipient.is_in_line_of_approval:
        yield Code.OWN_LINE
    if recipient.position in scheme.positions_without_points:
        yield Code.POSITION_WITHOUT_POINTS
    is_new = _days_left(scheme.receiving_days_after_joining, recipient.joined_days) > 0
    is_left_out = (
        recipient.rank in scheme.receiving_ranks_left_out
        or recipient.employment in scheme.receiving_employments_left_out
    )
    if is_new or is_left_out:
        yield Code.RECIPIENT_TAKES_NO_PART


def _is_beside(scheme: Scheme, sender: SenderFacts, recipient: RecipientFacts) -> bool:
    """Whether one of the two works in the other's department beside his own; asked where departments are what is judged."""
    if scheme.same_level is not Level.DEPARTMENT:
        return False
    own = sender.beside_home_ids | {sender.home_department_id}
    return not own.isdisjoint(recipient.beside_home_ids) or recipient.home_department_id in sender.beside_home_ids


def _days_left(days_after_joining: int, joined_days: int | None) -> int:
    """In how many days a newcomer takes part; 0 for who does already, and where the scheme leaves no newcomers out, even if
    HR's file has somebody join after he serves."""
    if not days_after_joining or joined_days is None:
        return 0
    return max(days_after_joining - joined_days, 0)


def _unit(facts: SenderFacts | RecipientFacts, level: Level) -> int | None:
    """The part of the tree by which "the same" is judged; the department where there is no bureau above or team below."""
    if level is Level.BUREAU and facts.bureau_id is not None:
        return facts.bureau_id
    if level is Level.TEAM and facts.team_id is not None:
        return facts.team_id
    return facts.home_department_id


def judge_sending(
    scheme: Scheme, sender: SenderFacts, recipients: Sequence[RecipientFacts], *, text: str, points: int
) -> tuple[Refusal, ...]:
    """Every objection to sending this cleaned text to these colleagues, with so many points each (0: thanks alone)."""
    found: list[Refusal] = [*judge_sender(scheme, sender, has_points=points > 0)]
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
