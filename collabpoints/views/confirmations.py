"""The password again: whether this session has to ask for it, and what came of asking."""

from typing import TYPE_CHECKING

from flask import Flask, current_app, g

from collabpoints import clock
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.sign_in import is_confirmed
from collabpoints.services.confirmations import FIELD, confirm
from collabpoints.views.identity import is_signed_in, who

if TYPE_CHECKING:
    from config import Config

__all__ = ["FIELD", "confirmed", "is_due", "register"]


def register(app: Flask) -> None:
    """Give templates `is_password_due()`: whether a form that takes out others' data has to ask for the password."""
    app.jinja_env.globals.update(is_password_due=is_due)


def is_due() -> bool:
    """Whether it is too long ago that the password was given in this session."""
    if not is_signed_in() or g.get("is_just_confirmed"):
        return False
    return not is_confirmed(who().confirmed_at, clock.now())


def confirmed(password: str) -> tuple[Refusal, ...]:
    """Empty where the password was given lately, or is given now; this session then knows it."""
    if not is_due():
        return ()
    config: Config = current_app.config["COLLABPOINTS"]
    try:
        confirm(who().account_id, who().token_digest, password, key=config.secret_key, now=clock.now())
    except Refused as refused:
        if any(refusal.code is Code.SIGN_IN_TOO_MANY_TRIES for refusal in refused.refusals):
            current_app.logger.warning("too many tries to give the password again, account %s", who().account_id)
        return tuple(refused.refusals)
    g.is_just_confirmed = True  # who is at the door was asked of the database before
    return ()
