"""알림: what happened to me, newest first. Opening a notice leads to the thing itself and marks it read."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from collabpoints.forms.notices import ReadForm
from collabpoints.queries.notices import notice
from collabpoints.queries.notices import notices as my_notices
from collabpoints.services.notices import mark_all_read, mark_notice_read
from collabpoints.views import access
from collabpoints.views.identity import who
from collabpoints.views.notice_sentences import address_of, icon_of, sentence_of
from collabpoints.views.paging import before, number

notices = Blueprint("notices", __name__, url_prefix="/notices")


@notices.get("")
@access.signed_in
def page() -> str:
    return render_template(
        "notices/page.html",
        notices=my_notices(who().person_id, before=before()),
        is_first=before() is None,
        sentence_of=sentence_of,
        icon_of=icon_of,
    )


@notices.get("/<int:notice_id>")
@access.signed_in
def open_one(notice_id: int) -> Response:
    """On to what the notice is about; it is read from now on (a GET may write a read mark)."""
    row = notice(notice_id, person_id=who().person_id)
    if not row.is_read:
        mark_notice_read(notice_id, person_id=who().person_id)
    return redirect(address_of(row), 303)


@notices.post("/read")
@access.signed_in
def read() -> Response:
    """Everything that the page showed, and what is older, is read."""
    newest = number(ReadForm().newest.data or "")
    if newest is not None:
        mark_all_read(who().person_id, newest=newest)
    return redirect(url_for("notices.page"), 303)
