"""Give one's password again in a session that is open: before others' data is taken out."""

from datetime import datetime

from sqlalchemy import select, update

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.sign_in import CONFIRMED_FOR, confirmation_bucket, minutes_left
from collabpoints.models import Account, AccountSession
from collabpoints.queries.accounts import password_hash
from collabpoints.services.password_hashes import is_right
from collabpoints.services.sign_in import count_try, give_back_try

FIELD = "file_password"
"""The field that refusals are about."""


def confirm(account_id: int, session_digest: str, password: str, *, key: str, now: datetime) -> None:
    """Afterwards the session knows that its person gave the password `now`. Units of work one after another, as at signing
    in: the try stays counted whatever comes of it.

    Raises Refused: PASSWORD_AGAIN for none (that is no try), PASSWORD_WRONG, SIGN_IN_TOO_MANY_TRIES (the password was not
    looked at). A session that ended meanwhile is not confirmed: PASSWORD_WRONG.
    """
    if not password:
        minutes = int(CONFIRMED_FOR.total_seconds()) // 60
        raise Refused([Refusal.of(Code.PASSWORD_AGAIN, FIELD, minutes=minutes)])
    bucket = confirmation_bucket(session_digest, key=key)
    with unit_of_work() as session:
        agency_id = session.get_one(Account, account_id).agency_id
        is_too_many = count_try(session, agency_id, [bucket], now=now)
    if is_too_many:
        raise Refused([Refusal.of(Code.SIGN_IN_TOO_MANY_TRIES, FIELD, minutes=minutes_left(now))])
    seen = password_hash(account_id)
    if not is_right(seen, password):
        raise Refused([Refusal.of(Code.PASSWORD_WRONG, FIELD)])
    with unit_of_work() as session:
        account = session.execute(select(Account).where(Account.id == account_id).with_for_update()).scalar_one()
        confirmed = session.execute(
            update(AccountSession)
            .where(
                AccountSession.token_digest == session_digest,
                AccountSession.account_id == account_id,
                AccountSession.epoch == account.session_epoch,
            )
            .values(confirmed_at=now)
            .returning(AccountSession.token_digest)
            .execution_options(synchronize_session=False)
        ).all()
        # While the password was looked at, it may have been changed, or the session ended from elsewhere.
        if not confirmed or account.password_hash != seen:
            raise Refused([Refusal.of(Code.PASSWORD_WRONG, FIELD)])
        give_back_try(session, agency_id, [bucket], now=now)
