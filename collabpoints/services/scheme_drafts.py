"""Drafts of schemes: written for a month, changed, dropped, and started by a second person.

A scheme that was started is never edited. The running month changes only at once (`change_at_once`): a new revision of
the month's scheme, with its reason, by the same two persons.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, or_, select, update
from sqlalchemy.orm import Session

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_files import check_length
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import compare, digest, parse_scheme
from collabpoints.domain.texts import cleaned
from collabpoints.models import Month, PairMonthTotal, PersonMonthTotal, RoleGrant, Scheme, SchemeDraft
from collabpoints.services.scheme_months import check_month, has_begun, next_revision, present_month, scheme_for

WRITERS = (Role.OFFICER, Role.ADMINISTRATOR)
"""Who writes drafts and starts schemes."""


@dataclass(frozen=True, slots=True)
class Starting:
    """Who starts which draft: the revision that he has read, and his reason where one is owed."""

    draft_id: int
    revision: int
    person_id: int
    roles: frozenset[Role]
    reason: str = ""


def write_draft(agency_id: int, *, person_id: int, starts_in: str, text: str) -> int:
    """A new draft for that month (YYYY-MM) stands; returns its id. Its text need not be a scheme yet.

    Raises Refused when the month is none, is over, or has an open draft already; SchemeFault when no file is so long.
    """
    check_length(text)
    with unit_of_work() as session:
        now, present = present_month(session, agency_id)
        check_month(starts_in, present)
        if _open_for(session, agency_id, starts_in):
            raise Refused((Refusal.of(Code.DRAFT_EXISTS, "starts_in", month=starts_in),))
        draft = SchemeDraft(
            agency_id=agency_id,
            starts_in=starts_in,
            text=text,
            drafted_by_person_id=person_id,
            drafted_at=now,
            changed_at=now,
        )
        session.add(draft)
        session.flush()
        return draft.id


def change_draft(draft_id: int, agency_id: int, *, person_id: int, revision: int, starts_in: str, text: str) -> int:
    """The draft has this text and month; returns its new revision. Who changed it last is its drafter.

    Raises like `write_draft`, and Refused when somebody changed it since `revision` was read. NotFound for one that is no
    longer open.
    """
    check_length(text)
    with unit_of_work() as session:
        now, present = present_month(session, agency_id)
        draft = _held_draft(session, draft_id, agency_id, revision)
        check_month(starts_in, present)
        if starts_in != draft.starts_in and _open_for(session, agency_id, starts_in):
            raise Refused((Refusal.of(Code.DRAFT_EXISTS, "starts_in", month=starts_in),))
        draft.starts_in, draft.text, draft.changed_at = starts_in, text, now
        draft.drafted_by_person_id = person_id
        draft.revision += 1
        return draft.revision


def drop_draft(draft_id: int, agency_id: int, *, revision: int) -> None:
    """The draft is open no longer. Raises like `change_draft`."""
    with unit_of_work() as session:
        now, _present = present_month(session, agency_id)
        draft = _held_draft(session, draft_id, agency_id, revision)
        draft.state, draft.changed_at = "dropped", now


def start_draft(agency_id: int, starting: Starting) -> int:
    """The draft is the agency's scheme from its month on; returns the scheme's id.

    Raises SchemeFault when its text is no scheme, Refused when its month has begun, somebody changed it, nothing would
    change, or a second person or a reason is owed. NotFound for one that is no longer open.
    """
    with unit_of_work() as session:
        now, present = present_month(session, agency_id)
        draft = _held_draft(session, starting.draft_id, agency_id, starting.revision)
        if has_begun(session, agency_id, draft.starts_in, present):
            raise Refused((Refusal.of(Code.SCHEME_MONTH_BEGUN, "starts_in", month=draft.starts_in),))
        before = scheme_for(session, agency_id, draft.starts_in)
        _check_start(session, agency_id, draft, before, starting)
        return _made(session, draft, before, starting, now).id


def change_at_once(agency_id: int, starting: Starting) -> int:
    """The draft for the running month holds from this moment; returns the scheme's id. Notes that were sent keep the
    scheme that judged them.

    Allowances and caps of the month become the new ones, but never less than what was given already. The unit of the
    allowance cannot change while a month runs. Raises like `start_draft`; a reason is always owed.
    """
    with unit_of_work() as session:
        now, present = present_month(session, agency_id)
        draft = _held_draft(session, starting.draft_id, agency_id, starting.revision)
        month = session.execute(
            select(Month).where(Month.agency_id == agency_id, Month.period == draft.starts_in).with_for_update()
        ).scalar_one_or_none()
        if month is None or month.state != "open" or draft.starts_in != str(present):
            raise Refused((Refusal.of(Code.SCHEME_MONTH_NOT_RUNNING, "starts_in", month=draft.starts_in),))
        before = session.get_one(Scheme, month.scheme_id)
        rules = _check_start(session, agency_id, draft, before, starting, is_reason_owed=True)
        if rules.allowance_unit is not parse_scheme(before.text).allowance_unit:
            raise Refused((Refusal.of(Code.SCHEME_UNIT_RUNNING, "allowance.unit"),))
        made = _made(session, draft, before, starting, now)
        _turn_month(session, month, made, rules)
        return made.id


def _turn_month(session: Session, month: Month, made: Scheme, rules: RuleBook) -> None:
    month.scheme_id, month.allowance, month.pair_cap = made.id, rules.allowance, rules.pair_cap
    session.flush()
    spent, counted = PersonMonthTotal.spent, PairMonthTotal.counted
    session.execute(
        update(PersonMonthTotal)
        .where(PersonMonthTotal.month_id == month.id)
        .values(granted=case((spent > rules.allowance, spent), else_=rules.allowance))
        .execution_options(synchronize_session=False)
    )
    cap = None if rules.pair_cap is None else case((counted > rules.pair_cap, counted), else_=rules.pair_cap)
    session.execute(
        update(PairMonthTotal)
        .where(PairMonthTotal.month_id == month.id)
        .values(cap=cap)
        .execution_options(synchronize_session=False)
    )


def _check_start(
    session: Session,
    agency_id: int,
    draft: SchemeDraft,
    before: Scheme | None,
    starting: Starting,
    *,
    is_reason_owed: bool = False,
) -> RuleBook:
    """The draft's rules. Raises SchemeFault, or Refused with everything that stands against starting it."""
    rules = parse_scheme(draft.text)
    present = parse_scheme(before.text) if before else None
    found: list[Refusal] = []
    changes = compare(present, rules) if present else ()
    if present and not changes:
        found.append(Refusal.of(Code.SCHEME_SAME))
    if any(change.field.changed_by is Role.ADMINISTRATOR for change in changes) and (
        Role.ADMINISTRATOR not in starting.roles
    ):
        found.append(Refusal.of(Code.SCHEME_NEEDS_ADMINISTRATOR))
    is_alone = draft.drafted_by_person_id == starting.person_id
    if is_alone and (present is None or present.has_second_person) and _has_others(session, agency_id, starting):
        found.append(Refusal.of(Code.SECOND_PERSON_NEEDED))
    reason = cleaned(starting.reason)
    is_owed = is_alone or is_reason_owed or next_revision(session, agency_id, draft.starts_in) > 1
    found += judge_reason(reason, is_required=is_owed)
    if found:
        raise Refused(tuple(found))
    return rules


