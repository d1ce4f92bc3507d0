"""Change an account: its language, its mail, its password, and whether its person stands in rankings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.passwords import judge_password, normalised
from collabpoints.domain.sign_in import change_bucket, minutes_left
from collabpoints.models import Account, Person
from collabpoints.queries.accounts import password_hash, personal
from collabpoints.queries.own_records import own_records
from collabpoints.services.board_cells import keep_shown, months_of
from collabpoints.services.boards import hold_boards
from collabpoints.services.password_hashes import hash_of, is_right
from collabpoints.services.sessions import add_session
from collabpoints.services.sign_in import count_try, give_back_try


def choose_language(account_id: int, *, language: str) -> None:
    """The account's pages are in this language ("ko" or "en") from now on."""
    with unit_of_work() as session:
        session.execute(update(Account).where(Account.id == account_id).values(language=language))


def choose_mail(account_id: int, *, is_wanted: bool) -> None:
    """Whether the person gets the morning mail from now on."""
    with unit_of_work() as session:
        session.execute(update(Account).where(Account.id == account_id).values(is_mail_wanted=is_wanted))


def choose_ranking(person_id: int, *, is_opted_out: bool) -> None:
    """Whether the person stays out of every ranking that is shown, confirmed ones too (promise 18). What boards show of
    departments follows at once, so that a department minus the people who are still named does not tell of him."""
    with unit_of_work() as session:
        agency_id = session.execute(select(Person.agency_id).where(Person.id == person_id)).scalar_one()
        hold_boards(session, agency_id, is_page=True)
        records = own_records(person_id)
        session.execute(update(Person).where(Person.id.in_(records)).values(is_opted_out=is_opted_out))
        keep_shown(session, agency_id, {month for one in records for month in months_of(session, one)})


def change_password(account_id: int, *, current: str, new: str, key: str, now: datetime) -> str:
    """The new password counts from now on; all sessions have ended but a new one, whose token is returned.

    Raises Refused: what is wrong with the new one, PASSWORD_WRONG for the current one, SIGN_IN_TOO_MANY_TRIES.
    """
    bucket = change_bucket(account_id, key=key)
    with unit_of_work() as session:
        agency_id = session.get_one(Account, account_id).agency_id
        is_too_many = count_try(session, agency_id, [bucket], now=now)
    if is_too_many:
        raise Refused([Refusal.of(Code.SIGN_IN_TOO_MANY_TRIES, minutes=minutes_left(now))])
    old_hash = password_hash(account_id)
    refusals = [*_judged(account_id, new)]
    if not is_right(old_hash, current):
        refusals.insert(0, Refusal.of(Code.PASSWORD_WRONG, "current"))
    elif normalised(current) == normalised(new):
        refusals.append(Refusal.of(Code.PASSWORD_SAME, "password"))
    if refusals:
        raise Refused(refusals)
    new_hash = hash_of(new)
    with unit_of_work() as session:
        account = session.execute(select(Account).where(Account.id == account_id).with_for_update()).scalar_one()
        if account.password_hash != old_hash:  # another browser was quicker
            raise Refused([Refusal.of(Code.PASSWORD_WRONG, "current")])
        put_password(account, new_hash, now=now)
        give_back_try(session, agency_id, [bucket], now=now)
        return add_session(session, account, now=now)


def put_password(account: Account, new_hash: str, *, now: datetime) -> None:
    """Part of a unit of work: the hash is the account's, and its sessions are over. The row must be locked."""
    account.password_hash = new_hash
    account.password_changed_at = now
    account.session_epoch += 1


def _judged(account_id: int, new: str) -> Sequence[Refusal]:
    facts = personal(account_id)
    if facts is None:
        raise Refused([Refusal.of(Code.PASSWORD_WRONG, "current")])
    return judge_password(new, facts)
