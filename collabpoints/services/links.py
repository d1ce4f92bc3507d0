"""One-time links, with which people set their first password, or a new one after they forgot it."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.links import token_digest, token_of
from collabpoints.domain.passwords import judge_password
from collabpoints.domain.periods import today
from collabpoints.models import Account, Agency, Employee, OneTimeLink, Outbox
from collabpoints.queries.accounts import personal, usable_accounts
from collabpoints.queries.links import open_link
from collabpoints.services.accounts import put_password
from collabpoints.services.password_hashes import hash_of
from collabpoints.services.sessions import add_session
from collabpoints.services.sign_in import Entered


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just made. Its token is told here, and by the mailer; the database keeps a digest."""

    link_id: int
    account_id: int
    token: str
    expires_at: datetime
    is_mailed: bool


def make_links(
    agency_id: int,
    account_ids: Iterable[int],
    created_by: int | None,
    now: datetime,
    hours: int,
    *,
    key: str,
    is_by_mail: bool = False,
) -> tuple[NewLink, ...]:
    """A link for each of these accounts that may sign in, good for `hours`; their older ones are good no longer.

    `created_by` is a person, None for a command; `key` is the installation's secret. By mail: a message stands in the
    outbox for each who has an address. In the order of the account ids; others' and unknown accounts get none.
    """
    wanted = sorted(set(account_ids))
    with unit_of_work() as session:
        people = session.execute(
            usable_accounts()
            .where(Account.agency_id == agency_id, Account.id.in_(wanted))
            .order_by(Account.id)
            .with_for_update(of=Account)
        ).all()
        _cancel(session, [row.Account.id for row in people], now=now)
        links = [
            OneTimeLink(
                agency_id=agency_id,
                account_id=row.Account.id,
                token_digest=secrets.token_hex(32),  # until the row has the id from which its token is derived
                created_by_person_id=created_by,
                created_at=now,
                expires_at=now + timedelta(hours=hours),
            )
            for row in people
        ]
        session.add_all(links)
        session.flush()
        tokens = [token_of(key, link.id, now) for link in links]
        for link, token in zip(links, tokens, strict=True):
            link.token_digest = token_digest(token)
        mailed = _mail(session, agency_id, [row.Employee for row in people], links, now=now) if is_by_mail else set()
        return tuple(
            NewLink(link.id, link.account_id, token, link.expires_at, link.id in mailed)
            for link, token in zip(links, tokens, strict=True)
        )


def use_link(token: str, password: str, *, now: datetime) -> Entered:
    """The link is used up, the password counts, older sessions are over, and a new one has begun.

    Raises Refused: LINK_UNUSABLE, or what is wrong with the password (then the link is as good as before).
    """
    link = open_link(token, now=now)
    facts = personal(link.account_id) if link else None
    if link is None or facts is None:
        raise Refused([Refusal.of(Code.LINK_UNUSABLE)])
    refusals = judge_password(password, facts)
    if refusals:
        raise Refused(refusals)
    new_hash = hash_of(password)
    with unit_of_work() as session:
        # Of two presses at once one finds the row used.
        account_id = session.execute(
            update(OneTimeLink)
            .where(OneTimeLink.id == link.link_id, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)
            .values(used_at=now)
            .returning(OneTimeLink.account_id)
        ).scalar_one_or_none()
        row = session.execute(
            usable_accounts().where(Account.id == account_id).with_for_update(of=Account)
        ).one_or_none()
        if row is None:
            raise Refused([Refusal.of(Code.LINK_UNUSABLE)])
        put_password(row.Account, new_hash, now=now)
        return Entered(add_session(session, row.Account, now=now), row.Account.id)


def expire_links(now: datetime) -> int:
    """Afterwards links that can never be used again are gone; returns how many went."""
    with unit_of_work() as session:
        gone = session.execute(
            delete(OneTimeLink)
            .where(or_(OneTimeLink.used_at.is_not(None), OneTimeLink.expires_at <= now))
            .returning(OneTimeLink.id)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())


def _cancel(session: Session, account_ids: Sequence[int], *, now: datetime) -> None:
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.account_id.in_(account_ids), OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)
        .values(expires_at=now)
        .execution_options(synchronize_session=False)
    )


def _mail(
    session: Session, agency_id: int, employees: Sequence[Employee], links: Sequence[OneTimeLink], *, now: datetime
) -> set[int]:
    zone = ZoneInfo(session.scalars(select(Agency.zone).where(Agency.id == agency_id)).one())
    mailed = set()
    for employee, link in zip(employees, links, strict=True):
        if employee.email:
            mailed.add(link.id)
            session.add(
                Outbox(
                    agency_id=agency_id,
                    kind="link",
                    person_id=employee.person_id,
                    for_day=today(now, zone),
                    subject_id=link.id,
                    due_at=now,
                    created_at=now,
                )
            )
    return mailed
