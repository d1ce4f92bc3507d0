"""The demo agency as a whole, the same for a seed and a month, and what of it has happened by now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from collabpoints.demo.calendar import ZONE
from collabpoints.demo.notes import DemoBatch, DemoNote, demo_batches
from collabpoints.demo.organisation import Organisation, organisation
from collabpoints.demo.people import DemoPerson, demo_people
from collabpoints.demo.traffic import MONTHS, Sending, Traffic
from collabpoints.domain.periods import Month
from collabpoints.domain.roles import Status
from collabpoints.domain.schemes import DEFAULT_PRESET, parse_scheme, preset_text

SEED = 2015  # the year in which the first local government began
_WITH_TEAMS = ("복지정책과", "총무과", "도로과", "축산과", "구조구급과", "관광진흥과")
# Whom the demo's accounts belong to: somebody of the first of these departments who has been there all the time, his
# position, and notes each way a month beyond chance.
_CAST = {"employee": (("교통과",), "주무관", 5), "lead": (_WITH_TEAMS, "과장", 3), "reviewer": (("감사담당관",), "주무관", 2),
         "hr": (("인사과",), "주무관", 2), "admin": (("정보화담당관",), "주무관", 2)}  # fmt: skip
LOGINS = tuple(_CAST)
_UNREAD = 3  # of the latest notes to each of them


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """Everything there is. `cast` says which person (by place) a demo login belongs to; `months` are in order."""

    organisation: Organisation
    scheme_text: str
    months: tuple[Month, ...]
    people: tuple[DemoPerson, ...]
    cast: dict[str, int]
    batches: tuple[DemoBatch, ...]


def demo_agency(now: datetime, seed: int = SEED, scheme: str = DEFAULT_PRESET) -> DemoAgency:
    """The agency as it stands at `now` (aware): seven months of notes under this preset, the last month up to now."""
    month = Month.of(now, ZONE)
    rng = Random(f"{seed} {month}")  # noqa: S311  (a fictional agency needs no secrets)
    people = demo_people(rng, month)
    months = tuple(month.shifted(-ago) for ago in reversed(range(MONTHS)))
    cast = {login: _cast(people, months[0].first_day, *_CAST[login][:2]) for login in LOGINS}
    regulars = {cast[login]: _CAST[login][2] for login in LOGINS}
    scheme_text = preset_text(scheme)
    traffic = Traffic(rng, people, parse_scheme(scheme_text), regulars)
    sendings: list[Sending] = [sending for one in months for sending in traffic.month(one)]
    batches = until(demo_batches(rng, people, sendings), now)
    return DemoAgency(
        organisation(), scheme_text, months, people, cast, _with_unread(batches, frozenset(cast.values()))
    )


def _cast(people: Sequence[DemoPerson], since: date, names: Sequence[str], position: str) -> int:
    departments = organisation().departments
    return next(
        order
        for name in names
        for order, person in enumerate(people)
        if departments[person.post.department].name == name
        and person.post.position == position
        and person.status is Status.ACTIVE
        and person.posts[0].starts_on < since
    )


def until(batches: Sequence[DemoBatch], now: datetime) -> tuple[DemoBatch, ...]:
    """What of all this has happened before `now`."""
    return tuple(
        replace(batch, notes=tuple(_note_until(note, now) for note in batch.notes))
        for batch in batches
        if batch.sending.sent_at < now
    )


def _note_until(note: DemoNote, now: datetime) -> DemoNote:
    def past(instant: datetime | None) -> datetime | None:
        return instant if instant is not None and instant < now else None

    is_withdrawn, is_replied = past(note.withdrawn_at) is not None, past(note.replied_at) is not None
    return DemoNote(
        note.recipient,
        past(note.read_at),
        note.reply if is_replied else None,
        past(note.replied_at),
        past(note.reply_read_at) if is_replied else None,
        note.withdrawn if is_withdrawn else None,
        past(note.withdrawn_at),
    )


def _with_unread(batches: tuple[DemoBatch, ...], readers: frozenset[int]) -> tuple[DemoBatch, ...]:
    """The latest notes to these people are waiting for them."""
    waiting = dict.fromkeys(readers, _UNREAD)
    found: list[DemoBatch] = []
    for batch in reversed(batches):
        notes: list[DemoNote] = []
        for note in batch.notes:
            is_waiting = waiting.get(note.recipient, 0) > 0 and note.withdrawn is None
            if is_waiting:
                waiting[note.recipient] -= 1
            notes.append(DemoNote(note.recipient, None) if is_waiting else note)
        found.append(replace(batch, notes=tuple(notes)))
    return tuple(reversed(found))
