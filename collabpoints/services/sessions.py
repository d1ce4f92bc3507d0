"""Start, touch and end signed-in sessions."""

import secrets
from datetime import datetime

from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.models import Account, AccountSession
from collabpoints.queries.identities import token_digest


def start_session(account_id: int, *, now: datetime) -> str:
    """A new session of the account; returns its token, which only the browser keeps."""
    token = secrets.token_urlsafe(32)
    with unit_of_work() as session:
        account = session.get_one(Account, account_id)
        session.add(
            AccountSession(
                token_digest=token_digest(token),
                agency_id=account.agency_id,
                account_id=account.id,
                epoch=account.session_epoch,
                started_at=now,
                seen_at=now,
            )
        )
    return token


def touch_session(digest: str, *, now: datetime) -> None:
    """The session was used: its idle time starts again."""
    with unit_of_work() as session:
        session.execute(update(AccountSession).where(AccountSession.token_digest == digest).values(seen_at=now))


def end_all_sessions(account_id: int) -> None:
    """Afterwards no session of the account is good anywhere (signing out, promise 16)."""
    with unit_of_work() as session:
        session.execute(update(Account).where(Account.id == account_id).values(session_epoch=Account.session_epoch + 1))
