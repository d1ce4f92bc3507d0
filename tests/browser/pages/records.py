"""What the privacy officer reads: records of looks and downloads, and what changed."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from collabpoints import clock
from collabpoints.services.record_reviews import Signing, sign_review
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused
from tests.factories.records import a_download, a_look

PAGES = (
    Entry("/records", "days to sign for", largest=60_000),
    Entry("/records", "nothing ever happened", "founder"),
    refused("/records", "form[action$='/records/reviews'] button", remark="\u3164"),
    Entry("/records/looks"),
    Entry("/records/looks?number=999999", "nothing found"),
    Entry("/records/changes"),
    Entry("/records/changes", "nothing ever happened", "founder"),
)


def prepare(cast: Cast) -> dict[str, object]:
    """Looks at day and at night, a file, and a review that was signed."""
    agency_id, office = cast.world.agency_id, cast.office.person_id
    for days, hours in ((9, 2), (8, 3), (3, 15), (2, 4)):
        at = clock.now().replace(hour=0) - timedelta(days=days) + timedelta(hours=hours)
        a_look(agency_id, at, actor=office, whose=(cast.world.park.person_id, cast.world.kim.person_id))
        a_download(agency_id, at, actor=cast.world.lim.person_id, reason="성과급 심사위원회 제출 자료를 만들기 위하여")
    day = (clock.now() - timedelta(days=9)).date()
    sign_review(
        agency_id,
        ZoneInfo("Asia/Seoul"),
        Signing(office, day, day, "야간 점검은 시스템 교체 때문이었습니다."),
        now=clock.now(),
    )
    return {}
