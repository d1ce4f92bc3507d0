"""Special points (특별협업포인트): what may be proposed, for whom, and who may decide. Pure: facts in, objections out.

Which kinds there are, their bounds, to whom they go and who approves them is the scheme's choice. Nobody decides what he
proposed himself or what is for himself; a department head decides nothing that is for a department of his own.
"""

from dataclasses import dataclass

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_book import SpecialKind
from collabpoints.domain.scheme_words import Approver, Beneficiary
from collabpoints.domain.texts import judge_text

MOST_FILES = 3
"""So many files may prove one proposal."""
REASON_MINIMUM = 10
REASON_MAXIMUM = 1000


@dataclass(frozen=True, slots=True)
class Receiver:
    """For whom: a person (who `is_there` while he serves) or, without one, a department (while it is open).

    `department_ids` are the department and the one it is judged as (a team's is the department above it).
    """

    person_id: int | None
    department_ids: frozenset[int]
    is_there: bool


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may have to decide. The agency's head is the head of the department at the top of the tree."""

    person_id: int
    roles: frozenset[Role]
    headed_department_ids: frozenset[int]
    is_agency_head: bool

    def approves(self, kind: SpecialKind) -> bool:
        """Whether the scheme names him, by his role, for this kind."""
        if kind.approved_by is Approver.AGENCY_HEAD:
            return self.is_agency_head
        return _ROLES[kind.approved_by] in self.roles


_ROLES = {Approver.OFFICER: Role.OFFICER, Approver.REVIEWER: Role.REVIEWER}


def is_for(kind: SpecialKind, *, is_person: bool) -> bool:
    """Whether points of this kind may go to a person, or to a department."""
    return kind.given_to in (Beneficiary.EITHER, Beneficiary.PERSON if is_person else Beneficiary.DEPARTMENT)


def judge_proposal(
    kind: SpecialKind | None, receiver: Receiver, *, proposer_person_id: int, points: int, reason: str
) -> tuple[Refusal, ...]:
    """Every objection to proposing so many points of this kind for this cleaned reason; `kind` None: there is none."""
    found = [*judge_receiver(receiver)]
    if receiver.person_id == proposer_person_id:
        found.append(Refusal.of(Code.SPECIAL_FOR_ONESELF, "receiver"))
    if kind is None:
        found.append(Refusal.of(Code.SPECIAL_KIND_UNKNOWN, "kind"))
    else:
        if not is_for(kind, is_person=receiver.person_id is not None):
            code = Code.SPECIAL_NOT_FOR_PERSON if receiver.person_id is not None else Code.SPECIAL_NOT_FOR_DEPARTMENT
            found.append(Refusal.of(code, "kind"))
        if not kind.minimum <= points <= kind.maximum:
            found.append(Refusal.of(Code.SPECIAL_POINTS_OUTSIDE, "points", minimum=kind.minimum, maximum=kind.maximum))
    judged = judge_text(reason, minimum=REASON_MINIMUM, maximum=REASON_MAXIMUM, field="reason")
    is_empty = {Code.TEXT_EMPTY: Refusal.of(Code.REASON_MISSING, "reason")}
    return (*found, *(is_empty.get(refusal.code, refusal) for refusal in judged))


def judge_receiver(receiver: Receiver) -> tuple[Refusal, ...]:
    """Why nothing can go there any more; empty while the person serves, or the department is open."""
    if receiver.is_there:
        return ()
    return (Refusal.of(Code.RECEIVER_GONE if receiver.person_id is not None else Code.DEPARTMENT_CLOSED, "receiver"),)


def judge_decider(decider: Decider, receiver: Receiver, *, proposer_person_id: int) -> tuple[Refusal, ...]:
    """Why this person may not decide on it though his role would let him; empty when he may."""
    found: list[Refusal] = []
    if decider.person_id == proposer_person_id:
        found.append(Refusal.of(Code.SPECIAL_OWN_PROPOSAL))
    if decider.person_id == receiver.person_id:
        found.append(Refusal.of(Code.SPECIAL_FOR_ONESELF))
    if receiver.person_id is None and not decider.headed_department_ids.isdisjoint(receiver.department_ids):
        found.append(Refusal.of(Code.SPECIAL_OWN_DEPARTMENT))
    return tuple(found)
