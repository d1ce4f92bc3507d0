"""Sign in: count the try, look at the password, start a session.

These are units of work one after another and not one: the try stays counted whatever comes of it, and the slow look at
the password holds no transaction open.

The seam for other ways in (the agency's portal, later): whoever has proven by other means who somebody is calls
`enter_as(login)`; from there on everything is as after a password.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, update
from sqlalchemy.orm import Session

from collabpoints.db import dialect_of, unit_of_work, upserting
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.hangul import nfc
from collabpoints.domain.passwords import is_hashable
from collabpoints.domain.sign_in import WINDOW, Bucket, buckets, minutes_left, window_start
from collabpoints.models import Account, SignInTry
from collabpoints.queries.accounts import Credentials, credentials, usable_accounts
from collabpoints.services.password_hashes import hash_of, is_outdated, is_right
from collabpoints.services.sessions import add_session

_LONGEST_LOGIN = 40


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a try comes from: the address, the browser's own name, and the accounts it has signed in before."""

    address: str
    name: str
    known_account_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Entered:
    """A session has begun: its token, which only the browser keeps, and whose it is."""

    token: str
    account_id: int


def enter_with_password(
    agency_id: int, login: str, password: str, *, browser: Browser, key: str, now: datetime
) -> Entered:
    """A session for who knows the password. `key` is the installation's secret.

    Raises Refused: SIGN_IN_TOO_MANY_TRIES (the password was not looked at), or SIGN_IN_FAILED, which says the same and
    takes the same for a wrong password, an unknown login, one that may not sign in, and one without a password.
    """
    login = nfc(login.strip())
    found = credentials(agency_id, login) if _is_login(login) else None
    is_known = found is not None and found.account_id in browser.known_account_ids
    own = buckets(login, browser.address, known_browser=browser.name if is_known else None, key=key)
    with unit_of_work() as session:
        is_too_many = count_try(session, agency_id, own, now=now)
    if is_too_many:
        raise Refused([Refusal.of(Code.SIGN_IN_TOO_MANY_TRIES, minutes=minutes_left(now))])
    is_good = is_right(found.password_hash if found else None, password)
    if found is None or not is_good:
        raise Refused([Refusal.of(Code.SIGN_IN_FAILED)])
    return _enter(agency_id, found, password, own, now=now)


def enter_as(login: str, *, agency_id: int, now: datetime) -> Entered:
    """A session for somebody whose identity was proven by other means (the seam above). Raises Refused."""
    login = nfc(login.strip())
    found = credentials(agency_id, login) if _is_login(login) else None
    if found is None:
        raise Refused([Refusal.of(Code.SIGN_IN_FAILED)])
    with unit_of_work() as session:
        account = session.get_one(Account, found.account_id)
        return Entered(add_session(session, account, now=now), account.id)


def count_try(session: Session, agency_id: int, own: Sequence[Bucket], *, now: datetime) -> bool:
    """Part of a unit of work: the try is counted in its buckets, in one statement; whether one holds too many.

    Counted before the password is looked at, so that a thousand tries at once cannot all find the bucket empty.
    """
    window = window_start(now)
    # One order for everybody: two tries that share buckets wait for each other instead of meeting in a deadlock.
    rows = [
        {"agency_id": agency_id, "bucket": bucket.digest, "window_started_at": window, "tries": 1}
        for bucket in sorted(own, key=lambda bucket: bucket.digest)
    ]
    statement = upserting(dialect_of(session), SignInTry).values(rows)
    counted = session.execute(
        statement.on_conflict_do_update(
            index_elements=["agency_id", "bucket", "window_started_at"], set_={"tries": SignInTry.tries + 1}
        ).returning(SignInTry.bucket, SignInTry.tries)
    ).all()
    most = {bucket.digest: bucket.most for bucket in own}
    return any(tries > most[bucket] for bucket, tries in counted)


def give_back_try(session: Session, agency_id: int, own: Sequence[Bucket], *, now: datetime) -> None:
    """Part of a unit of work: it was a success. Its own buckets are empty, the shared ones lose just this try."""
    for bucket in sorted(own, key=lambda bucket: bucket.digest):
        left = 0 if bucket.is_own else case((SignInTry.tries > 0, SignInTry.tries - 1), else_=0)
        session.execute(
            update(SignInTry)
            .where(
                SignInTry.agency_id == agency_id,
                SignInTry.bucket == bucket.digest,
                SignInTry.window_started_at == window_start(now),
            )
            .values(tries=left)
            .execution_options(synchronize_session=False)
        )


def expire_tries(now: datetime) -> int:
    """Afterwards tries of windows that are over are gone; returns how many rows went."""
    with unit_of_work() as session:
        gone = session.execute(
            delete(SignInTry)
            .where(SignInTry.window_started_at <= now - WINDOW)
            .returning(SignInTry.bucket)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())


def _is_login(login: str) -> bool:
    return 0 < len(login) <= _LONGEST_LOGIN and is_hashable(login)


def _enter(agency_id: int, found: Credentials, password: str, own: Sequence[Bucket], *, now: datetime) -> Entered:
    fresh = hash_of(password) if is_outdated(found.password_hash or "") else found.password_hash
    with unit_of_work() as session:
        row = session.execute(
            usable_accounts().where(Account.id == found.account_id).with_for_update(of=Account)
        ).one_or_none()
        # While the password was looked at, the account may have been closed or given another one.
        if row is None or row.Account.password_hash != found.password_hash:
            raise Refused([Refusal.of(Code.SIGN_IN_FAILED)])
        row.Account.password_hash = fresh
        give_back_try(session, agency_id, own, now=now)
        return Entered(add_session(session, row.Account, now=now), row.Account.id)
