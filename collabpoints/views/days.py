"""The day it is where the reader is."""

from datetime import date

from collabpoints import clock
from collabpoints.domain import periods
from collabpoints.views.identity import who


def today() -> date:
    """The present date in the zone of the signed-in person's agency."""
    return periods.today(clock.now(), who().zone)
