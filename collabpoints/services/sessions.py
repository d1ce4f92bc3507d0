"""Start, touch and end signed-in sessions."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from collabpoints.db import unit_of_work
from collabpoints.models import Account, AccountSession
from collabpoints.queries.identities import token_digest


def add_session(session: Session, account: Account, *, now: datetime) -> str:
    """Part of a unit of work: a new session of the account in its present epoch, of somebody who has just proved who he is;
    returns the token."""
    token = secrets.token_urlsafe(32)
    session.add(
        AccountSession(
            token_digest=token_digest(token),
            agency_id=account.agency_id,
            account_id=account.id,
            epoch=account.session_epoch,
            started_at=now,
            seen_at=now,
            confirmed_at=now,
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


def end_sessions_of(session: Session, person_ids: Collection[int]) -> None:
    """Part of a unit of work: no session of these people is good anywhere (a lost role, leaving, promise 16)."""
    if person_ids:
        session.execute(
            update(Account)
            .where(Account.person_id.in_(person_ids))
            .values(session_epoch=Account.session_epoch + 1)
            .execution_options(synchronize_session=False)
        )


def expire_sessions(now: datetime, idle: timedelta, absolute: timedelta) -> int:
    """Afterwards rows of sessions that can never be good again are gone; returns how many went."""
    is_current = exists(
        select(Account.id).where(Account.id == AccountSession.account_id, Account.session_epoch == AccountSession.epoch)
    )
    with unit_of_work() as session:
        gone = session.execute(
            delete(AccountSession)
            .where(
                or_(
                    AccountSession.seen_at <= now - idle,
                    AccountSession.started_at <= now - absolute,
                    ~is_current,
                )
            )
            .returning(AccountSession.token_digest)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())
