"""Months on their way to being closed."""

from collabpoints.domain.errors import Refused
from collabpoints.jobs.runner import Outcome, heed_asked
from collabpoints.services.closings import ask_for_closing
from tests.factories.agencies import Colleague


def close_month(agency_id: int, period: str, officer: Colleague) -> list[Outcome]:
    """The officer confirms the month and the jobs come around."""
    ask_for_closing(agency_id, period, actor_person_id=officer.person_id)
    return heed_asked()


def refusals_of(agency_id: int, period: str, officer: Colleague) -> list[str]:
    """Why the officer may not confirm the month now; nothing where he may (then it is asked for)."""
    try:
        ask_for_closing(agency_id, period, actor_person_id=officer.person_id)
    except Refused as refused:
        return [refusal.code.value for refusal in refused.refusals]
    return []
