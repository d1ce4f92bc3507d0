"""시상: the officer's spans and proposals; what everybody reads of past prizes; what somebody who was asked answers."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.forms.prizes import AnswerForm, DropForm, FileForm, OpenForm
from collabpoints.queries import note_prizes
from collabpoints.queries.prize_corrections import corrections
from collabpoints.queries.prize_winners import asked as asked_of
from collabpoints.queries.prize_winners import past
from collabpoints.queries.prizes import prize_spans, proposal, proposals
from collabpoints.services import prizes as proposing
from collabpoints.services.prize_answers import answer as answer_prize
from collabpoints.views import access, kept, prize_words
from collabpoints.views.identity import who
from collabpoints.views.paging import before, number
from collabpoints.views.sentences import sentences_by_field

prizes = Blueprint("prizes", __name__, url_prefix="/prizes")

_NOTES_SHOWN = 6
_DETAIL = "/<int(max=9223372036854775807):proposal_id>"
_ASKED = "/asked/<int(max=9223372036854775807):winner_id>"


@prizes.get("")
@access.only(Role.OFFICER)
def page() -> str:
    return _spans()


@prizes.post("")
@access.only(Role.OFFICER, record="prizes.open")
def open_one() -> ResponseReturnValue:
    try:
        proposal_id = proposing.open_proposal(who().agency_id, OpenForm().span.data or "", person_id=who().person_id)
    except Refused as refused:
        return _spans(refused.refusals), 422
    flash(
        _("운영 기준에 따라 추천된 수상자로 시상 준비를 시작했습니다. 확정하기 전에는 받을 분들에게 알리지 않습니다."),
        "success",
    )
    return redirect(url_for("prizes.one", proposal_id=proposal_id), 303)


@prizes.get(_DETAIL)
@access.only(Role.OFFICER, record="prizes.one")
def one(proposal_id: int) -> str:
    return proposal_page(proposal_id)


@prizes.post(_DETAIL + "/drop")
@kept.keeps_typed
@access.only(Role.OFFICER, record="prizes.drop")
def drop(proposal_id: int) -> ResponseReturnValue:
    """Give it up; without the button what was typed is shown again."""
    form = DropForm()
    if form.action.data != "drop":
        return proposal_page(proposal_id, drop_form=form)
    try:
        proposing.drop(
            proposal_id,
            agency_id=who().agency_id,
            person_id=who().person_id,
            revision=number(form.revision.data or "") or 0,
            reason=form.reason.data or "",
        )
    except Refused as refused:
        return proposal_page(proposal_id, refused.refusals, drop_form=form), 422
    flash(_("시상을 중단했습니다. 같은 기간의 시상을 다시 준비할 수 있습니다."), "success")
    return redirect(url_for("prizes.page"), 303)


@prizes.get("/winners")
@access.signed_in
def winners() -> str:
    """Who won, for everybody."""
    return render_template(
        "prizes/winners.html",
        past=past(who().agency_id, before=before()),
        notes=note_prizes.latest(who().agency_id, limit=_NOTES_SHOWN) if before() is None else (),
        words=prize_words,
    )


@prizes.get(_ASKED)
@access.signed_in
def asked(winner_id: int) -> str:
    return _asked(winner_id)


@prizes.post(_ASKED)
@access.signed_in
def answer(winner_id: int) -> ResponseReturnValue:
    """Agree or decline; the button says which, without one the question is shown again."""
    said = AnswerForm().action.data
    asked_of(winner_id, person_id=who().person_id)
    if said not in ("agree", "decline"):
        return _asked(winner_id), 422
    try:
        answer_prize(winner_id, agency_id=who().agency_id, person_id=who().person_id, agrees=said == "agree")
    except Refused as refused:
        return _asked(winner_id, refused.refusals), 422
    flash(_("답해 주셔서 고맙습니다."), "success")
    return redirect(url_for("prizes.asked", winner_id=winner_id), 303)


def proposal_page(
    proposal_id: int,
    refusals: Sequence[Refusal] = (),
    *,
    drop_form: DropForm | None = None,
    file_form: FileForm | None = None,
) -> str:
    """A proposal with everything behind it, and what can be done with it."""
    shown = proposal(proposal_id, agency_id=who().agency_id)
    access.looks_at(
        [*(winner.person_id for winner in shown.all if winner.person_id), *(one.person_id for one in shown.left_out)]
    )
    return render_template(
        "prizes/one.html",
        shown=shown,
        corrections=corrections(shown.head, shown.winners),
        drop_form=drop_form or DropForm(formdata=None),
        file_form=file_form or FileForm(formdata=None),
        errors=sentences_by_field(refusals),
        words=prize_words,
    )


def _spans(refusals: Sequence[Refusal] = ()) -> str:
    return render_template(
        "prizes/page.html",
        spans=prize_spans(who().agency_id),
        dropped=[head for head in proposals(who().agency_id) if head.state == "dropped"],
        form=OpenForm(formdata=None),
        errors=sentences_by_field(refusals),
        words=prize_words,
    )


def _asked(winner_id: int, refusals: Sequence[Refusal] = ()) -> str:
    head, winner = asked_of(winner_id, person_id=who().person_id)
    return render_template(
        "prizes/asked.html",
        head=head,
        winner=winner,
        form=AnswerForm(formdata=None),
        errors=sentences_by_field(refusals),
        words=prize_words,
    )


def to_proposal(proposal_id: int) -> Response:
    """On to the proposal's page."""
    return redirect(url_for("prizes.one", proposal_id=proposal_id), 303)
