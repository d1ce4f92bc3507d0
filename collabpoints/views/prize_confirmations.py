"""Prizes are confirmed: what the certificates say is looked at first, then it stands by the officer's name."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Certificate
from collabpoints.forms.prizes import ConfirmForm
from collabpoints.queries.prize_heads import ProposalHead
from collabpoints.queries.prizes import proposal
from collabpoints.services.prize_confirmations import LONGEST_NAME, LONGEST_WORDING, PrizeWords, word_certificates
from collabpoints.services.prize_confirmations import confirm as confirm_prizes
from collabpoints.views import access, kept, prize_words
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.prize_changes import change_of
from collabpoints.views.prizes import to_proposal
from collabpoints.views.sentences import sentences_by_field

prize_confirmations = Blueprint(
    "prize_confirmations", __name__, url_prefix="/prizes/<int(max=9223372036854775807):proposal_id>"
)


@prize_confirmations.get("/confirm")
@access.only(Role.OFFICER, record="prizes.one")
def form(proposal_id: int) -> ResponseReturnValue:
    """The words as the proposal has them; one that is open no longer has nothing to confirm."""
    head = proposal(proposal_id, agency_id=who().agency_id).head
    if head.state != "open":
        return to_proposal(proposal_id)
    return _page(proposal_id, _of(head))


@prize_confirmations.post("/confirm")
@kept.keeps_typed
@access.only(Role.OFFICER, record="prizes.confirm")
def confirm(proposal_id: int) -> ResponseReturnValue:
    """Keep the words and look at them, or confirm; without a button what was typed is shown again."""
    typed = ConfirmForm()
    change = change_of(proposal_id, typed, typed.reason.data or "")
    try:
        if typed.action.data == "preview":
            word_certificates(change, _words(typed))
            return redirect(url_for("prize_confirmations.form", proposal_id=proposal_id), 303)
        if typed.action.data == "confirm":
            confirm_prizes(change, _words(typed))
            flash(_("시상을 확정했습니다. 받는 분들께 알려 드렸습니다."), "success")
            return to_proposal(proposal_id)
    except Refused as refused:
        return _page(proposal_id, typed, refused.refusals), 422
    return _page(proposal_id, typed)


def _of(head: ProposalHead) -> ConfirmForm:
    return ConfirmForm(
        formdata=None,
        awarded_on=head.awarded_on or max(today(), head.span.end_day),
        certificate=head.certificate.value,
        giver_title=head.giver_title,
        giver_name=head.giver_name,
        wording=head.wording,
    )


def _words(typed: ConfirmForm) -> PrizeWords:
    kind = typed.certificate.data or ""
    return PrizeWords(
        awarded_on=typed.awarded_on.data,
        certificate=Certificate(kind) if kind in list(Certificate) else Certificate.AWARD,
        giver_title=typed.giver_title.data or "",
        giver_name=typed.giver_name.data or "",
        wording=typed.wording.data or "",
    )


def _page(proposal_id: int, typed: ConfirmForm, refusals: Sequence[Refusal] = ()) -> str:
    shown = proposal(proposal_id, agency_id=who().agency_id)
    access.looks_at([winner.person_id for winner in shown.all if winner.person_id])
    typed.certificate.choices = [(kind.value, words) for kind, words in prize_words.CERTIFICATES.items()]
    return render_template(
        "prizes/confirm.html",
        shown=shown,
        form=typed,
        errors=sentences_by_field(refusals),
        words=prize_words,
        longest_name=LONGEST_NAME,
        longest_wording=LONGEST_WORDING,
    )
