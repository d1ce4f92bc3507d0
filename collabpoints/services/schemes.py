"""Which rule book holds from when."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.schemes import compare, digest, parse_scheme, preset_text
from collabpoints.domain.texts import cleaned
from collabpoints.models import Scheme
from collabpoints.services.scheme_months import check_month, has_begun, next_revision, present_month, scheme_for


def choose_scheme(agency_id: int, code: str) -> str | None:
    """Afterwards the preset of that name is the agency's newest scheme. Returns the month (YYYY-MM) in which it starts,
    None when it was the newest already, or when people started the newest: a setting does not overrule them.

    It starts with the next month, since a month keeps the rules it began under; with the present one where that has not
    begun. A scheme that was to start then and has judged nothing makes way. Raises SchemeFault for an unknown name.
    """
    text = preset_text(code)
    parse_scheme(text)
    with unit_of_work() as session:
        now, present = present_month(session, agency_id)
        starts_in = str(present.shifted(1) if has_begun(session, agency_id, str(present), present) else present)
        schemes = session.scalars(
            select(Scheme)
            .where(Scheme.agency_id == agency_id)
            .order_by(Scheme.starts_in.desc(), Scheme.revision.desc())
        ).all()
        if schemes and (schemes[0].code == code or schemes[0].started_by_person_id is not None):
            return None
        if schemes and schemes[0].starts_in >= starts_in:
            session.delete(schemes[0])
            session.flush()
            if len(schemes) > 1 and schemes[1].code == code:
                return schemes[1].starts_in
        _add(session, agency_id, text, starts_in=starts_in, revision=1, reason="", now=now)
        return starts_in


def load_scheme(agency_id: int, text: str, *, starts_in: str, reason: str = "") -> None:
    """The scheme of this text holds from that month (YYYY-MM) on; nobody but the operator's command starts it.

    Raises SchemeFault when the text is no scheme; Refused when the month is none, is over or has begun, when nothing
    would change, or when another scheme was to start then and no reason is given.
    """
    rules = parse_scheme(text)
    with unit_of_work() as session:
        now, present = present_month(session, agency_id)
        check_month(starts_in, present)
        if has_begun(session, agency_id, starts_in, present):
            raise Refused((Refusal.of(Code.SCHEME_MONTH_BEGUN, "starts_in", month=starts_in),))
        before = scheme_for(session, agency_id, starts_in)
        if before is not None and not compare(parse_scheme(before.text), rules):
            raise Refused((Refusal.of(Code.SCHEME_SAME),))
        revision = next_revision(session, agency_id, starts_in)
        reason = cleaned(reason)
        if found := judge_reason(reason, is_required=revision > 1):
            raise Refused(found)
        _add(session, agency_id, text, starts_in=starts_in, revision=revision, reason=reason, now=now)


def _add(
    session: Session, agency_id: int, text: str, *, starts_in: str, revision: int, reason: str, now: datetime
) -> None:
    session.add(
        Scheme(
            agency_id=agency_id,
            code=parse_scheme(text).code,
            text=text,
            digest=digest(text),
            starts_in=starts_in,
            revision=revision,
            reason=reason,
            created_at=now,
        )
    )
