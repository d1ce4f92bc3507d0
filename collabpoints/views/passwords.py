"""First passwords, and new ones after a forgotten one, by a one-time link. Looking at the link does not use it up."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints import clock
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.passwords import MINIMUM
from collabpoints.forms.passwords import NewPasswordForm
from collabpoints.queries.links import OpenLink, open_link
from collabpoints.services.links import use_link
from collabpoints.views import access, browsers
from collabpoints.views.sentences import sentences_by_field
from collabpoints.views.sign_in import begin

passwords = Blueprint("passwords", __name__, url_prefix="/password")


@passwords.get("/first/<token>")
@access.public
def first(token: str) -> ResponseReturnValue:
    link = open_link(token, now=clock.now())
    return _page(link) if link else _unusable()


@passwords.post("/first/<token>")
@access.public
def set_first(token: str) -> ResponseReturnValue:
    now = clock.now()
    link, form = open_link(token, now=now), NewPasswordForm()
    if link is None:
        return _unusable()
    try:
        if form.password.data != form.again.data:
            raise Refused([Refusal.of(Code.PASSWORDS_DIFFER, "again")])
        entered = use_link(token, form.password.data or "", now=now)
    except Refused as refused:
        if any(refusal.code is Code.LINK_UNUSABLE for refusal in refused.refusals):
            return _unusable()
        return _page(link, refused), 422
    begin(entered)
    flash(_("비밀번호를 정했습니다. 이제 사번과 이 비밀번호로 로그인할 수 있습니다."), "success")
    response = redirect(url_for("home.page"), 303)
    browsers.remember(response, entered.account_id)
    return response


def _page(link: OpenLink, refused: Refused | None = None) -> str:
    errors = sentences_by_field(refused.refusals) if refused else {}
    return render_template("passwords/first.html", form=NewPasswordForm(), link=link, errors=errors, minimum=MINIMUM)


def _unusable() -> ResponseReturnValue:
    """Used, too old, never made: they look the same."""
    errors = sentences_by_field([Refusal.of(Code.LINK_UNUSABLE)])
    return render_template("passwords/unusable.html", errors=errors), 404
