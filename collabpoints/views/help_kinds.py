"""The list of kinds of help, kept by the officer."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.forms.help_kinds import HelpKindForm
from collabpoints.queries import help_kinds as lists
from collabpoints.services.help_kinds import add_help_kind, change_help_kind, move_help_kind
from collabpoints.views import access
from collabpoints.views.identity import who
from collabpoints.views.sentences import sentences_by_field

help_kinds = Blueprint("help_kinds", __name__, url_prefix="/help-kinds")


@help_kinds.get("")
@access.only(Role.OFFICER, Role.ADMINISTRATOR)
def page() -> str:
    return _page(HelpKindForm(formdata=None))


@help_kinds.post("")
@access.only(Role.OFFICER, Role.ADMINISTRATOR)
def add() -> ResponseReturnValue:
    form = HelpKindForm()
    try:
        add_help_kind(agency_id=who().agency_id, name_ko=form.name_ko.data or "", name_en=form.name_en.data or "")
    except Refused as refused:
        return _page(form, refused.refusals), 422
    flash(_("목록에 더했습니다."), "success")
    return redirect(url_for("help_kinds.page"), 303)


@help_kinds.post("/<int:kind_id>")
@access.only(Role.OFFICER, Role.ADMINISTRATOR)
def change(kind_id: int) -> ResponseReturnValue:
    """Rename it, offer it or not, or move it one place."""
    form = HelpKindForm()
    try:
        if form.action.data in ("up", "down"):
            move_help_kind(kind_id, agency_id=who().agency_id, is_up=form.action.data == "up")
        else:
            change_help_kind(
                kind_id,
                agency_id=who().agency_id,
                name_ko=form.name_ko.data or "",
                name_en=form.name_en.data or "",
                is_offered=form.is_offered.data,
            )
            flash(_("바꾸었습니다."), "success")
    except Refused as refused:
        return _page(form, refused.refusals, kind_id=kind_id), 422
    return redirect(url_for("help_kinds.page", _anchor=f"kind-{kind_id}"), 303)


def _page(form: HelpKindForm, refusals: Sequence[Refusal] = (), *, kind_id: int | None = None) -> str:
    """`kind_id`: the kind whose form was refused; None for the form that adds one."""
    return render_template(
        "help_kinds/page.html",
        kinds=lists.help_kinds(who().agency_id, offered_only=False),
        form=form,
        refused_id=kind_id,
        errors=sentences_by_field(refusals),
    )
