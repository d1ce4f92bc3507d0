"""이달의 협업메시지: officers and reviewers choose a public note of an ended month, both its people answer, an officer confirms."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.forms.notes import ActForm
from collabpoints.forms.prizes import AnswerForm, ChooseForm
from collabpoints.queries import note_prizes as lists
from collabpoints.services import note_prizes as choosing
from collabpoints.views import access, kept, prize_words
from collabpoints.views.identity import who
from collabpoints.views.paging import before
from collabpoints.views.sentences import sentences_by_field

note_prizes = Blueprint("note_prizes", __name__, url_prefix="/note-prizes")

CHOOSERS = (Role.OFFICER, Role.REVIEWER)
_NOTE = "/choose/<int(max=9223372036854775807):note_id>"
_ONE = "/<int(max=9223372036854775807):note_prize_id>"


@note_prizes.get("")
@access.only(*CHOOSERS, record="note_prizes.page")
def page() -> str:
    return _page()


@note_prizes.get(_NOTE)
@access.only(*CHOOSERS)
def choose_form(note_id: int) -> str:
    return _choose(note_id, ChooseForm(formdata=None))


@note_prizes.post(_NOTE)
@kept.keeps_typed
@access.only(*CHOOSERS, record="note_prizes.choose")
def choose(note_id: int) -> ResponseReturnValue:
    """Choose; without the button what was typed is shown again."""
    form = ChooseForm()
    if form.action.data != "choose":
        return _choose(note_id, form)
    try:
        choosing.choose(note_id, agency_id=who().agency_id, person_id=who().person_id, reason=form.reason.data or "")
    except Refused as refused:
        return _choose(note_id, form, refused.refusals), 422
    flash(_("골랐습니다. 두 분께 알려도 될지 여쭈었습니다."), "success")
    return redirect(url_for("note_prizes.page"), 303)


@note_prizes.post(_ONE + "/confirm")
@access.only(Role.OFFICER, record="note_prizes.confirm")
def confirm(note_prize_id: int) -> ResponseReturnValue:
    try:
        choosing.confirm(note_prize_id, agency_id=who().agency_id, person_id=who().person_id)
    except Refused as refused:
        return _page(refused.refusals), 422
    flash(_("이달의 협업메시지로 확정하고 두 분께 알려 드렸습니다."), "success")
    return redirect(url_for("note_prizes.page"), 303)


@note_prizes.post(_ONE + "/drop")
@access.only(*CHOOSERS, record="note_prizes.drop")
def drop(note_prize_id: int) -> ResponseReturnValue:
    try:
        choosing.drop(note_prize_id, agency_id=who().agency_id)
    except Refused as refused:
        return _page(refused.refusals), 422
    flash(_("취소했습니다. 다른 메시지를 고를 수 있습니다."), "success")
    return redirect(url_for("note_prizes.page"), 303)


@note_prizes.get("/asked" + _ONE)
@access.signed_in
def asked(note_prize_id: int) -> str:
    return _asked(note_prize_id)


@note_prizes.post("/asked" + _ONE)
@access.signed_in
def answer(note_prize_id: int) -> ResponseReturnValue:
    """Agree or decline; the button says which, without one the question is shown again."""
    said = AnswerForm().action.data
    lists.asked_note(note_prize_id, person_id=who().person_id)
    if said not in ("agree", "decline"):
        return _asked(note_prize_id), 422
    try:
        choosing.answer(note_prize_id, agency_id=who().agency_id, person_id=who().person_id, agrees=said == "agree")
    except Refused as refused:
        return _asked(note_prize_id, refused.refusals), 422
    flash(_("답해 주셔서 고맙습니다."), "success")
    return redirect(url_for("note_prizes.asked", note_prize_id=note_prize_id), 303)


def _page(refusals: Sequence[Refusal] = ()) -> str:
    """The month that the address names, or the newest one that has ended."""
    agency_id = who().agency_id
    months = lists.months(agency_id)
    asked_for = request.args.get("month", "")
    if asked_for and asked_for not in months:
        abort(404)
    period = asked_for or (months[0] if months else "")
    return render_template(
        "note_prizes/page.html",
        period=period,
        months=months,
        chosen=lists.chosen(agency_id, period) if period else (),
        notes=lists.public_notes(agency_id, period, before=before()) if period else None,
        form=ActForm(formdata=None),
        errors=sentences_by_field(refusals),
        may_confirm=who().has(Role.OFFICER),
        words=prize_words,
    )


def _choose(note_id: int, form: ChooseForm, refusals: Sequence[Refusal] = ()) -> str:
    return render_template(
        "note_prizes/choose.html",
        note=lists.public_note(note_id, agency_id=who().agency_id),
        form=form,
        errors=sentences_by_field(refusals),
    )


def _asked(note_prize_id: int, refusals: Sequence[Refusal] = ()) -> str:
    return render_template(
        "note_prizes/asked.html",
        asked=lists.asked_note(note_prize_id, person_id=who().person_id),
        form=AnswerForm(formdata=None),
        errors=sentences_by_field(refusals),
        words=prize_words,
    )
