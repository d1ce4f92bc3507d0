"""Writing, reading and keeping thank-you notes."""

from collabpoints.services.note_changes import make_private
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused

PAGES = (
    Entry("/", "much received"),
    Entry("/", "a draft waits", "employee"),
    Entry("/", "first day", "founder"),
    Entry("/", "somebody is searched", press="button[value=search]", typed={"q": "나이웃"}),
    Entry("/", "nobody is found", press="button[value=search]", typed={"q": "없는사람"}),
    Entry("/notes/new", "nobody chosen"),
    Entry("/notes/new?to={park}&to={lim}", "two chosen, one may not get points"),
    refused("/notes/new?to={park}", "button[value=send]", text="짧다"),
    Entry("/notes/new?to={park}", "a number held", press="button[value=send]", typed={"text": "010-1234-5678로 알려 주셔서 일을 마쳤습니다."}),
    Entry("/notes/received", "two pages"),
    Entry("/notes/received", "empty", "founder"),
    Entry("/notes/sent"),
    Entry("/notes/sent", "empty", "founder"),
    Entry("/notes/feed"),
    Entry("/notes/feed", "empty", "founder"),
    Entry("/notes/done/{sent_batch}"),
    Entry("/notes/{received}", "received"),
    Entry("/notes/{sent}", "sent, may be taken back"),
    Entry("/notes/{private}", "private"),
    Entry("/notes/{public}", "somebody else's", "employee"),
    refused("/notes/{received}", ".reply-form button", text="가" * 201),
    Entry("/notes/{received}/give-back"),
    Entry("/notices"),
    Entry("/notices", "empty", "founder"),
)  # fmt: skip


def prepare(cast: Cast) -> dict[str, object]:
    world = cast.world
    sent = world.send(cast.office, cast.employee, points=0)
    private = cast.thanked[3]
    make_private(private, agency_id=world.agency_id, person_id=cast.office.person_id)
    return {
        "park": world.park.number,
        "lim": world.lim.number,
        "received": cast.thanked[0],
        "private": private,
        "public": cast.thanked[1],
        "sent": sent.note_ids[0],
        "sent_batch": sent.batch_id,
    }
