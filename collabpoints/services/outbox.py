"""The outbox: plan messages in the transaction that causes them; claim, settle and give back when sending."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, or_, select, update

from collabpoints.db import database_now, unit_of_work
from collabpoints.models import Outbox

LEASE = timedelta(minutes=5)
"""Longer than any one message can take (the mailer's time limits add up to less)."""

_LONGEST_PAUSE = timedelta(hours=6)
_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this process may send until its lease ends; `tries` counts this one."""

    id: int
    agency_id: int
    kind: str
    person_id: int
    for_day: date
    subject_id: int
    tries: int


MAIL, HOOK = ("morning", "link"), ("hook",)
"""The kinds of messages, by the way that they take."""


def claim_message(kinds: Collection[str] = (*MAIL, *HOOK), *, lease: timedelta = LEASE) -> Claimed | None:
    """The message of these kinds that is due longest and that nobody holds, held for the lease; None when there is none.

    A process that dies with it gives it back by not coming back: the lease ends.
    """
    with unit_of_work() as session:
        now = database_now(session)
        wanted = (
            select(Outbox.id)
            .where(
                Outbox.sent_at.is_(None),
                Outbox.dropped_at.is_(None),
                Outbox.kind.in_(kinds),
                Outbox.due_at <= now,
                or_(Outbox.claimed_until.is_(None), Outbox.claimed_until <= now),
            )
            .order_by(Outbox.due_at, Outbox.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        found = session.scalars(wanted).one_or_none()
        if found is None:
            return None
        message = session.get_one(Outbox, found)
        message.claimed_until = now + lease
        message.tries += 1
        return Claimed(
            message.id,
            message.agency_id,
            message.kind,
            message.person_id,
            message.for_day,
            message.subject_id,
            message.tries,
        )


def mark_sent(claimed: Claimed) -> None:
    """The message is with the mail server; it is never sent again."""
    _settle(claimed, lambda now: {"sent_at": now, "claimed_until": None, "last_error": ""})


def drop_message(claimed: Claimed, *, why: str) -> None:
    """The message is no longer needed or cannot be delivered to anybody; it is never sent."""
    _settle(claimed, lambda now: {"dropped_at": now, "claimed_until": None, "last_error": why[:500]})


def give_back(claimed: Claimed, *, error: str) -> None:
    """The try failed: the message is due again after a pause that doubles with each try, from one minute to six hours."""
    pause = min(timedelta(minutes=2 ** min(claimed.tries - 1, 12)), _LONGEST_PAUSE)
    _settle(claimed, lambda now: {"due_at": now + pause, "claimed_until": None, "last_error": error[:500]})


def expire_messages(*, now: datetime) -> int:
    """Messages that were sent or dropped 90 days ago are gone; returns how many. By then no notice asks for them again."""
    with unit_of_work() as session:
        settled_at = func.coalesce(Outbox.sent_at, Outbox.dropped_at)
        gone = session.execute(
            delete(Outbox)
            .where(settled_at < now - _KEPT)
            .returning(Outbox.id)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())


def _settle(claimed: Claimed, values: Callable[[datetime], dict[str, object]]) -> None:
    with unit_of_work() as session:
        session.execute(
            update(Outbox)
            # A lease that ended meanwhile has made it somebody else's: their try counts, not ours; but sent is sent.
            .where(Outbox.id == claimed.id, Outbox.sent_at.is_(None))
            .values(**values(database_now(session)))
        )
