"""Reorganisations of a test's world."""

from datetime import UTC, date, datetime

from collabpoints.domain.reorganisations import Act, Step
from collabpoints.queries.reorganisations import Sketch, sketch_of
from collabpoints.services.reorganisations import (
    Details,
    add_step,
    begin_reorganisation,
    digest_of,
    plan_reorganisation,
)
from tests.factories.agencies import Colleague

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
TODAY = date(2026, 11, 20)
DAY = date(2026, 12, 1)
FAR = date(2099, 1, 1)


def a_draft(
    agency_id: int, by: Colleague, *steps: tuple[Act, str, dict[str, str]], title: str = "조직개편", day: date = DAY
) -> int:
    """A draft with these steps; answers with its id."""
    found = begin_reorganisation(
        agency_id, Details(title, day), actor_person_id=by.person_id, now=NOW, today=min(day, TODAY)
    )
    for act, code, more in steps:
        add_step(agency_id, found, Step(0, act, code, **more))
    return found


def sketched(agency_id: int, reorganisation_id: int) -> Sketch:
    """The reorganisation as its page tells it."""
    found = sketch_of(agency_id, reorganisation_id)
    assert found is not None
    return found


def planned(agency_id: int, reorganisation_id: int, by: Colleague, *, today: date = TODAY) -> None:
    """The draft waits for its day."""
    plan_reorganisation(
        agency_id,
        reorganisation_id,
        seen=digest_of(sketched(agency_id, reorganisation_id)),
        actor_person_id=by.person_id,
        now=NOW,
        today=today,
    )
