"""The demo agency as rows: what stands in each table had everything been done through the services.

Ids are places plus one: the database that they are written to is empty.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from collabpoints.demo.agency import DemoAgency
from collabpoints.demo.calendar import ZONE
from collabpoints.demo.organisation import DemoDepartment
from collabpoints.domain.help_kinds import DEFAULT_HELP_KINDS
from collabpoints.domain.roles import HEAD_POSITIONS, Role, SystemReason
from collabpoints.domain.schemes import digest, parse_scheme

AGENCY = 1
Rows = list[dict[str, Any]]
_OPENED = date(2015, 7, 1)
_NEXT_DAY = timedelta(days=1)
_CAST_ROLES = (
    ("reviewer", Role.REVIEWER),
    ("reviewer", Role.PRIVACY_OFFICER),  # of the audit office: neither who runs the scheme nor who keeps the machine
    ("hr", Role.OFFICER),
    ("admin", Role.ADMINISTRATOR),
)


def agency_rows(agency: DemoAgency) -> Rows:
    """The agency itself."""
    told = agency.organisation
    return [{"id": AGENCY, "code": told.code, "name_ko": told.name_ko, "name_en": told.name_en, "zone": ZONE.key,
             "is_demo": True, "created_at": _beginning(agency)}]  # fmt: skip


def path_rows(agency: DemoAgency) -> Rows:
    """Each department's path, with the same id as the department: nothing has been reorganised yet."""
    departments = agency.organisation.departments

    def chain(department: DemoDepartment) -> list[DemoDepartment]:
        above = departments[department.parent] if department.parent else None
        return [*chain(above), department] if above else [department]

    return [
        {
            "id": one.place + 1,
            "agency_id": AGENCY,
            "ids": "/".join(str(part.place + 1) for part in chain(one)),
            "names": " ".join(part.name for part in chain(one)),
            "home_id": one.home + 1,
            "bureau_id": chain(one)[0].place + 1,
        }
        for one in departments
    ]


def department_rows(agency: DemoAgency) -> Rows:
    """The tree, parents before children."""
    return [
        {
            "id": one.place + 1,
            "agency_id": AGENCY,
            "code": one.code,
            "name": one.name,
            "parent_id": None if one.parent is None else one.parent + 1,
            "level": one.level,
            "official_order": one.place,
            "opened_on": _OPENED,
            "closed_on": None,
            "home_id": one.home + 1,
            "path_id": one.place + 1,
        }
        for one in agency.organisation.departments
    ]


def person_rows(agency: DemoAgency) -> Rows:
    at = _beginning(agency)
    return [
        {"id": order + 1, "agency_id": AGENCY, "name": person.name, "is_opted_out": False, "created_at": at}
        for order, person in enumerate(agency.people)
    ]


def employee_rows(agency: DemoAgency) -> Rows:
    return [
        {
            "id": order + 1,
            "agency_id": AGENCY,
            "person_id": order + 1,
            "number": person.number,
            "email": f"n{person.number}@garam.example",
            "phone": person.phone,
            "status": person.status.value,
            "employment": person.employment,
            "joined_on": person.joined_on,
            "left_on": None,
        }
        for order, person in enumerate(agency.people)
    ]


def appointment_rows(agency: DemoAgency) -> Rows:
    rows = [
        {
            "agency_id": AGENCY,
            "employee_id": order + 1,
            "department_id": post.department + 1,
            "kind": "primary",
            "starts_on": post.starts_on,
            "ends_on": post.ends_on,
            "rank": post.rank,
            "position": post.position,
            "duty": post.duty,
        }
        for order, person in enumerate(agency.people)
        for post in person.posts
    ]
    return numbered(rows)


def account_rows(agency: DemoAgency, password_hash: str) -> Rows:
    """Everybody's account; the demo's own sign in with a word and a password, the others have none yet."""
    logins = {order: login for login, order in agency.cast.items()}
    at = _beginning(agency)
    return [
        {
            "id": order + 1,
            "agency_id": AGENCY,
            "person_id": order + 1,
            "login": logins.get(order, person.number),
            "password_hash": password_hash if order in logins else None,
            "password_changed_at": at if order in logins else None,
            "session_epoch": 0,
            "is_active": True,
            "language": "ko",
            "is_mail_wanted": True,
            "created_at": at,
        }
        for order, person in enumerate(agency.people)
    ]


def grant_rows(agency: DemoAgency) -> Rows:
    """The roles of the cast, and the heads of every second department; the others wait to be confirmed."""
    departments, people = agency.organisation.departments, agency.people
    admin = agency.cast["admin"] + 1
    granted = [(agency.cast[login], role, None, SystemReason.DEMO_ACCOUNT) for login, role in _CAST_ROLES]
    heads = [
        (order, Role.DEPARTMENT_HEAD, person.post.department + 1, SystemReason.BY_POSITION)
        for order, person in enumerate(people)
        if person.post.position in HEAD_POSITIONS
        and departments[person.post.department].level < 3
        and (person.post.department % 2 == 0 or order == agency.cast["lead"])
    ]
    return numbered(
        [
            {
                "agency_id": AGENCY,
                "person_id": order + 1,
                "role": role.value,
                "department_id": department_id,
                "granted_at": _beginning(agency),
                "granted_by_person_id": admin,
                "granted_reason": reason.value,
                "revoked_at": None,
                "revoked_by_person_id": None,
                "revoked_reason": "",
            }
            for order, role, department_id, reason in [*granted, *heads]
        ]
    )


def help_kind_rows(_agency: DemoAgency) -> Rows:
    return numbered(
        [
            {"agency_id": AGENCY, "name_ko": kind.name_ko, "name_en": kind.name_en, "place": place, "is_offered": True}
            for place, kind in enumerate(DEFAULT_HELP_KINDS, start=1)
        ]
    )


def scheme_rows(agency: DemoAgency) -> Rows:
    return [{"id": 1, "agency_id": AGENCY, "code": parse_scheme(agency.scheme_text).code, "text": agency.scheme_text,
             "digest": digest(agency.scheme_text), "starts_in": str(agency.months[0]),
             "created_at": _beginning(agency)}]  # fmt: skip


def month_rows(agency: DemoAgency) -> Rows:
    """The months in order: the last is open, those before have ended a moment after their end."""
    rules = parse_scheme(agency.scheme_text)
    rows = []
    for month in agency.months:
        is_open = month == agency.months[-1]
        rows.append(
            {
                "agency_id": AGENCY,
                "period": str(month),
                "scheme_id": 1,
                "state": "open" if is_open else "ended",
                "starts_at": month.starts_at(ZONE),
                "ends_at": month.ends_at(ZONE),
                "allowance": rules.allowance,
                "pair_cap": rules.pair_cap,
                "ended_at": None if is_open else month.ends_at(ZONE) + timedelta(seconds=20),
                "closed_at": None,
            }
        )
    return numbered(rows)


def _beginning(agency: DemoAgency) -> datetime:
    """When the agency was set up: the morning before its first month."""
    return agency.months[0].starts_at(ZONE).astimezone(UTC) - _NEXT_DAY / 2


def numbered(rows: Rows) -> Rows:
    """The rows with ids from one."""
    return [{"id": number, **row} for number, row in enumerate(rows, start=1)]


def chunks(rows: Rows, size: int) -> Iterator[Rows]:
    """The rows in parts, so that progress can be told."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
