"""Korean first, English on request: the account's choice, else the browser's cookie, else Korean."""

from babel import Locale
from flask import Blueprint, Flask, redirect, request
from flask_babel import Babel, get_locale
from werkzeug.wrappers import Response

from collabpoints.forms.languages import LanguageForm
from collabpoints.services.accounts import choose_language
from collabpoints.views import access
from collabpoints.views.identity import is_signed_in, who
from collabpoints.views.paths import own_path

LANGUAGES = ("ko", "en")
_LOCALES = {language: Locale(language) for language in LANGUAGES}  # read once; by its name it would be for every answer
_COOKIE = "language"
_A_YEAR = 31_536_000

languages = Blueprint("languages", __name__)


def register(app: Flask) -> None:
    Babel(
        app,
        locale_selector=lambda: _LOCALES[selected()],
        default_locale="ko",
        default_translation_directories="translations",
    )
    app.register_blueprint(languages)

    @app.context_processor
    def _language() -> dict[str, object]:
        return {"language": language()}


def language() -> str:
    """The language in which this answer is written: `ko` or `en`; Korean outside of a request."""
    return str(get_locale() or "ko")


def selected() -> str:
    """The language that the reader chose."""
    chosen = request.cookies.get(_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return who().language if is_signed_in() else "ko"


@languages.post("/language")
@access.public
def choose() -> Response:
    form = LanguageForm()
    response = redirect(own_path(form.next.data))
    if form.validate():
        response.set_cookie(
            _COOKIE,
            form.language.data,
            max_age=_A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
        if is_signed_in():
            choose_language(who().account_id, language=form.language.data)
    return response
