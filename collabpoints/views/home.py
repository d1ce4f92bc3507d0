"""Home is the way to thank."""

from flask import Blueprint, render_template

from collabpoints.queries.drafts import latest_draft
from collabpoints.queries.notes import received
from collabpoints.views import access
from collabpoints.views.identity import who
from collabpoints.views.writing import fresh

home = Blueprint("home", __name__)

_LATEST = 3


@home.get("/")
@access.signed_in
def page() -> str:
    """The form for a note; below it what the month leaves, a draft if there is one, and the latest notes received."""
    return render_template(
        "home/page.html",
        writing=fresh(),
        draft=latest_draft(who().person_id),
        received=received(who().person_id, limit=_LATEST),
    )
