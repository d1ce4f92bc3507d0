"""Home is the way to thank."""

from flask import Blueprint, render_template

from collabpoints import clock
from collabpoints.domain.periods import Month
from collabpoints.queries.drafts import latest_draft
from collabpoints.queries.home import month_before
from collabpoints.queries.notes import received
from collabpoints.views import access
from collabpoints.views.identity import who
from collabpoints.views.writing import fresh

home = Blueprint("home", __name__)

_LATEST = 3


@home.get("/")
@access.signed_in
def page() -> str:
    """The form for a note; below it what the month leaves, a draft if there is one, the latest notes received, and a few
    words about the month before."""
    this = Month.of(clock.now(), who().zone)
    return render_template(
        "home/page.html",
        writing=fresh(),
        draft=latest_draft(who().person_id),
        received=received(who().person_id, limit=_LATEST),
        before=month_before(who().agency_id, who().person_id, this),
    )
