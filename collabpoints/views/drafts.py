"""Keep what is typed while it is typed."""

from flask import Blueprint

from collabpoints.forms.notes import NoteForm
from collabpoints.views import access, writing

drafts = Blueprint("drafts", __name__)


@drafts.post("/drafts")
@access.signed_in
def keep() -> tuple[str, int]:
    """204: kept. 422: not kept, because a registration number seems to stand in it or the form was sent already."""
    return "", 204 if writing.keep(NoteForm()) else 422
