"""An agency whose people, departments and positions are called by payloads, in which files, submissions and records have
payloads in every text: for the attacks on the pages of the officer's work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from zoneinfo import ZoneInfo

from collabpoints import clock
from collabpoints.domain.exports import FileFormat, Filters, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.domain.roles import Role
from collabpoints.domain.staff_cells import judge, kept
from collabpoints.domain.staff_columns import Column
from collabpoints.domain.texts import judge_text
from collabpoints.services.downloads import TakenFile, Taker, record_download
from collabpoints.services.exports import Asker, Keeping, ask
from collabpoints.services.record_reviews import Signing, sign_review
from collabpoints.services.records import record_access
from collabpoints.services.reports import report
from collabpoints.services.reviews import reclaim
from collabpoints.services.submissions import NewSubmission, submit
from tests.browser.attack_duties import REASONS, fits, is_line, packed
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.factories.worlds import World

SEOUL = ZoneInfo("Asia/Seoul")


def cells(column: Column, most: int) -> list[str]:
    """Cells of HR's file with every payload that may stand in one, several in each."""

    def may_stand(text: str) -> bool:
        return kept(text) == text and judge(column, 1, text, text) is None

    return [text for text in packed(most, may_stand, " ") if text]


NAMES, PLACES = cells(Column.NAME, 60), cells(Column.DEPARTMENT_NAME, 100)
POSITIONS, RANKS, DUTIES = cells(Column.POSITION, 40), cells(Column.RANK, 40), cells(Column.DUTY, 200)
LINES = [text for text in packed(100, is_line, " ") if text]
SHORT_REASONS = packed(200, fits)
PURPOSES = [text for text in packed(200, is_line, " ") if text]
SIGNED = 20
"""So many reviews stand on one page."""
LETTERS = [text for text in REASONS if not judge_text(text, minimum=10, maximum=500)]


@dataclass
class House:
    """Everybody is called by payloads and serves in departments that are. `reader` has no role; `people` neither."""

    world: World
    officer: Colleague
    head: Colleague
    privacy: Colleague
    administrator: Colleague
    reader: Colleague
    people: list[Colleague]
    places: list[int]

    @property
    def agency_id(self) -> int:
        return self.world.agency_id


@dataclass
class Office:
    """What was done in the house: the ids of files and of submissions, the newest last; the first two of these differ."""

    house: House
    exports: list[int]
    submissions: list[int]
    own_export: int = 0


def house_of(world: World) -> House:
    """The people and the departments, with every payload as a name of either."""
    places = [a_department(world.agency_id, name) for name in PLACES]
    at, ranks, positions, duties = cycle(places), cycle(RANKS), cycle(POSITIONS), cycle(DUTIES)
    roles = (Role.OFFICER, Role.DEPARTMENT_HEAD, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)
    everybody = [
        a_colleague(
            world.agency_id, name, next(at), rank=next(ranks), position=next(positions), duty=next(duties),
            roles=roles[n : n + 1],
        )
        for n, name in enumerate(NAMES)
    ]  # fmt: skip
    officer, head, privacy, administrator, reader, *people = everybody
    return House(world, officer, head, privacy, administrator, reader, people, places)


def office_of(world: World) -> Office:
    """Everybody thanked the reader; files, submissions and records are made for payloads."""
    house = house_of(world)
    letters = cycle(LETTERS)
    for n, one in enumerate(house.people):
        world.send(one, house.reader, text=next(letters), points=10 if n < 20 else 0, is_private=n % 3 == 1)
    made = Office(house, [], [])
    _submit(made)
    _export(made)
    _record(house)
    return made


def _submit(made: Office) -> None:
    """A submission for every purpose, to every other recipient; notes are reclaimed for every reason after the first."""
    house = made.house
    pairs = list(zip(house.people, reversed(house.people), strict=False))[: len(REASONS)]
    notes = [house.world.send(giver, taker).note_ids[0] for giver, taker in pairs]
    recipients = LINES[::2]
    made.submissions.append(a_submission(house, recipients[0], PURPOSES[0]))
    for note_id, reason in zip(notes, REASONS, strict=True):
        report(note_id, agency_id=house.agency_id, person_id=house.reader.person_id, reason=reason)
        reclaim(note_id, agency_id=house.agency_id, person_id=house.administrator.person_id, reason=reason)
    made.submissions += [
        a_submission(house, recipient, purpose)
        for recipient, purpose in zip(recipients[1:], islice(cycle(PURPOSES), 1, None), strict=False)
    ]


def a_submission(house: House, recipient: str, purpose: str) -> int:
    """The people of this month who have a rank."""
    month = this_month()
    new = NewSubmission(
        Subject.PERSONS, str(month), month, month, None, Filters(), False, recipient, None, purpose, FileFormat.XLSX
    )
    return submit(new, house.agency_id, actor_person_id=house.officer.person_id)


def this_month() -> Month:
    return Month.of(clock.now(), SEOUL)


def _export(made: Office) -> None:
    """A file for every reason; the first few are made, of the head's in every department's name."""
    house, month = made.house, this_month()
    for n, reason in enumerate(SHORT_REASONS):
        keeping = Keeping(rows_at_once=1000 if n < 3 else 0, days=7)
        file_format, what = list(FileFormat)[n % 3], list(What)[n % 2]
        span = str(month) if n % 2 else ""
        first = month if n < 3 else month.shifted(-n)
        wanted = Wanted(what, Scope.AGENCY, None, None, span if first == month else "", first, month, file_format)
        asker = Asker(house.officer.person_id, Role.OFFICER.value, reason)
        made.exports.append(ask(wanted, house.agency_id, asker, keeping, at=clock.now()))
    own = Wanted(What.NOTES, Scope.OWN, None, house.reader.person_id, str(month), month, month, FileFormat.CSV_CP949)
    asker = Asker(house.reader.person_id, Role.EMPLOYEE.value, SHORT_REASONS[0])
    made.own_export = ask(own, house.agency_id, asker, Keeping(rows_at_once=1000, days=7), at=clock.now())


def _record(house: House) -> None:
    """Looks at the reader and files for every reason, each by somebody else, and the first reviews."""
    agency_id, people, places = house.agency_id, cycle(house.people), cycle(house.places)
    for reason in SHORT_REASONS:
        one = next(people)
        record_access(
            agency_id=agency_id, actor_person_id=one.person_id, role=Role.OFFICER.value, address="10.0.0.7",
            act="staff.page", at=clock.now(), subject_person_ids=(house.reader.person_id,), reason=reason,
        )  # fmt: skip
        taker = Taker(one.person_id, Role.DEPARTMENT_HEAD.value, "10.0.0.7", reason)
        record_download(agency_id, taker, TakenFile("totals", Scope.DEPARTMENT, department_id=next(places), rows=7))
    sign(house, REASONS[:SIGNED])


def sign(house: House, remarks: Sequence[str]) -> None:
    """A review of the same day for every remark."""
    for remark in remarks:
        signing = Signing(house.privacy.person_id, today() - timedelta(days=2), today() - timedelta(days=2), remark)
        sign_review(house.agency_id, SEOUL, signing, now=clock.now())


def today() -> date:
    return clock.now().astimezone(SEOUL).date()
