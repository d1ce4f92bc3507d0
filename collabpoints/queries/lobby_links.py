"""Links of lobby screens: which there are, and what a secret opens."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.links import token_digest
from collabpoints.models import Agency, LobbyLink, Person
from collabpoints.queries.positions import latest_position


@dataclass(frozen=True, slots=True)
class Hand:
    """Who did something, and when."""

    name: str
    position: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LobbyScreen:
    """A link as the officer reads it. `revoked` None: it is good."""

    id: int
    place: str
    made: Hand
    revoked: Hand | None


@dataclass(frozen=True, slots=True)
class OpenLobby:
    """Whose tree a good secret shows. It names no person, and not who made the link."""

    agency_id: int
    agency_ko: str
    agency_en: str
    zone: ZoneInfo


def lobby_screens(agency_id: int, *, link_id: int | None = None) -> tuple[LobbyScreen, ...]:
    """All links of an agency (or the one asked for): the good ones first, of these the newest first."""
    made_by, revoked_by = aliased(Person), aliased(Person)
    statement = (
        select(
            LobbyLink,
            made_by.name.label("made_by"),
            latest_position(made_by.id).label("made_by_position"),
            revoked_by.name.label("revoked_by"),
            latest_position(revoked_by.id).label("revoked_by_position"),
        )
        .join(made_by, made_by.id == LobbyLink.made_by_person_id)
        .outerjoin(revoked_by, revoked_by.id == LobbyLink.revoked_by_person_id)
        .where(LobbyLink.agency_id == agency_id)
        .order_by(LobbyLink.revoked_at.is_not(None), LobbyLink.id.desc())
    )
    if link_id is not None:
        statement = statement.where(LobbyLink.id == link_id)
    with reading() as session:
        return tuple(
            LobbyScreen(
                row.LobbyLink.id,
                row.LobbyLink.place,
                Hand(row.made_by, row.made_by_position or "", row.LobbyLink.made_at),
                Hand(row.revoked_by, row.revoked_by_position or "", row.LobbyLink.revoked_at)
                if row.LobbyLink.revoked_at
                else None,
            )
            for row in session.execute(statement)
        )


def lobby_screen(link_id: int, *, agency_id: int) -> LobbyScreen:
    """One link. Raises NotFound."""
    found = lobby_screens(agency_id, link_id=link_id)
    if not found:
        raise NotFound(f"lobby link {link_id}")
    return found[0]


def open_lobby(secret: str) -> OpenLobby | None:
    """What the secret opens, as typed or copied; None where it was revoked or never was: these look the same. It is found
    by its digest, so that the time it takes tells nothing of how much of a guess was right."""
    with reading() as session:
        row = session.execute(
            select(Agency.id, Agency.name_ko, Agency.name_en, Agency.zone)
            .join(LobbyLink, LobbyLink.agency_id == Agency.id)
            .where(LobbyLink.secret_digest == token_digest(secret), LobbyLink.revoked_at.is_(None))
        ).one_or_none()
    return OpenLobby(row.id, row.name_ko, row.name_en or row.name_ko, ZoneInfo(row.zone)) if row else None
