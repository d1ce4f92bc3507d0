"""The poster, the lobby screen and its links. Prepared after the boards, since a tree grows beside them."""

from collabpoints import clock
from collabpoints.domain.spans import Span
from collabpoints.services.lobby_links import make_lobby_link
from collabpoints.services.trees import grow_span
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused

PAGES = (
    Entry("/trees/{grown}/poster", largest=400_000),
    Entry("/lobby/{lobby_secret}", "in the lobby", "nobody", largest=400_000),
    Entry("/lobby/{lobby_secret}?theme=dark", "always dark", "nobody", largest=400_000),
    Entry("/lobby/0000-0000-0000-0000-0000", "revoked or never made", "nobody", status=404),
    Entry("/lobby-links"),
    Entry("/lobby-links", "empty", "founder"),
    Entry("/lobby-links", "a new address", press="main form button", typed={"place": "별관 2층 민원실 앞 복도"}),
    refused("/lobby-links", place=""),
    Entry("/lobby-links/{lobby_link}/revoke"),
)


def prepare(cast: Cast) -> dict[str, object]:
    agency_id = cast.world.agency_id
    grow_span(agency_id, Span.parse(cast.last_month))
    made = make_lobby_link(
        agency_id=agency_id, place="본관 1층 로비", made_by_person_id=cast.office.person_id, now=clock.now()
    )
    return {"grown": cast.last_month, "lobby_secret": made.secret, "lobby_link": made.link_id}
