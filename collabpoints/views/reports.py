"""A reader asks a reviewer to look at a note."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.reasons import LONGEST
from collabpoints.forms.reviews import ReasonForm
from collabpoints.queries.notes import note
from collabpoints.services.reports import report
from collabpoints.views import access, kept
from collabpoints.views.identity import who
from collabpoints.views.sentences import sentences_by_field

reports = Blueprint("reports", __name__, url_prefix="/notes/<int:note_id>/report")


@reports.get("")
@access.signed_in
def form(note_id: int) -> str:
    """What a report means, and why one asks."""
    return _page(note_id, ReasonForm(formdata=None))


@reports.post("")
@kept.keeps_typed
@access.signed_in
def send(note_id: int) -> ResponseReturnValue:
    typed = ReasonForm()
    try:
        report(note_id, agency_id=who().agency_id, person_id=who().person_id, reason=typed.reason.data or "")
    except Refused as refused:
        return _page(note_id, typed, refused.refusals), 422
    flash(_("검토자에게 알렸습니다. 결과가 나오면 알려 드립니다."), "success")
    return redirect(url_for("notes.page", note_id=note_id), 303)


def _page(note_id: int, typed: ReasonForm, refusals: Sequence[Refusal] = ()) -> str:
    row = note(note_id, agency_id=who().agency_id, person_id=who().person_id)
    return render_template(
        "reports/form.html", row=row, form=typed, longest=LONGEST, errors=sentences_by_field(refusals)
    )
