"""Keep the list of kinds of help."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.models import HelpKind

LONGEST = 40


def add_help_kind(*, agency_id: int, name_ko: str, name_en: str) -> int:
    """The kind stands at the end of the list; returns its id. Raises Refused for an unfit or a taken name."""
    names = _fit_names(name_ko, name_en)
    with unit_of_work() as session:
        _refuse_taken(session, agency_id, names[0], other_than=None)
        last = session.execute(
            select(func.coalesce(func.max(HelpKind.place), 0)).where(HelpKind.agency_id == agency_id)
        ).scalar_one()
        kind = HelpKind(agency_id=agency_id, name_ko=names[0], name_en=names[1], place=last + 1)
        session.add(kind)
        session.flush()
        return kind.id


def change_help_kind(kind_id: int, *, agency_id: int, name_ko: str, name_en: str, is_offered: bool) -> None:
    """The kind is called so from now on, on older notes too, and is offered or not. Raises Refused, NotFound."""
    names = _fit_names(name_ko, name_en)
    with unit_of_work() as session:
        kind = _kind(session, kind_id, agency_id)
        _refuse_taken(session, agency_id, names[0], other_than=kind_id)
        kind.name_ko, kind.name_en = names
        kind.is_offered = is_offered


def move_help_kind(kind_id: int, *, agency_id: int, is_up: bool) -> None:
    """The kind stands one place further up or down; at the end of the list nothing happens. Raises NotFound."""
    with unit_of_work() as session:
        _kind(session, kind_id, agency_id)
        kinds = list(
            session.scalars(
                select(HelpKind)
                .where(HelpKind.agency_id == agency_id)
                .order_by(HelpKind.place, HelpKind.id)
                .with_for_update()
            )
        )
        place = next(index for index, kind in enumerate(kinds) if kind.id == kind_id)
        other = place - 1 if is_up else place + 1
        if 0 <= other < len(kinds):
            kinds[place], kinds[other] = kinds[other], kinds[place]
        for index, kind in enumerate(kinds, start=1):
            kind.place = index


def _kind(session: Session, kind_id: int, agency_id: int) -> HelpKind:
    kind = session.get(HelpKind, kind_id)
    if kind is None or kind.agency_id != agency_id:
        raise NotFound(f"help kind {kind_id}")
    return kind


def _fit_names(name_ko: str, name_en: str) -> tuple[str, str]:
    korean, english = cleaned(name_ko), cleaned(name_en)
    refusals = list(judge_text(korean, minimum=1, maximum=LONGEST, field="name_ko"))
    if english:
        refusals += judge_text(english, minimum=1, maximum=LONGEST, field="name_en")
    if refusals:
        raise Refused(tuple(refusals))
    return korean, english


def _refuse_taken(session: Session, agency_id: int, name_ko: str, *, other_than: int | None) -> None:
    taken = session.scalars(
        select(HelpKind.id).where(HelpKind.agency_id == agency_id, HelpKind.name_ko == name_ko)
    ).one_or_none()
    if taken is not None and taken != other_than:
        raise Refused((Refusal.of(Code.NAME_TAKEN, "name_ko"),))
