"""Keep what is typed while it is typed, and drop it when it is no longer wanted."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from collabpoints.domain.form_ids import is_form_id
from collabpoints.forms.notes import NoteForm
from collabpoints.services.drafts import drop_draft
from collabpoints.views import access, writing
from collabpoints.views.identity import who

drafts = Blueprint("drafts", __name__)


@drafts.post("/drafts")
@access.signed_in
def keep() -> tuple[str, int]:
    """204: kept. 422: not kept, because a registration number seems to stand in it or the form was sent already."""
    return "", 204 if writing.keep(NoteForm()) else 422


@drafts.post("/drafts/drop")
@access.signed_in
def drop() -> Response:
    """One's own draft of the form is gone; of anybody else's nothing happens."""
    form_id = NoteForm().form_id.data or ""
    if is_form_id(form_id):
        drop_draft(form_id, person_id=who().person_id)
    flash(_("쓰던 글을 지웠습니다."), "success")
    return redirect(url_for("home.page"), 303)
