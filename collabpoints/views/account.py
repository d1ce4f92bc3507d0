"""My own settings: password, language, mail, rankings, and signing out everywhere."""

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints import clock
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.passwords import MINIMUM
from collabpoints.forms.account import MailForm, RankingForm
from collabpoints.forms.passwords import ChangePasswordForm
from collabpoints.queries.accounts import settings
from collabpoints.queries.special_grants import received_by
from collabpoints.services.accounts import change_password, choose_mail, choose_ranking
from collabpoints.services.sign_in import Entered
from collabpoints.views import access, browsers
from collabpoints.views.identity import who
from collabpoints.views.sentences import sentences_by_field
from collabpoints.views.sign_in import begin

if TYPE_CHECKING:
    from config import Config

account = Blueprint("account", __name__, url_prefix="/account")

_LATEST = 3


@account.get("")
@access.signed_in
def page() -> str:
    return _page()


@account.post("/password")
@access.signed_in
def set_password() -> ResponseReturnValue:
    form, config, account_id = ChangePasswordForm(), _config(), who().account_id
    try:
        if form.password.data != form.again.data:
            raise Refused([Refusal.of(Code.PASSWORDS_DIFFER, "again")])
        token = change_password(
            account_id,
            current=form.current.data or "",
            new=form.password.data or "",
            key=config.secret_key,
            now=clock.now(),
        )
    except Refused as refused:
        return _page(refused), 422
    begin(Entered(token, account_id))
    flash(_("비밀번호를 바꾸었습니다. 다른 기기에서는 모두 로그아웃되었습니다."), "success")
    response = redirect(url_for("account.page"), 303)
    browsers.remember(response, account_id)
    return response


@account.post("/mail")
@access.signed_in
def set_mail() -> ResponseReturnValue:
    is_wanted = bool(MailForm().is_wanted.data)
    choose_mail(who().account_id, is_wanted=is_wanted)
    flash(_("아침 메일을 보내 드립니다.") if is_wanted else _("아침 메일을 보내지 않습니다."), "success")
    return redirect(url_for("account.page"), 303)


@account.post("/ranking")
@access.signed_in
def set_ranking() -> ResponseReturnValue:
    is_opted_out = bool(RankingForm().is_opted_out.data)
    choose_ranking(who().person_id, is_opted_out=is_opted_out)
    said = _("순위에 이름을 올리지 않습니다.") if is_opted_out else _("순위에 이름을 올립니다.")
    flash(said, "success")
    return redirect(url_for("account.page"), 303)


def _page(refused: Refused | None = None) -> str:
    mine = settings(who().account_id)
    return render_template(
        "account/page.html",
        mine=mine,
        password_form=ChangePasswordForm(),
        mail_form=MailForm(formdata=None, is_wanted=mine.is_mail_wanted),
        ranking_form=RankingForm(formdata=None, is_opted_out=mine.is_opted_out),
        errors=sentences_by_field(refused.refusals) if refused else {},
        has_mail=bool(_config().smtp_url),
        minimum=MINIMUM,
        special=received_by(who().person_id, limit=_LATEST),
    )


def _config() -> "Config":
    config: Config = current_app.config["COLLABPOINTS"]
    return config
