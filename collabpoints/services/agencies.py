"""Create the agency of an installation, and its first administrator."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.help_kinds import DEFAULT_HELP_KINDS
from collabpoints.domain.periods import Month
from collabpoints.domain.roles import Role, SystemReason
from collabpoints.domain.schemes import digest, parse_scheme, preset_text
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.models import Account, Agency, Employee, HelpKind, Person, RoleGrant, Scheme
from collabpoints.queries.agencies import the_agency

_CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", re.ASCII)
_NUMBER = re.compile(r"[A-Za-z0-9-]{1,20}", re.ASCII)
_ZONE = "Asia/Seoul"


@dataclass(frozen=True, slots=True)
class NewAgency:
    """What an operator says about an agency: its code (a-z, 0-9, dashes), its names, and the preset of its scheme."""

    code: str
    name_ko: str
    name_en: str
    scheme: str


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """The person who begins: the number is the login; HR's file should carry the same number later."""

    number: str
    name: str


def create_agency(new: NewAgency, administrator: FirstAdministrator | None, *, now: datetime) -> int | None:
    """Afterwards the agency stands with its scheme from this month on, its kinds of help and, if named, somebody who
    administers it. Returns the administrator's account id, None when none was named.

    Raises Refused with everything that is wrong, AGENCY_EXISTS when the installation holds an agency; SchemeFault.
    """
    refusals = [*_judge(new), *(_judge_administrator(administrator) if administrator else ())]
    if the_agency() is not None:
        refusals.append(Refusal.of(Code.AGENCY_EXISTS))
    if refusals:
        raise Refused(refusals)
    text = preset_text(new.scheme)
    parse_scheme(text)
    with unit_of_work() as session:
        agency = Agency(
            code=new.code,
            name_ko=cleaned(new.name_ko),
            name_en=cleaned(new.name_en),
            zone=_ZONE,
            is_demo=False,
            created_at=now,
        )
        session.add(agency)
        session.flush()
        session.add(
            Scheme(
                agency_id=agency.id,
                code=new.scheme,
                text=text,
                digest=digest(text),
                starts_in=str(Month.of(now, ZoneInfo(_ZONE))),
                created_at=now,
            )
        )
        _offer_help_kinds(session, agency.id)
        return _administer(session, agency.id, administrator, now=now) if administrator else None


def _judge(new: NewAgency) -> list[Refusal]:
    refusals = [] if _CODE.fullmatch(new.code) else [Refusal.of(Code.AGENCY_CODE_INVALID, "code")]
    for field, name in (("name_ko", new.name_ko), ("name_en", new.name_en)):
        refusals += _judge_name(name, maximum=100, field=field)
    return refusals


def _judge_administrator(administrator: FirstAdministrator) -> list[Refusal]:
    refusals = [] if _NUMBER.fullmatch(administrator.number) else [Refusal.of(Code.NUMBER_INVALID, "number")]
    return [*refusals, *_judge_name(administrator.name, maximum=60, field="name")]


def _judge_name(name: str, *, maximum: int, field: str) -> list[Refusal]:
    found = judge_text(cleaned(name), minimum=1, maximum=maximum, field=field)
    return [Refusal.of(Code.NAME_MISSING, field) if one.code is Code.TEXT_EMPTY else one for one in found]


def _offer_help_kinds(session: Session, agency_id: int) -> None:
    session.execute(
        insert(HelpKind),
        [
            {
                "agency_id": agency_id,
                "name_ko": kind.name_ko,
                "name_en": kind.name_en,
                "place": place,
                "is_offered": True,
            }
            for place, kind in enumerate(DEFAULT_HELP_KINDS, start=1)
        ],
    )


def _administer(session: Session, agency_id: int, administrator: FirstAdministrator, *, now: datetime) -> int:
    person = Person(agency_id=agency_id, name=cleaned(administrator.name), created_at=now)
    session.add(person)
    session.flush()
    account = Account(agency_id=agency_id, person_id=person.id, login=administrator.number, created_at=now)
    session.add_all(
        [
            Employee(agency_id=agency_id, person_id=person.id, number=administrator.number, status="active"),
            account,
            RoleGrant(
                agency_id=agency_id,
                person_id=person.id,
                role=Role.ADMINISTRATOR,
                granted_at=now,
                granted_reason=SystemReason.AGENCY_CREATED,
            ),
        ]
    )
    session.flush()
    return account.id
