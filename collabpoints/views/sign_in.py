"""Sign in and out."""

from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from collabpoints import clock
from collabpoints.domain.errors import Code, Refused
from collabpoints.forms.sign_in import SignInForm
from collabpoints.queries.agencies import TheAgency, the_agency
from collabpoints.services.sessions import end_all_sessions
from collabpoints.services.sign_in import Entered, enter_with_password
from collabpoints.views import access, browsers, identity, kept, languages
from collabpoints.views.paths import own_path
from collabpoints.views.sentences import sentences_by_field

if TYPE_CHECKING:
    from config import Config

# Signing in with these is invited on the page, in a demo agency only.
DEMO_LOGINS = (
    ("employee", lazy_gettext("직원")),
    ("lead", lazy_gettext("부서장")),
    ("reviewer", lazy_gettext("검토자")),
    ("hr", lazy_gettext("운영 담당자")),
    ("admin", lazy_gettext("관리자")),
)

sign_in = Blueprint("sign_in", __name__)


@sign_in.get("/sign-in")
@access.public
def form() -> ResponseReturnValue:
    if identity.is_signed_in():
        return redirect(landing(request.args.get("next")))
    return _page(SignInForm(next=request.args.get("next", "")), the_agency())


@sign_in.post("/sign-in")
@access.public
def check() -> ResponseReturnValue:
    filled, agency = SignInForm(), the_agency()
    if agency is None:
        abort(503)
    config: Config = current_app.config["COLLABPOINTS"]
    try:
        entered = enter_with_password(
            agency.id,
            filled.login.data or "",
            filled.password.data or "",
            browser=browsers.this_browser(),
            key=config.secret_key,
            now=clock.now(),
        )
    except Refused as refused:
        return _page(filled, agency, refused), _status(refused)
    begin(entered)
    response: Response = make_response(
        kept.go_on(own_path(filled.next.data)) or redirect(landing(filled.next.data), 303)
    )
    browsers.remember(response, entered.account_id)
    return response


@sign_in.post("/sign-out")
@access.public
def leave() -> ResponseReturnValue:
    if identity.is_signed_in():
        end_all_sessions(identity.who().account_id)
    identity.leave()
    session.clear()
    flash(_("로그아웃했습니다. 다른 기기에서도 모두 로그아웃되었습니다."), "success")
    return redirect(url_for("sign_in.form"), 303)


def begin(entered: Entered) -> None:
    """The browser is signed in from now on. Nothing of the session before is left, so nobody can have planted it."""
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF keeps this request's token, which belonged to the session before
    identity.enter(entered.token)


def landing(wanted: str | None) -> str:
    """The own path that was wanted, where it can be gone to; a form's address, which only takes a POST, leads home."""
    path = own_path(wanted)
    try:
        current_app.create_url_adapter(request).match(path.partition("?")[0], method="GET")  # type: ignore[union-attr]
    except MethodNotAllowed:
        return url_for("home.page")
    except HTTPException:
        return path  # no such page, or with a slash too few: let it say so
    return path


def _name_of(agency: TheAgency | None) -> str:
    if agency is None:
        return ""
    return agency.name_en if languages.selected() == "en" else agency.name_ko


def _status(refused: Refused) -> int:
    if all(refusal.code is not Code.SIGN_IN_TOO_MANY_TRIES for refusal in refused.refusals):
        return 422
    current_app.logger.warning("too many tries to sign in from %s", request.remote_addr)
    return 429


def _page(filled: SignInForm, agency: TheAgency | None, refused: Refused | None = None) -> str:
    return render_template(
        "sign_in/form.html",
        form=filled,
        errors=sentences_by_field(refused.refusals) if refused else {},
        demo_logins=DEMO_LOGINS if agency and agency.is_demo else (),
        agency_name=_name_of(agency),
    )
