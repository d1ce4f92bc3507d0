"""The notes with their texts, and what happened to them: read, replied to, taken back, given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from collabpoints.demo.calendar import ZONE, office_instant, workday_after
from collabpoints.demo.fields import field_of
from collabpoints.demo.organisation import organisation
from collabpoints.demo.people import DemoPerson, DemoPost
from collabpoints.demo.sentences import Talk, Writer
from collabpoints.demo.traffic import Sending

_REPLIED = 0.42
_TAKEN_BACK, _GIVEN_BACK = 0.004, 0.007  # given back: up to here, from where taken back ends
_DAYS_UNTIL_READ = (0, 1, 2, 3, 5, 9, 16)  # working days
_READ_SHARES = (44, 30, 12, 6, 4, 3, 1)


@dataclass(frozen=True, slots=True)
class DemoNote:
    """A note of a batch. Instants are when it happens, which may be after the demo's present: see `agency.until`."""

    recipient: int
    read_at: datetime | None
    reply: str | None = None
    replied_at: datetime | None = None
    reply_read_at: datetime | None = None
    withdrawn: str | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DemoBatch:
    """One text to one person, seldom to several."""

    sending: Sending
    text: str
    form_id_bits: int
    notes: tuple[DemoNote, ...]


def demo_batches(rng: Random, people: Sequence[DemoPerson], sendings: Sequence[Sending]) -> tuple[DemoBatch, ...]:
    """The sendings, in their order, with texts and what became of them."""
    writer = Writer(rng)
    return tuple(_batch(rng, writer, people, sending) for sending in sendings)


def _batch(rng: Random, writer: Writer, people: Sequence[DemoPerson], sending: Sending) -> DemoBatch:
    several = len(sending.recipients) > 1
    text = writer.note(_talk(people, sending.sender, sending.recipients[0], sending.sent_at, is_to_several=several))
    notes = tuple(_note(rng, writer, people, sending, recipient) for recipient in sending.recipients)
    return DemoBatch(sending, text, rng.getrandbits(128), notes)


def _post(people: Sequence[DemoPerson], order: int, at: datetime) -> DemoPost:
    return people[order].post_on(at.astimezone(ZONE).date()) or people[order].post


def _talk(
    people: Sequence[DemoPerson], speaker: int, listener: int, at: datetime, *, is_to_several: bool = False
) -> Talk:
    departments = organisation().departments
    own, other = _post(people, speaker, at), _post(people, listener, at)
    return Talk(
        sender_field=field_of(departments[own.department].field),
        sender_duty=own.duty.removesuffix(" 총괄"),
        recipient_field=field_of(departments[other.department].field),
        recipient_surname="" if is_to_several else people[listener].surname,
        recipient_position="" if is_to_several else other.position,
        sent_at=at,
    )


def _note(rng: Random, writer: Writer, people: Sequence[DemoPerson], sending: Sending, recipient: int) -> DemoNote:
    fate = rng.random()
    soon = sending.sent_at + timedelta(minutes=rng.randint(2, 25), seconds=rng.randrange(60))
    if fate < _TAKEN_BACK:
        return DemoNote(recipient, None, withdrawn="taken_back", withdrawn_at=soon)
    if fate < _GIVEN_BACK:
        later = soon + timedelta(minutes=rng.randint(1, 9))
        return DemoNote(recipient, soon, withdrawn="given_back", withdrawn_at=later)
    read_at = _next_time(rng, sending.sent_at)
    if rng.random() >= _REPLIED:
        return DemoNote(recipient, read_at)
    replied_at = read_at + timedelta(minutes=rng.randint(1, 12), seconds=rng.randrange(60))
    reply = writer.reply(_talk(people, sending.sender, recipient, sending.sent_at))
    return DemoNote(recipient, read_at, reply, replied_at, _next_time(rng, replied_at))


def _next_time(rng: Random, after: datetime) -> datetime:
    """When somebody looks who got something then: the same day, or in the office hours of a later working day."""
    days: int = rng.choices(_DAYS_UNTIL_READ, _READ_SHARES)[0]
    if not days:
        return after + timedelta(minutes=rng.randint(6, 110), seconds=rng.randrange(60))
    day = after.astimezone(ZONE).date()
    for _ in range(days):
        day = workday_after(day)
    return office_instant(rng, day)
