"""Reorganisations on their way: drafted, changed step by step, planned for their day, given back to drafting, dropped."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.reorganisations import Act, Step
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.models import Employee, Reorganisation, ReorganisationMove, ReorganisationStep
from collabpoints.queries.reorganisation_effects import effects_of
from collabpoints.queries.reorganisations import Sketch, sketch_of

LONGEST_TITLE = 100
LONGEST_CODE = 40
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Details:
    """What a reorganisation is called, when it takes effect, and the document (문서번호) that orders it, or ""."""

    title: str
    effective_on: date | None
    document: str = ""


def begin_reorganisation(agency_id: int, details: Details, *, actor_person_id: int, now: datetime, today: date) -> int:
    """A draft without steps stands; answers with its id. Raises Refused: what is wrong with the title or the document,
    DATE_INVALID, REORGANISATION_DAY_PAST."""
    title, document, day = _judged(details, today)
    with unit_of_work() as session:
        row = Reorganisation(
            agency_id=agency_id,
            title=title,
            effective_on=day,
            document=document,
            state="draft",
            planned_by_person_id=actor_person_id,
            planned_at=now,
        )
        session.add(row)
        session.flush()
        return row.id


def change_details(agency_id: int, reorganisation_id: int, details: Details, *, today: date) -> None:
    """The draft has these. Raises NotFound, Refused as above and REORGANISATION_SETTLED."""
    title, document, day = _judged(details, today)
    with unit_of_work() as session:
        row = _draft(session, agency_id, reorganisation_id)
        row.title, row.document, row.effective_on = title, document, day


def add_step(agency_id: int, reorganisation_id: int, step: Step) -> int:
    """The step stands behind all others; answers with its place. What contradicts the tree is told where the draft is
    shown, and keeps it from being planned. Raises NotFound, Refused: REORGANISATION_SETTLED, REORGANISATION_CODE_MISSING,
    and what else is wrong with a code or the name."""
    kept = _judged_step(step)
    with unit_of_work() as session:
        _draft(session, agency_id, reorganisation_id)
        last = session.scalar(
            select(func.max(ReorganisationStep.place)).where(ReorganisationStep.reorganisation_id == reorganisation_id)
        )
        place = (last or 0) + 1
        session.add(
            ReorganisationStep(
                reorganisation_id=reorganisation_id,
                place=place,
                agency_id=agency_id,
                act=kept.act.value,
                code=kept.code,
                name=kept.name,
                parent_code=kept.parent_code,
                into_code=kept.into_code,
                before_code=kept.before_code,
            )
        )
        return place


def remove_step(agency_id: int, reorganisation_id: int, place: int) -> None:
    """The step that is shown at this place (from 1) is gone. Raises NotFound, Refused: REORGANISATION_SETTLED."""
    with unit_of_work() as session:
        _draft(session, agency_id, reorganisation_id)
        steps = session.scalars(
            select(ReorganisationStep)
            .where(ReorganisationStep.reorganisation_id == reorganisation_id)
            .order_by(ReorganisationStep.place)
        ).all()
        if not 1 <= place <= len(steps):
            raise NotFound
        session.delete(steps[place - 1])


def move_people(agency_id: int, reorganisation_id: int, employee_ids: Collection[int], code: str) -> None:
    """These people go to the department `code` with the reorganisation; "": they follow the steps again.

    Raises NotFound, also where one of them does not serve here; Refused: REORGANISATION_SETTLED, and what is wrong with
    the code."""
    kept = cleaned(code)
    _raise([*_judge_line(kept, LONGEST_CODE, "to")] if kept else [])
    with unit_of_work() as session:
        _draft(session, agency_id, reorganisation_id)
        own = Employee.agency_id == agency_id, Employee.id.in_(employee_ids), Employee.left_on.is_(None)
        known = session.scalars(select(Employee.id).where(*own).order_by(Employee.id)).all()
        if set(known) != set(employee_ids):
            raise NotFound
        session.execute(
            delete(ReorganisationMove).where(
                ReorganisationMove.reorganisation_id == reorganisation_id, ReorganisationMove.employee_id.in_(known)
            )
        )
        if kept:
            session.add_all(
                ReorganisationMove(
                    reorganisation_id=reorganisation_id, employee_id=employee_id, agency_id=agency_id, code=kept
                )
                for employee_id in known
            )


def plan_reorganisation(
    agency_id: int, reorganisation_id: int, *, seen: str, actor_person_id: int, now: datetime, today: date
) -> None:
    """The draft, exactly as it was `seen` (the digest of its page), takes effect at the beginning of its day.

    Raises NotFound, Refused: REORGANISATION_SETTLED, REORGANISATION_CHANGED, REORGANISATION_DAY_PAST, and every
    contradiction of its steps."""
    with unit_of_work() as session:
        row = _draft(session, agency_id, reorganisation_id)
        sketch = sketch_of(agency_id, reorganisation_id)
        if sketch is None:
            raise NotFound
        if digest_of(sketch) != seen:
            _raise([Refusal.of(Code.REORGANISATION_CHANGED)])
        past = [Refusal.of(Code.REORGANISATION_DAY_PAST, "effective_on")] if row.effective_on < today else []
        _raise([*past, *sketch.found.refusals, *effects_of(agency_id, sketch).refusals])
        row.state, row.fault = "planned", ""
        row.planned_by_person_id, row.planned_at = actor_person_id, now


def draft_again(agency_id: int, reorganisation_id: int) -> None:
    """What was planned is a draft again, to be changed. Raises NotFound where it does not wait for its day."""
    with unit_of_work() as session:
        row = _held(session, agency_id, reorganisation_id)
        if row.state != "planned":
            raise NotFound
        row.state, row.fault = "draft", ""


def drop_reorganisation(agency_id: int, reorganisation_id: int, *, actor_person_id: int, now: datetime) -> None:
    """It will not take place. Raises NotFound, Refused: REORGANISATION_SETTLED when it is planned, done or dropped."""
    with unit_of_work() as session:
        row = _draft(session, agency_id, reorganisation_id)
        row.state, row.settled_at, row.settled_by_person_id = "dropped", now, actor_person_id


def keep_fault(agency_id: int, reorganisation_id: int, fault: str) -> None:
    """It could not be carried out, and says of what; it is left alone until somebody has planned it anew."""
    with unit_of_work() as session:
        session.execute(
            update(Reorganisation)
            .where(
                Reorganisation.agency_id == agency_id,
                Reorganisation.id == reorganisation_id,
                Reorganisation.state == "planned",
            )
            .values(fault=fault[:200])
        )


def digest_of(sketch: Sketch) -> str:
    """The same for the same plan on the same tree with the same people only: planning names what was seen."""
    parts = (
        sketch.outline.effective_on,
        sketch.steps,
        sorted(sketch.moves.items()),
        list(sketch.found.before.branches.values()),
        [(one.employee_id, one.code) for one in sketch.serving],
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _held(session: Session, agency_id: int, reorganisation_id: int) -> Reorganisation:
    row = session.execute(
        select(Reorganisation)
        .where(Reorganisation.id == reorganisation_id, Reorganisation.agency_id == agency_id)
        .with_for_update()
    ).scalar_one_or_none()
    if row is None:
        raise NotFound
    return row


def _draft(session: Session, agency_id: int, reorganisation_id: int) -> Reorganisation:
    row = _held(session, agency_id, reorganisation_id)
    if row.state != "draft":
        _raise([Refusal.of(Code.REORGANISATION_SETTLED)])
    return row


def _judged(details: Details, today: date) -> tuple[str, str, date]:
    title, document = cleaned(details.title), cleaned(details.document)
    refusals = [*_judge_line(title, LONGEST_TITLE, "title")]
    if document:
        refusals += _judge_line(document, LONGEST_TITLE, "document")
    if details.effective_on is None:
        refusals.append(Refusal.of(Code.REORGANISATION_DAY_MISSING, "effective_on"))
    elif details.effective_on < today:
        refusals.append(Refusal.of(Code.REORGANISATION_DAY_PAST, "effective_on"))
    _raise(refusals)
    assert details.effective_on is not None
    return title, document, details.effective_on


def _judged_step(step: Step) -> Step:
    """The step as it is kept: only what its act speaks of, codes and name cleaned. Raises Refused."""
    act = step.act
    kept = Step(
        0,
        act,
        code=cleaned(step.code),
        name=cleaned(step.name) if act in (Act.OPEN, Act.RENAME, Act.SPLIT) else "",
        parent_code=step.parent_code if act in (Act.OPEN, Act.MOVE) else "",
        into_code=cleaned(step.into_code) if act in (Act.MERGE, Act.SPLIT) else "",
        before_code=step.before_code if act in (Act.OPEN, Act.MOVE, Act.SPLIT) else "",
    )
    codes = [("code", kept.code)]
    if act in (Act.MERGE, Act.SPLIT):
        codes.append(("into_code", kept.into_code))
    refusals = [
        refusal
        for field, code in codes
        for refusal in (
            _judge_line(code, LONGEST_CODE, field) if code else [Refusal.of(Code.REORGANISATION_CODE_MISSING, field)]
        )
    ]
    if act in (Act.OPEN, Act.RENAME) or kept.name:
        refusals += _judge_line(kept.name, LONGEST_NAME, "name")
    for field, code in (("parent_code", kept.parent_code), ("before_code", kept.before_code)):
        refusals += _judge_line(code, LONGEST_CODE, field) if code else []
    _raise(refusals)
    return kept


def _judge_line(text: str, maximum: int, field: str) -> list[Refusal]:
    """What is wrong with one line of text; line ends do not belong in a name."""
    found = [
        Refusal.of(Code.NAME_MISSING, field) if refusal.code is Code.TEXT_EMPTY else refusal
        for refusal in judge_text(text, minimum=1, maximum=maximum, field=field)
    ]
    if "\n" in text and not found:
        found.append(Refusal.of(Code.TEXT_INVISIBLE, field))
    return found


def _raise(refusals: Collection[Refusal]) -> None:
    if refusals:
        raise Refused(list(refusals))
