"""재검토 요청: asking for another look at a reclaim, and deciding about it."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints.domain.errors import NotFound, Refusal, Refused
from collabpoints.domain.reasons import LONGEST
from collabpoints.domain.roles import Role
from collabpoints.forms.reviews import DecisionForm, ReasonForm
from collabpoints.queries.appeals import asked, queue
from collabpoints.queries.note_stories import story
from collabpoints.queries.notes import note as note_of
from collabpoints.services.appeals import ask, dismiss, grant, withdraw
from collabpoints.services.note_openings import Opening, open_for_appeal
from collabpoints.views import access, kept
from collabpoints.views.identity import who
from collabpoints.views.paging import number
from collabpoints.views.sentences import sentence_for, sentences_by_field

appeals = Blueprint("appeals", __name__)


@appeals.get("/notes/<int:note_id>/appeal")
@access.signed_in
def form(note_id: int) -> str:
    """Ask for another look, as long as one may."""
    return _form(note_id, ReasonForm(formdata=None))


@appeals.post("/notes/<int:note_id>/appeal")
@kept.keeps_typed
@access.signed_in
def send(note_id: int) -> ResponseReturnValue:
    typed = ReasonForm()
    try:
        ask(note_id, agency_id=who().agency_id, person_id=who().person_id, reason=typed.reason.data or "")
    except Refused as refused:
        return _form(note_id, typed, refused.refusals), 422
    flash(
        _("재검토를 요청했습니다. 회수한 사람이 아닌 다른 사람이 살펴보고, 결과를 두 분 모두에게 알려 드립니다."),
        "success",
    )
    return redirect(url_for("notes.page", note_id=note_id), 303)


@appeals.post("/notes/<int:note_id>/appeal/withdraw")
@access.signed_in
def take_back(note_id: int) -> ResponseReturnValue:
    """Withdraw one's own request that waits."""
    own = story(note_id, agency_id=who().agency_id, person_id=who().person_id).own_appeal_id or abort(404)
    try:
        withdraw(own, agency_id=who().agency_id, person_id=who().person_id)
        flash(_("재검토 요청을 철회했습니다."), "success")
    except Refused as refused:
        _flash(refused.refusals)
    return redirect(url_for("notes.page", note_id=note_id), 303)


@appeals.get("/appeals")
@access.only(Role.REVIEWER, Role.OFFICER, record="appeals.page")
def page() -> str:
    """The requests that wait. The record names the people whose notes are shown."""
    found = queue(who().agency_id, decider=who().person_id, after=number(request.args.get("after", "")))
    access.looks_at(end for row in found.rows if row.note for end in row.ends)
    return render_template("appeals/page.html", queue=found)


@appeals.get("/appeals/<int:appeal_id>")
@access.only(Role.REVIEWER, Role.OFFICER, record="appeals.request")
def one(appeal_id: int) -> str:
    return _one(appeal_id)


@appeals.post("/appeals/<int:appeal_id>")
@kept.keeps_typed
@access.only(Role.REVIEWER, Role.OFFICER, record="appeals.decide")
def decide(appeal_id: int) -> ResponseReturnValue:
    """Restore the points, or leave the reclaim as it is."""
    typed = DecisionForm()
    acts = {"grant": grant, "dismiss": dismiss}
    act = acts.get(typed.decision.data or "") or abort(404)
    try:
        access.looks_at(
            act(appeal_id, agency_id=who().agency_id, person_id=who().person_id, reason=typed.reason.data or "")
        )
    except Refused as refused:
        return _refused(appeal_id, typed, refused.refusals)
    flash(_("판단을 기록하고 두 분에게 알렸습니다."), "success")
    return redirect(url_for("appeals.page"), 303)


@appeals.post("/appeals/<int:appeal_id>/open")
@kept.keeps_typed
@access.only(Role.REVIEWER, Role.OFFICER)
def open_private(appeal_id: int) -> ResponseReturnValue:
    """Open the private note that the request is about; the record of it is written with the opening itself."""
    typed = ReasonForm()
    role = Role.REVIEWER if who().has(Role.REVIEWER) else Role.OFFICER
    opening = Opening(who().agency_id, who().person_id, role, request.remote_addr or "", typed.reason.data or "")
    try:
        open_for_appeal(appeal_id, opening)
    except Refused as refused:
        return _refused(appeal_id, typed, refused.refusals)
    flash(_("메시지를 열었습니다. 두 분에게 사유와 함께 알렸습니다."), "success")
    return redirect(url_for("appeals.one", appeal_id=appeal_id), 303)


def _form(note_id: int, typed: ReasonForm, refusals: Sequence[Refusal] = ()) -> str:
    row = note_of(note_id, agency_id=who().agency_id, person_id=who().person_id)
    if who().person_id not in (row.sender.person_id, row.recipient.person_id):
        abort(404)
    return render_template(
        "appeals/form.html",
        row=row,
        story=story(note_id, agency_id=who().agency_id, person_id=who().person_id),
        form=typed,
        longest=LONGEST,
        errors=sentences_by_field(refusals),
    )


def _refused(appeal_id: int, typed: ReasonForm, refusals: Sequence[Refusal]) -> ResponseReturnValue:
    """The page with what is wrong; where nothing is left to decide, the queue with the sentence that says so."""
    try:
        return _one(appeal_id, typed, refusals), 422
    except NotFound:
        _flash(refusals)
        return redirect(url_for("appeals.page"), 303)


def _one(appeal_id: int, typed: ReasonForm | None = None, refusals: Sequence[Refusal] = ()) -> str:
    row = asked(appeal_id, agency_id=who().agency_id, decider=who().person_id)
    access.looks_at(row.ends if row.note else ())
    return render_template(
        "appeals/one.html",
        row=row,
        form=typed or DecisionForm(formdata=None),
        longest=LONGEST,
        errors=sentences_by_field(refusals),
    )


def _flash(refusals: Sequence[Refusal]) -> None:
    for refusal in refusals:
        flash(sentence_for(refusal), "warning")
