"""The reviewer's queue, and the page on which he decides about one note."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints.domain.errors import NotFound, Refusal, Refused
from collabpoints.domain.reasons import LONGEST
from collabpoints.domain.roles import Role
from collabpoints.forms.reviews import DecisionForm, ReasonForm
from collabpoints.queries.reviews import decided, queue, waiting
from collabpoints.services.note_openings import Opening, open_for_review
from collabpoints.services.reviews import pass_note, reclaim
from collabpoints.views import access, kept
from collabpoints.views.identity import who
from collabpoints.views.paging import number
from collabpoints.views.sentences import sentence_for, sentences_by_field

reviews = Blueprint("reviews", __name__, url_prefix="/reviews")


@reviews.get("")
@access.only(Role.REVIEWER, record="reviews.page")
def page() -> str:
    """What waits, and why. The record names the people whose notes are shown."""
    found = queue(who().agency_id, reviewer=who().person_id, after=number(request.args.get("after", "")))
    access.looks_at(end for row in found.rows if row.note for end in row.ends)
    return render_template("reviews/page.html", queue=found)


@reviews.get("/<int:note_id>")
@access.only(Role.REVIEWER, record="reviews.note")
def note(note_id: int) -> str:
    return _note(note_id)


@reviews.post("/<int:note_id>")
@kept.keeps_typed
@access.only(Role.REVIEWER, record="reviews.decide")
def decide(note_id: int) -> ResponseReturnValue:
    """Let it pass, or reclaim its points."""
    form = DecisionForm()
    acts = {"pass": pass_note, "reclaim": reclaim}
    act = acts.get(form.decision.data or "") or abort(404)
    try:
        access.looks_at(
            act(note_id, agency_id=who().agency_id, person_id=who().person_id, reason=form.reason.data or "")
        )
    except Refused as refused:
        return _refused(note_id, form, refused.refusals)
    if form.decision.data == "pass":
        flash(_("그대로 두었습니다."), "success")
    else:
        flash(_("포인트를 회수했습니다. 두 분에게 사유와 함께 알렸습니다."), "success")
    return redirect(url_for("reviews.page"), 303)


@reviews.post("/<int:note_id>/open")
@kept.keeps_typed
@access.only(Role.REVIEWER)
def open_private(note_id: int) -> ResponseReturnValue:
    """Open a private note; the record of it, with both persons, is written with the opening itself."""
    form = ReasonForm()
    opening = Opening(
        who().agency_id, who().person_id, Role.REVIEWER, request.remote_addr or "", form.reason.data or ""
    )
    try:
        open_for_review(note_id, opening)
    except Refused as refused:
        return _refused(note_id, form, refused.refusals)
    flash(_("메시지를 열었습니다. 두 분에게 사유와 함께 알렸습니다."), "success")
    return redirect(url_for("reviews.note", note_id=note_id), 303)


def _refused(note_id: int, form: ReasonForm, refusals: Sequence[Refusal]) -> ResponseReturnValue:
    """The page with what is wrong; where nothing is left to decide, the queue with the sentence that says so."""
    try:
        return _note(note_id, form, refusals), 422
    except NotFound:
        for refusal in refusals:
            flash(sentence_for(refusal), "warning")
        return redirect(url_for("reviews.page"), 303)


def _note(note_id: int, form: ReasonForm | None = None, refusals: Sequence[Refusal] = ()) -> str:
    row = waiting(note_id, agency_id=who().agency_id, reviewer=who().person_id)
    access.looks_at(row.ends if row.note else ())
    return render_template(
        "reviews/note.html",
        row=row,
        decided=decided(note_id),
        form=form or DecisionForm(formdata=None),
        longest=LONGEST,
        errors=sentences_by_field(refusals),
    )