def _made(session: Session, draft: SchemeDraft, before: Scheme | None, starting: Starting, now: datetime) -> Scheme:
    """The draft as a scheme, flushed."""
    scheme = Scheme(
        agency_id=draft.agency_id,
        code=parse_scheme(draft.text).code,
        text=draft.text,
        digest=digest(draft.text),
        starts_in=draft.starts_in,
        revision=next_revision(session, draft.agency_id, draft.starts_in),
        drafted_by_person_id=draft.drafted_by_person_id,
        started_by_person_id=starting.person_id,
        reason=cleaned(starting.reason),
        created_at=now,
    )
    session.add(scheme)
    session.flush()
    draft.state, draft.scheme_id, draft.changed_at = "started", scheme.id, now
    return scheme


def _open_for(session: Session, agency_id: int, starts_in: str) -> bool:
    wanted = select(SchemeDraft.id).where(
        SchemeDraft.agency_id == agency_id, SchemeDraft.starts_in == starts_in, SchemeDraft.state == "open"
    )
    return session.scalar(wanted) is not None


def _held_draft(session: Session, draft_id: int, agency_id: int, revision: int) -> SchemeDraft:
    draft = session.execute(
        select(SchemeDraft)
        .where(SchemeDraft.id == draft_id, SchemeDraft.agency_id == agency_id, SchemeDraft.state == "open")
        .with_for_update()
    ).scalar_one_or_none()
    if draft is None:
        raise NotFound(f"draft {draft_id}")
    if draft.revision != revision:
        raise Refused((Refusal.of(Code.DRAFT_CHANGED),))
    return draft


def _has_others(session: Session, agency_id: int, starting: Starting) -> bool:
    others = select(RoleGrant.id).where(
        RoleGrant.agency_id == agency_id,
        RoleGrant.person_id != starting.person_id,
        or_(*(RoleGrant.role == role.value for role in WRITERS)),
        RoleGrant.revoked_at.is_(None),
    )
    return session.scalars(others.limit(1)).first() is not None
