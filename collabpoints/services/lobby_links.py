"""Links of lobby screens (로비 화면): each opens the agency's tree to whoever has its secret, until it is revoked."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.links import BITS, spelled, token_digest
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.models import LobbyLink

LONGEST_PLACE = 60


@dataclass(frozen=True, slots=True)
class NewLobbyLink:
    """A link just made. Its secret is told here and nowhere else: the database keeps a digest."""

    link_id: int
    place: str
    secret: str


def make_lobby_link(*, agency_id: int, place: str, made_by_person_id: int, now: datetime) -> NewLobbyLink:
    """The screen at this place may show the tree from now on. Raises Refused where the place cannot be kept."""
    place = _fit_place(place)
    secret = spelled(secrets.randbits(BITS))
    with unit_of_work() as session:
        link = LobbyLink(
            agency_id=agency_id,
            place=place,
            secret_digest=token_digest(secret),
            made_by_person_id=made_by_person_id,
            made_at=now,
        )
        session.add(link)
        session.flush()
        return NewLobbyLink(link.id, place, secret)


def revoke_lobby_link(link_id: int, *, agency_id: int, revoked_by_person_id: int, now: datetime) -> str:
    """The link opens nothing any more; returns its place. One that was revoked before stays as it is. Raises NotFound."""
    with unit_of_work() as session:
        link = session.scalars(
            select(LobbyLink).where(LobbyLink.id == link_id, LobbyLink.agency_id == agency_id).with_for_update()
        ).one_or_none()
        if link is None:
            raise NotFound(f"lobby link {link_id}")
        if link.revoked_at is None:
            link.revoked_at, link.revoked_by_person_id = now, revoked_by_person_id
        return link.place


def _fit_place(typed: str) -> str:
    place = " ".join(cleaned(typed).split())
    refusals = [
        Refusal.of(Code.PLACE_MISSING, "place") if refusal.code is Code.TEXT_EMPTY else refusal
        for refusal in judge_text(place, minimum=1, maximum=LONGEST_PLACE, field="place")
    ]
    if refusals:
        raise Refused(refusals)
    return place
