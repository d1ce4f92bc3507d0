"""Roles: who holds what, granting and revoking, the heads that positions propose, and the history."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints import clock
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.roles import Role, SystemReason
from collabpoints.domain.texts import cleaned, is_unfit
from collabpoints.forms.roles import FindForm, GrantForm, HeadsForm, RevokeForm
from collabpoints.queries.roles import Official, holdings, official_by_number, places, proposed_heads, turns
from collabpoints.services.roles import LONGEST_REASON, confirm_heads, grant_role, revoke_role
from collabpoints.views import access
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.role_words import ROLE_WORDS, reason_words
from collabpoints.views.sentences import sentences_by_field

_LARGEST_PAGE = 10_000

roles = Blueprint("roles", __name__, url_prefix="/roles")


@roles.get("")
@access.only(Role.ADMINISTRATOR, record="roles.page")
def page() -> ResponseReturnValue:
    number = request.args.get("number", "")
    found = _found(number)
    refusals = [Refusal.of(Code.PERSON_UNKNOWN, "number")] if number and found is None else []
    return _page(number, found, Refused(refusals)), 404 if refusals else 200


@roles.post("/grant")
@access.only(Role.ADMINISTRATOR, record="roles.change")
def grant() -> ResponseReturnValue:
    form = _grant_form()
    found = _found(form.number.data or "")
    if not form.validate():
        return _page(form.number.data or "", found, Refused()), 422
    try:
        grant_role(
            who().agency_id,
            found.person_id if found else 0,
            form.role.data,
            department_id=form.department.data or None,
            granted_by=who().person_id,
            reason=form.reason.data or "",
            now=clock.now(),
        )
    except Refused as refused:
        return _page(form.number.data or "", found, refused), 422
    if found:
        flash(
            _(
                "%(name)s %(position)s님께 %(role)s 역할을 부여했습니다.",
                name=found.name,
                position=found.position,
                role=ROLE_WORDS[form.role.data],
            ),
            "success",
        )
    return redirect(url_for("roles.page"), 303)


@roles.get("/<int:grant_id>/revoke")
@access.only(Role.ADMINISTRATOR, record="roles.page")
def revoke_form(grant_id: int) -> ResponseReturnValue:
    return _revoke_page(grant_id, Refused())


@roles.post("/<int:grant_id>/revoke")
@access.only(Role.ADMINISTRATOR, record="roles.change")
def revoke(grant_id: int) -> ResponseReturnValue:
    try:
        revoke_role(
            who().agency_id,
            grant_id,
            revoked_by=who().person_id,
            reason=RevokeForm().reason.data or "",
            now=clock.now(),
        )
    except Refused as refused:
        return _revoke_page(grant_id, refused), 422
    flash(_("역할을 해제했습니다. 그분은 모든 기기에서 로그아웃되었습니다."), "success")
    return redirect(url_for("roles.page"), 303)


@roles.post("/heads")
@access.only(Role.ADMINISTRATOR, record="roles.change")
def confirm() -> ResponseReturnValue:
    """Make the ticked ones heads of their departments, or with the other button all that the page showed."""
    confirmed = confirm_heads(
        who().agency_id,
        HeadsForm().pairs(),
        granted_by=who().person_id,
        reason=SystemReason.BY_POSITION,
        now=clock.now(),
    )
    flash(_("부서장 %(count)s명을 확인했습니다.", count=confirmed), "success" if confirmed else "warning")
    return redirect(url_for("roles.page"), 303)


def _page(number: str, found: Official | None, refused: Refused) -> str:
    shown, agency_id = _page_number(), who().agency_id
    held, proposed = holdings(agency_id, today()), proposed_heads(agency_id, today())
    history = turns(agency_id, page=shown)
    access.looks_at(
        [
            *(one.holder.person_id for one in held),
            *(one.person_id for one in proposed),
            *(one.person_id for one in history.turns),
            *([found.person_id] if found else []),
        ]
    )
    return render_template(
        "roles/page.html",
        find_form=FindForm(formdata=None, number=number),
        grant_form=_grant_form(),
        heads_form=HeadsForm(formdata=None),
        found=found,
        holdings=held,
        proposals=proposed,
        history=history,
        shown=shown,
        words=ROLE_WORDS,
        reason_words=reason_words,
        longest_reason=LONGEST_REASON,
        errors=sentences_by_field(refused.refusals),
    )


def _revoke_page(grant_id: int, refused: Refused) -> str:
    held = next((held for held in holdings(who().agency_id, today()) if held.grant_id == grant_id), None)
    if held is None:
        abort(404)
    access.looks_at([held.holder.person_id])
    return render_template(
        "roles/revoke.html",
        form=RevokeForm(),
        held=held,
        words=ROLE_WORDS,
        longest_reason=LONGEST_REASON,
        errors=sentences_by_field(refused.refusals),
    )


def _grant_form() -> GrantForm:
    form = GrantForm()
    nowhere = (0, _("부서장이 아니면 고르지 않습니다"))
    open_places = ((place.department_id, place.path) for place in places(who().agency_id))
    form.offer([(role, str(word)) for role, word in ROLE_WORDS.items()], [nowhere, *open_places])
    return form


def _found(number: str) -> Official | None:
    number = cleaned(number)
    return None if not number or is_unfit(number) else official_by_number(who().agency_id, number, today())


def _page_number() -> int:
    typed = request.args.get("page", "1")
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(_LARGEST_PAGE))
    return max(1, int(typed)) if is_number else 1
