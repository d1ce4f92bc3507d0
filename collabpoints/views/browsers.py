"""Which browser it is, for the counting of sign-in tries (promise 17, docs/adr/0006): a signed cookie names the
browser at random, and the accounts that have signed in with it."""

import secrets
from typing import TYPE_CHECKING

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from collabpoints.services.sign_in import Browser

if TYPE_CHECKING:
    from config import Config

_COOKIE = "collabpoints-browser"
_LONGEST = 34_560_000  # 400 days, the most that browsers keep a cookie
_MOST_ACCOUNTS = 5  # of a computer that colleagues share


def this_browser() -> Browser:
    """The browser of this request; a name made up now where the cookie is missing or not ours."""
    name, accounts = _read()
    return Browser(request.remote_addr or "", name or secrets.token_urlsafe(16), frozenset(accounts))


def remember(response: Response, account_id: int) -> None:
    """The browser carries from now on that this account has signed in with it."""
    name, accounts = _read()
    latest = [account_id, *(known for known in accounts if known != account_id)][:_MOST_ACCOUNTS]
    config: Config = current_app.config["COLLABPOINTS"]
    response.set_cookie(
        _COOKIE,
        _signer().dumps([name or secrets.token_urlsafe(16), latest]),
        max_age=_LONGEST,
        httponly=True,
        samesite="Lax",
        secure=config.is_https,
    )


def _read() -> tuple[str, list[int]]:
    try:
        name, accounts = _signer().loads(request.cookies.get(_COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return "", []
    return str(name), [int(account) for account in accounts]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="browser that has signed in")
