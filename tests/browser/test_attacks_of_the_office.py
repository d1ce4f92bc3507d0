"""What people are called and what they type where files, submissions and records are, on every page that shows it, in a real
browser: as tests/browser/test_attacks.py does it. The house is in attack_office.py."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.domain.exports import FileFormat, Scope, Wanted, What
from collabpoints.domain.roles import Role
from collabpoints.services.exports import Asker, Keeping, ask, expire_exports, fail_within
from tests.browser.attack_duties import REASONS, TYPED
from tests.browser.attack_office import (
    LETTERS,
    LINES,
    PURPOSES,
    SHORT_REASONS,
    SIGNED,
    Office,
    office_of,
    sign,
    this_month,
    today,
)
from tests.browser.attack_pages import leafed, looked, missing_in, refused, walked
from tests.browser.attack_site import audit, groups
from tests.browser.conftest import Site
from tests.factories.boards import boards_of

pytestmark = pytest.mark.browser

BOOKLET = "h4 desc text"
PREVIEW = f"what=totals&span={this_month()}&file_format=xlsx"


@pytest.fixture
def site(attacked: Site) -> Site:
    return attacked


@pytest.fixture(scope="module")
def office(attacked: Site) -> Office:
    with attacked.app.app_context():
        return office_of(attacked.world)


def test_a_file_says_why_and_by_whom_it_was_made(office: Office, window: Callable[..., Page]) -> None:
    page, house = window(office.house.officer), office.house
    leafed(page, "/exports?scope=agency")
    looked(page, f"/exports?scope=agency&{PREVIEW}")
    for export_id, reason in zip(office.exports, SHORT_REASONS, strict=True):
        looked(page, f"/exports/{export_id}", reason, besides="progress")
        if page.locator(".export-companion").count():
            assert house.officer.name in (page.locator(".export-companion").text_content() or "")
    looked(window(house.reader), f"/exports/{office.own_export}", SHORT_REASONS[0])
    looked(window(house.head), "/exports?scope=department")


def test_a_file_that_failed_or_ran_out_still_says_why(site: Site, office: Office, window: Callable[..., Page]) -> None:
    ready, failed = office.exports[:3], office.exports[3:]
    with site.app.app_context():
        with unit_of_work() as session:
            for export_id in failed:
                fail_within(session, export_id, "disk_full")
        expire_exports(office.house.agency_id, now=clock.now() + timedelta(days=30))
    page = window(office.house.officer)
    for export_id, reason in zip([*ready, *failed], SHORT_REASONS, strict=True):
        looked(page, f"/exports/{export_id}", reason)
        assert page.locator(".export-take, progress").count() == 0


def test_a_head_takes_files_of_a_department_whatever_it_is_called(
    site: Site, office: Office, window: Callable[..., Page]
) -> None:
    house, month = office.house, this_month()
    wanted = Wanted(
        What.DEPARTMENTS, Scope.DEPARTMENT, house.places[1], None, str(month), month, month, FileFormat.XLSX
    )
    asker = Asker(house.head.person_id, Role.DEPARTMENT_HEAD.value, SHORT_REASONS[1])
    with site.app.app_context():
        boards_of(house.agency_id)
        export_id = ask(wanted, house.agency_id, asker, Keeping(rows_at_once=1000, days=7), at=clock.now())
    page = window(house.head)
    looked(page, f"/exports?scope=department&what=departments&span={month}&file_format=xlsx")
    looked(page, f"/exports/{export_id}", SHORT_REASONS[1])
    assert house.head.name in (page.locator(".export-companion").text_content() or "")


def test_submissions_say_to_whom_and_for_what(office: Office, window: Callable[..., Page]) -> None:
    page, house = window(office.house.officer), office.house
    words = leafed(page, "/submissions")
    assert missing_in(words, LINES[::2]) == []
    assert missing_in(words, PURPOSES) == []
    looked(page, f"/submissions/new?{PREVIEW}")
    for place, submission_id in enumerate(office.submissions):
        if place % 8 == 0:
            looked(page, f"/submissions/{submission_id}?page=all", LINES[::2][place], house.reader.name)


def test_two_submissions_are_compared_with_what_is_behind_each_difference(
    office: Office, window: Callable[..., Page]
) -> None:
    first, second = office.submissions[0], office.submissions[-1]
    words = leafed(window(office.house.officer), f"/submissions/compare?first={first}&second={second}")
    assert missing_in(words, REASONS) == []
    assert missing_in(words, [LINES[0], LINES[::2][-1], PURPOSES[0], office.house.administrator.name]) == []


def test_the_privacy_officer_reads_reasons_remarks_and_the_story_of_submissions(
    site: Site, office: Office, window: Callable[..., Page]
) -> None:
    page, house = window(office.house.privacy, viewport={"width": 1000, "height": 800}), office.house
    day = f"first={today()}&last={today()}"
    looked(page, f"/records?{day}", *SHORT_REASONS, *REASONS[:SIGNED])
    with site.app.app_context():
        sign(house, REASONS[SIGNED:])
    looked(page, f"/records?{day}", *REASONS[SIGNED:])
    words = leafed(page, f"/records/looks?{day}&number={house.reader.number}")
    assert missing_in(words, SHORT_REASONS) == []
    looked(page, "/records/changes?topic=closings", *LINES[::2], *PURPOSES)


def test_all_that_is_held_about_somebody_stands_in_its_chapter(office: Office, window: Callable[..., Page]) -> None:
    page, house = window(office.house.reader), office.house
    page.goto("/account/held")
    audit(page)
    chapters: list[str] = page.eval_on_selector_all("main section[id]", "all => all.map(one => one.id)")
    words = "".join(leafed(page, f"/account/held/{chapter}") for chapter in chapters)
    assert missing_in(words, SHORT_REASONS) == []
    assert missing_in(words, LETTERS) == []
    assert missing_in(words, [one.name for one in house.people]) == []
    page.goto("/account/held")
    with page.expect_download() as taken:
        page.locator("form[action$='/account/held/file'] button").click()
    assert taken.value.suggested_filename.endswith(".zip")


def test_the_booklet_holds_every_letter_and_every_sender(office: Office, window: Callable[..., Page]) -> None:
    page, house = window(office.house.reader), office.house
    names = [one.name for one in house.people]
    looked(page, "/account/booklet?private=1", house.reader.name, *LETTERS, *names, besides=BOOKLET)
    looked(page, "/account/booklet", besides=BOOKLET)


def test_what_was_refused_comes_back_as_it_was_typed(office: Office, window: Callable[..., Page]) -> None:
    officer, privacy = window(office.house.officer), window(office.house.privacy)
    for group in groups(TYPED, 220):
        whole, line = "x\n".join([*group, "가" * 501]), "가".join(group).replace("\n", "")
        officer.goto(f"/exports?scope=agency&{PREVIEW}")
        refused(officer, "main form[method=post] button", {"reason": line})
        officer.goto(f"/submissions/new?{PREVIEW}")
        refused(officer, "main form[method=post] button", {"recipient": line, "purpose": line})
        privacy.goto("/records")
        refused(privacy, "form[action$='/records/reviews'] button", {"remark": whole})


def test_everybody_walks_through_the_pages_that_are_his(office: Office, window: Callable[..., Page]) -> None:
    house = office.house
    windows = {
        "employee": window(house.reader), "head": window(house.head), "officer": window(house.officer),
        "privacy": window(house.privacy), "administrator": window(house.administrator),
    }  # fmt: skip
    first, second = office.submissions[:2]
    walked(
        windows,
        (
            ("/exports", " ".join(windows)),
            ("/account/held", " ".join(windows)),
            ("/account/booklet", " ".join(windows)),
            (f"/exports/{office.exports[0]}", "officer"),
            (f"/exports/{office.own_export}", "employee"),
            ("/submissions", "officer"),
            ("/submissions/new", "officer"),
            (f"/submissions/{first}", "officer"),
            (f"/submissions/compare?first={first}&second={second}", "officer"),
            ("/records", "privacy"),
            ("/records/looks", "privacy"),
            ("/records/changes", "privacy"),
        ),
        besides=BOOKLET,
    )
