"""Special points: heads propose them, whom the scheme names decides, those concerned read about it."""

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.domain.special_points import Decider
from collabpoints.forms.notes import ActForm
from collabpoints.forms.special_grants import DecisionForm, ReclaimForm
from collabpoints.queries import special_grants as lists
from collabpoints.queries.special_deciders import decider
from collabpoints.services import special_decisions as decisions
from collabpoints.services import special_grants as proposals
from collabpoints.views import access, bodies, kept, special_proposals
from collabpoints.views.identity import who
from collabpoints.views.paging import before
from collabpoints.views.sentences import sentences_by_field

special_grants = Blueprint("special_grants", __name__, url_prefix="/special-grants")

DECIDERS = (Role.DEPARTMENT_HEAD, Role.REVIEWER, Role.OFFICER)
"""Whom a scheme may name; which of them decides what is asked of the query or service."""


@special_grants.get("/new")
@access.only(Role.DEPARTMENT_HEAD)
def new() -> str:
    """Find whom it is for, then the form."""
    return _new(special_proposals.opened())


@special_grants.post("/new")
@kept.keeps_typed
@bodies.takes_file
@access.only(Role.DEPARTMENT_HEAD, record="special_grants.propose")
def send() -> ResponseReturnValue:
    """Propose. What was carried over a sign-in arrives without its button and its files, and is shown first."""
    form = special_proposals.typed()
    if form.action.data != "propose":
        return _new(special_proposals.refused(form, ()))
    try:
        grant_id = proposals.propose(
            agency_id=who().agency_id,
            proposer_person_id=who().person_id,
            new=special_proposals.new_special_grant(form),
        )
    except Refused as refused:
        status = 409 if any(refusal.code is Code.FORM_ALREADY_USED for refusal in refused.refusals) else 422
        return _new(special_proposals.refused(form, refused.refusals)), status
    flash(_("제안했습니다. 결정되면 알려 드립니다."), "success")
    return _to_page(grant_id)


@special_grants.get("/proposed")
@access.only(Role.DEPARTMENT_HEAD)
def proposed() -> str:
    """What one proposed oneself."""
    return _list("proposed", lists.proposed_by(who().person_id, before=before()), _me())


@special_grants.get("/departments")
@access.only(Role.DEPARTMENT_HEAD, record="special_grants.departments")
def departments() -> str:
    """The special points of one's department, of what is below it and of its people."""
    me = _me()
    return _list("departments", lists.of_departments(who().agency_id, me, before=before()), me)


@special_grants.get("/queue")
@access.only(*DECIDERS, record="special_grants.queue")
def queue() -> str:
    """What waits for one's decision."""
    me = _me()
    return _list("queue", lists.waiting_for(who().agency_id, me, before=before()), me)


@special_grants.get("/decided")
@access.only(*DECIDERS, record="special_grants.decided")
def decided() -> str:
    """What was decided of the kinds that one approves."""
    me = _me()
    return _list("decided", lists.decided_of(who().agency_id, me, before=before()), me)


@special_grants.get("/mine")
@access.signed_in
def mine() -> str:
    """The special points that one was given."""
    return render_template(
        "special_grants/mine.html", grants=lists.received_by(who().person_id, before=before()), current="mine"
    )


@special_grants.get("/<int(max=9223372036854775807):special_grant_id>")
@access.only(*DECIDERS, record="special_grants.page")
def page(special_grant_id: int) -> str:
    return _page(special_grant_id, DecisionForm(formdata=None), ReclaimForm(formdata=None))


@special_grants.post("/<int(max=9223372036854775807):special_grant_id>/withdraw")
@access.only(Role.DEPARTMENT_HEAD, record="special_grants.withdraw")
def withdraw(special_grant_id: int) -> ResponseReturnValue:
    try:
        proposals.withdraw(special_grant_id, agency_id=who().agency_id, person_id=who().person_id)
    except Refused as refused:
        forms = DecisionForm(formdata=None), ReclaimForm(formdata=None)
        return _page(special_grant_id, *forms, refused.refusals), 422
    flash(_("제안을 철회했습니다."), "success")
    return _to_page(special_grant_id)


