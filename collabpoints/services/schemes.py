"""Which rule book holds from when."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.schemes import digest, parse_scheme, preset_text
from collabpoints.models import Agency, Month, Scheme


def choose_scheme(agency_id: int, code: str) -> str | None:
    """Afterwards the preset of that name is the agency's newest scheme. Returns the month (YYYY-MM) in which it starts,
    None when it was the newest already.

    It starts with the next month, since a month keeps the rules it began under; with the present one where that has not
    begun. A scheme that was to start then and has judged nothing makes way. Raises SchemeFault for an unknown name.
    """
    text = preset_text(code)
    parse_scheme(text)
    with unit_of_work() as session:
        zone = session.execute(select(Agency.zone).where(Agency.id == agency_id).with_for_update()).scalar_one()
        now = database_now(session)
        present = Period.of(now, ZoneInfo(zone))
        has_begun = session.scalars(
            select(Month.id).where(Month.agency_id == agency_id, Month.period == str(present))
        ).first()
        starts_in = str(present.shifted(1) if has_begun else present)
        schemes = session.scalars(
            select(Scheme).where(Scheme.agency_id == agency_id).order_by(Scheme.starts_in.desc(), Scheme.revision.desc())
        ).all()
        if schemes and schemes[0].code == code:
            return None
        if schemes and schemes[0].starts_in >= starts_in:
            session.delete(schemes[0])
            session.flush()
            if len(schemes) > 1 and schemes[1].code == code:
                return schemes[1].starts_in
        session.add(
            Scheme(
                agency_id=agency_id,
                code=code,
                text=text,
                digest=digest(text),
                starts_in=starts_in,
                created_at=now,
            )
        )
        return starts_in
