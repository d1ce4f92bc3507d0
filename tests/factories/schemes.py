"""Schemes of one's own: the only scheme of a test's agency, with some fields changed."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from collabpoints.db import unit_of_work
from collabpoints.domain.schemes import digest, parse_scheme, preset_text, scheme_text
from collabpoints.models import Scheme
from collabpoints.queries.schemes import schemes
from collabpoints.services.scheme_drafts import write_draft
from tests.factories.agencies import Colleague
from tests.factories.worlds import World


def change_scheme(agency_id: int | None = None, /, **fields: Any) -> None:
    """The agency's scheme (of the only agency, where none is named) holds with these fields from now on. For agencies in
    which no month has begun."""
    with unit_of_work() as session:
        one = select(Scheme) if agency_id is None else select(Scheme).where(Scheme.agency_id == agency_id)
        row = session.execute(one).scalar_one()
        row.text = scheme_text(replace(parse_scheme(row.text), **fields))
        row.digest = digest(row.text)


def scheme_scene(world: World, drafter: Colleague) -> dict[str, int]:
    """A draft that waits beside the agency's scheme; answers with both ids."""
    text = preset_text("cheonan-2019")
    draft_id = write_draft(world.agency_id, person_id=drafter.person_id, starts_in="2099-01", text=text)
    return {"scheme": schemes(world.agency_id)[0].id, "scheme_draft": draft_id}
