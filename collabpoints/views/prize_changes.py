"""An open proposal is changed: somebody is added; a winner is moved, taken out, or asked. Each on a page of its own."""

from collections.abc import Sequence

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.ranking import Subject
from collabpoints.domain.roles import Role
from collabpoints.domain.texts import cleaned, is_unfit
from collabpoints.forms.prizes import AddForm, FileForm, RevisionForm, WinnerForm
from collabpoints.queries.boards import board_of, departments
from collabpoints.queries.prizes import ProposalPage, proposal
from collabpoints.queries.roles import official_by_number
from collabpoints.services.prize_winners import Change, add_winner, ask_winner, move_winner, remove_winner
from collabpoints.views import access, kept, prize_words
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.paging import number
from collabpoints.views.prizes import to_proposal
from collabpoints.views.sentences import sentences_by_field

prize_changes = Blueprint("prize_changes", __name__, url_prefix="/prizes/<int(max=9223372036854775807):proposal_id>")

_WINNER = "/winners/<int(max=9223372036854775807):winner_id>"


@prize_changes.get("/add")
@access.only(Role.OFFICER, record="prizes.one")
def add_form(proposal_id: int) -> str:
    return _add(proposal_id, AddForm(formdata=None))


@prize_changes.post("/add")
@kept.keeps_typed
@access.only(Role.OFFICER, record="prizes.add")
def add(proposal_id: int) -> ResponseReturnValue:
    """Add; without the button what was typed is shown again."""
    form = AddForm()
    if form.action.data != "add":
        return _add(proposal_id, form)
    try:
        subject, id_ = _whom(form)
        tier = number((form.tier.data or "").partition("-")[0]) or 0
        add_winner(change_of(proposal_id, form, form.reason.data or ""), subject, id_, tier)
    except Refused as refused:
        return _add(proposal_id, form, refused.refusals), 422
    flash(_("시상에 넣었습니다."), "success")
    return to_proposal(proposal_id)


@prize_changes.get(_WINNER)
@access.only(Role.OFFICER, record="prizes.one")
def winner(proposal_id: int, winner_id: int) -> str:
    return winner_page(proposal_id, winner_id)


@prize_changes.post(_WINNER)
@kept.keeps_typed
@access.only(Role.OFFICER, record="prizes.change")
def change(proposal_id: int, winner_id: int) -> ResponseReturnValue:
    """Move, take out or ask, by the button; without one what was typed is shown again."""
    form = WinnerForm()
    said = change_of(proposal_id, form, form.reason.data or "")
    try:
        if form.action.data == "move":
            move_winner(said, winner_id, number((form.tier.data or "").partition("-")[0]) or 0)
            flash(_("상을 바꾸었습니다."), "success")
        elif form.action.data == "remove":
            remove_winner(said, winner_id)
            flash(_("시상에서 뺐습니다."), "success")
        elif form.action.data == "ask":
            ask_winner(said, winner_id)
            flash(_("받으실지 여쭈었습니다. 답하면 이 화면에 보입니다."), "success")
        else:
            return winner_page(proposal_id, winner_id, form)
    except Refused as refused:
        return winner_page(proposal_id, winner_id, form, refused.refusals), 422
    return to_proposal(proposal_id)


def change_of(proposal_id: int, form: RevisionForm, reason: str) -> Change:
    """The change that a form asks for, by the one who is at the door."""
    revision = number(form.revision.data or "") or 0
    return Change(proposal_id, who().agency_id, revision, who().person_id, reason)


def _whom(form: AddForm) -> tuple[Subject, int]:
    """The one who is to be added. Raises Refused for a number that nobody serves under."""
    if (form.tier.data or "").endswith(f"-{Subject.DEPARTMENTS}"):
        return Subject.DEPARTMENTS, number(form.department.data or "") or 0
    typed = cleaned(form.number.data or "")
    day = today()
    found = None if is_unfit(typed) else official_by_number(who().agency_id, typed, day)
    if found is None:
        raise Refused((Refusal.of(Code.PERSON_UNKNOWN, "number"),))
    return Subject.PERSONS, found.person_id


def _add(proposal_id: int, form: AddForm, refusals: Sequence[Refusal] = ()) -> str:
    shown = _shown(proposal_id)
    board = board_of(who().agency_id, shown.head.span, Subject.DEPARTMENTS)
    ranked = [row for row in departments(board.id) if row.rank] if board else []
    form.offer(
        [(f"{one.seats.tier}-{one.subject}", prize_words.tier_choice(one.seats, one.subject)) for one in shown.tiers]
    )
    form.offer_departments([("", "-"), *((str(row.department_id), row.name) for row in ranked)])
    return render_template(
        "prizes/add.html", shown=shown, form=form, errors=sentences_by_field(refusals), words=prize_words
    )


def winner_page(
    proposal_id: int,
    winner_id: int,
    form: WinnerForm | None = None,
    refusals: Sequence[Refusal] = (),
    *,
    file_form: FileForm | None = None,
) -> str:
    """A winner with what can be done with it, and his certificate."""
    form = form or WinnerForm(formdata=None)
    shown = _shown(proposal_id)
    found = next((one for one in shown.all if one.id == winner_id), None)
    if found is None:
        raise NotFound(f"prize winner {winner_id}")
    form.offer(
        [(str(one.seats.tier), prize_words.tier_choice(one.seats, one.subject))
         for one in shown.tiers if one.subject is found.subject and one.seats.tier != found.tier]
    )  # fmt: skip
    return render_template(
        "prizes/winner.html",
        shown=shown,
        winner=found,
        form=form,
        file_form=file_form or FileForm(formdata=None),
        errors=sentences_by_field(refusals),
        words=prize_words,
    )


def _shown(proposal_id: int) -> ProposalPage:
    shown = proposal(proposal_id, agency_id=who().agency_id)
    access.looks_at([winner.person_id for winner in shown.all if winner.person_id])
    return shown