@special_grants.post("/<int(max=9223372036854775807):special_grant_id>/decide")
@kept.keeps_typed
@access.only(*DECIDERS, record="special_grants.decide")
def decide(special_grant_id: int) -> ResponseReturnValue:
    """Approve or refuse; without either what was typed is shown again."""
    form, agency_id, person_id = DecisionForm(), who().agency_id, who().person_id
    reason = form.reason.data or ""
    _seen(special_grant_id, _me())
    try:
        if form.action.data == "approve":
            decisions.approve(special_grant_id, agency_id=agency_id, person_id=person_id, reason=reason)
            flash(_("승인했습니다. 포인트가 이번 달에 들어갔습니다."), "success")
        elif form.action.data == "refuse":
            decisions.refuse(special_grant_id, agency_id=agency_id, person_id=person_id, reason=reason)
            flash(_("승인하지 않았습니다. 제안한 분께 사유를 알려 드립니다."), "success")
        else:
            return _page(special_grant_id, form, ReclaimForm(formdata=None))
    except Refused as refused:
        return _page(special_grant_id, form, ReclaimForm(formdata=None), refused.refusals), 422
    return _to_page(special_grant_id)


@special_grants.post("/<int(max=9223372036854775807):special_grant_id>/reclaim")
@kept.keeps_typed
@access.only(*DECIDERS, record="special_grants.reclaim")
def reclaim(special_grant_id: int) -> ResponseReturnValue:
    """Take approved points away again; without its button what was typed is shown again."""
    form = ReclaimForm()
    _seen(special_grant_id, _me())
    if form.action.data != "reclaim":
        return _page(special_grant_id, DecisionForm(formdata=None), form)
    try:
        decisions.reclaim(
            special_grant_id,
            agency_id=who().agency_id,
            person_id=who().person_id,
            reason=form.reason.data or "",
        )
    except Refused as refused:
        return _page(special_grant_id, DecisionForm(formdata=None), form, refused.refusals), 422
    flash(_("회수했습니다. 받은 분과 제안한 분께 사유를 알려 드립니다."), "success")
    return _to_page(special_grant_id)


@special_grants.get(
    "/<int(max=9223372036854775807):special_grant_id>/evidence/<int(max=9223372036854775807):evidence_id>"
)
@access.only(*DECIDERS, record="special_grants.evidence")
def evidence(special_grant_id: int, evidence_id: int) -> Response:
    """A file as a download, whatever it is: nothing that somebody sent is ever shown by the browser on our pages."""
    file = lists.evidence_of(special_grant_id, evidence_id, agency_id=who().agency_id, who=_me())
    _seen(special_grant_id, _me())
    return send_file(
        BytesIO(file.content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=file.name,
        conditional=False,
        etag=False,
    )


def _me() -> Decider:
    return decider(who().agency_id, who().person_id)


def _new(proposing: special_proposals.Proposing) -> str:
    return render_template("special_grants/new.html", proposing=proposing, current="new", me_deciding=_me())


def _list(current: str, grants: lists.SpecialGrants, me: Decider) -> str:
    access.looks_at(row.receiver.person_id for row in grants.rows if row.receiver)
    return render_template("special_grants/list.html", grants=grants, current=current, me_deciding=me)


def _page(special_grant_id: int, decision: DecisionForm, taking: ReclaimForm, refusals: Sequence[Refusal] = ()) -> str:
    me = _me()
    return render_template(
        "special_grants/page.html",
        shown=_seen(special_grant_id, me),
        act_form=ActForm(formdata=None),
        decision_form=decision,
        reclaim_form=taking,
        errors=sentences_by_field(refusals),
        current="",
        me_deciding=me,
    )


def _seen(special_grant_id: int, me: Decider) -> lists.SpecialGrantPage:
    """One proposal, and in the record of this visit whose it is."""
    shown = lists.special_grant(special_grant_id, agency_id=who().agency_id, who=me)
    access.looks_at([shown.row.receiver.person_id] if shown.row.receiver else ())
    return shown


def _to_page(special_grant_id: int) -> Response:
    return redirect(url_for("special_grants.page", special_grant_id=special_grant_id), 303)
