"""Who is at the door: Flask-Login fed from the sessions that the database keeps (promise 16)."""

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Flask, current_app, g, has_request_context
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user, logout_user

from collabpoints import clock
from collabpoints.queries.identities import Identity, identity
from collabpoints.services.sessions import touch_session

if TYPE_CHECKING:
    from config import Config

_BETWEEN_TOUCHES = timedelta(minutes=1)


class SignedIn(UserMixin):
    """What Flask-Login holds on to: the identity and the session's token."""

    def __init__(self, token: str, found: Identity) -> None:
        self.token = token
        self.identity = found

    def get_id(self) -> str:
        return self.token


def register(app: Flask) -> None:
    """Teach Flask-Login to ask our sessions, and give templates `me`: the signed-in Identity, or None."""
    manager = LoginManager()
    manager.session_protection = None  # 'strong' signs people out whose telephone changes networks
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)

    @app.context_processor
    def _me() -> dict[str, object]:
        return {"me": who() if has_request_context() and is_signed_in() else None}


def is_signed_in() -> bool:
    return bool(current_user.is_authenticated)


def who() -> Identity:
    """The signed-in person. Only behind an access mark that asks for one."""
    found: Identity = current_user.identity
    return found


def enter(token: str) -> None:
    """Let the browser carry this session's token from now on. The token must be of a session just started."""
    found = _load(token)
    if found is not None:
        login_user(found)


def be_nobody() -> None:
    """From here on this answer is for nobody in particular: nothing in it asks the database who is there."""
    g._login_user = AnonymousUserMixin()


def leave() -> None:
    """Have the browser forget its token; the service has ended the sessions already."""
    logout_user()


def _load(token: str) -> SignedIn | None:
    config: Config = current_app.config["COLLABPOINTS"]
    now = clock.now()
    found = identity(
        token,
        now=now,
        idle=timedelta(minutes=config.idle_minutes),
        absolute=timedelta(hours=config.absolute_hours),
    )
    if found is None:
        return None
    if now - found.seen_at > _BETWEEN_TOUCHES:
        touch_session(found.token_digest, now=now)
    return SignedIn(token, found)
