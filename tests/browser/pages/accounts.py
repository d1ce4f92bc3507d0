"""The door, and one's own settings."""

from collabpoints import clock
from collabpoints.services.links import make_links
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused
from tests.conftest import KEY

PAGES = (
    Entry("/sign-in", who="nobody"),
    refused("/sign-in", who="nobody", login="없는사람", password="틀린-비밀번호"),
    Entry("/password/first/{token}", who="nobody"),
    refused("/password/first/{token}", who="nobody", password="짧다"),
    Entry("/password/first/used-up", "no longer good", "nobody", status=404),
    Entry("/account"),
    Entry("/account", who="employee"),
    refused("/account", "form[action$=password] button"),
)


def prepare(cast: Cast) -> dict[str, object]:
    accounts = [cast.world.lim.account_id]
    return {"token": make_links(cast.world.agency_id, accounts, None, clock.now(), 72, key=KEY)[0].token}
