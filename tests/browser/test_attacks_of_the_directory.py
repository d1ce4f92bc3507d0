"""What people and departments are called and what is typed where the directory is kept and where what stands out is judged, on
every page that shows it, in a real browser: as tests/browser/test_attacks.py does it. The house is in attack_directory.py."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from sqlalchemy import update

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.models import StaffImport
from collabpoints.services.staff_imports import keep_staff_file
from tests.browser.attack_directory import Directory, directory_of, file_of, lines_of
from tests.browser.attack_duties import REASONS, TYPED
from tests.browser.attack_office import DUTIES, LETTERS, LINES, NAMES, PLACES, POSITIONS, RANKS, today
from tests.browser.attack_pages import leafed, looked, missing_in, pressed, refused, walked
from tests.browser.attack_site import audit, groups, stands
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

FOUND = "desc text search"


@pytest.fixture
def site(attacked: Site) -> Site:
    return attacked


@pytest.fixture(scope="module")
def directory(attacked: Site) -> Directory:
    with attacked.app.app_context():
        return directory_of(attacked.world)


def test_orders_carry_documents_and_posts_as_they_are_called(directory: Directory, window: Callable[..., Page]) -> None:
    page = window(directory.house.officer)
    looked(page, "/staff", *(one.name for one in directory.moved[1::2]), besides="search")
    looked(page, f"/staff/{directory.ordered.person_id}", *LINES, *PLACES[:5])
    looked(page, f"/staff/{directory.beside.person_id}", *DUTIES, *PLACES[40 : 40 + len(DUTIES)])
    posts = zip(directory.moved, reversed(POSITIONS), DUTIES, strict=False)
    for one, position, duty in list(posts)[::10]:
        looked(page, f"/staff/{one.person_id}", one.name, position, duty)
        looked(page, f"/staff/{one.person_id}/transfer", one.name)
    page.goto("/staff")
    for name in NAMES[10::20]:
        page.locator("#q").fill(name)
        with page.expect_navigation():
            page.locator("search button").click()
        audit(page, besides="search")
        stands(page, [name])
        assert page.locator("#q").input_value() == name


def test_what_an_order_does_is_told_before_it_is_done(directory: Directory, window: Callable[..., Page]) -> None:
    page = window(directory.house.officer)
    for n, (position, duty) in enumerate(zip(POSITIONS[::18], DUTIES, strict=False)):
        page.goto(f"/staff/{directory.kept.person_id}/concurrent")
        fields = {
            "position": position, "duty": duty, "rank": RANKS[n * 9], "document": LINES[n * 5],
            "department": str(directory.house.places[n + 20]), "effective_on": str(today() + timedelta(days=3)),
        }  # fmt: skip
        pressed(page, "button[value=preview]", fields)
        audit(page)
        stands(page, [position, PLACES[n + 20], directory.kept.name])
        assert page.locator("input[name=document]").input_value() == LINES[n * 5]
        pressed(page, "button[value=edit]", {})
        audit(page)
        assert page.locator("#duty").input_value() == duty


def test_two_records_are_merged_by_their_names(directory: Directory, window: Callable[..., Page]) -> None:
    page, house = window(directory.house.officer), directory.house
    page.goto(f"/staff/{directory.kept.person_id}/merge")
    pressed(
        page,
        "button[value=preview]",
        {"other": directory.other.number, "document": LINES[1], "effective_on": str(today())},
    )
    audit(page)
    stands(page, [directory.kept.name, directory.other.name])
    third, fourth = house.people[-2:]
    looked(page, f"/staff/{third.person_id}", third.name, fourth.name, LINES[0])
    looked(page, f"/staff/{fourth.person_id}", third.name)


def test_a_file_of_orders_says_whose_and_where_to_and_what_is_wrong(
    site: Site, directory: Directory, window: Callable[..., Page]
) -> None:
    page, house = window(directory.house.administrator, viewport={"width": 1000, "height": 800}), directory.house
    address = f"/people/import/{directory.file}/orders"
    looked(page, address, *(one.name for one in house.people[3:-2]), *POSITIONS, *RANKS)
    looked(window(house.administrator), address)
    with site.app.app_context():
        lines = list(lines_of(house, f"{today() + timedelta(days=40)}", house.people[3:103]))
    unknown = [(f"77{n:05d}", *line[1:]) for n, line in enumerate(lines)]
    upload(page, unknown)
    stands(page, [line[1] for line in unknown[:20]])
    for place in range(1, 9):
        hostile = [(*line[:place], text, *line[place + 1 :]) for line, text in zip(lines * 4, TYPED, strict=False)]
        upload(page, hostile)


def test_a_file_of_the_directory_is_called_as_it_came(
    site: Site, directory: Directory, window: Callable[..., Page]
) -> None:
    agency_id, person_id = directory.house.agency_id, directory.house.administrator.person_id
    names = [f"{line[:90]}.csv" for line in LINES[:40]]
    with site.app.app_context():
        ids = [
            keep_staff_file(agency_id, file_name=name, content=b"", uploaded_by_person_id=person_id, now=clock.now())
            for name in names
        ]
        with unit_of_work() as session:
            applied = {"state": "applied", "content": None, "applied_at": clock.now()}
            session.execute(update(StaffImport).where(StaffImport.id.in_(ids)).values(**applied))
    for viewport in ({"width": 390, "height": 800}, {"width": 1440, "height": 900}):
        looked(window(directory.house.administrator, viewport=viewport), "/people/import", *names)


def upload(page: Page, lines: Iterable[tuple[str, ...]]) -> None:
    """A file of orders that is refused."""
    page.goto("/people/import")
    file = {"name": f"{LINES[0][:60]}.csv", "mimeType": "text/csv", "buffer": file_of(lines).encode()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.locator("main button[type=submit], main form .button").first.click()
    page.get_by_text("고칠 곳이").wait_for()
    audit(page)


def test_reorganisations_are_called_as_they_are_and_so_is_every_department(
    directory: Directory, window: Callable[..., Page]
) -> None:
    page, house = window(directory.house.officer), directory.house
    looked(page, "/reorganisations", *LINES)
    for n, draft in enumerate(directory.drafts[:4]):
        looked(page, f"/reorganisations/{draft}", LINES[n], LINES[::-1][n], *PLACES[n * 32 : n * 32 + 32])
    place = house.places[house.people.index(directory.kept) + 5]
    looked(page, f"/reorganisations/{directory.drafts[0]}/people/{place}", LINES[0], directory.kept.name)


def test_what_stands_out_names_people_notes_and_decisions(directory: Directory, window: Callable[..., Page]) -> None:
    page, house = window(directory.house.officer), directory.house
    words = leafed(page, "/patterns")
    words += leafed(page, "/patterns?state=explained") + leafed(page, "/patterns?state=review")
    assert missing_in(words, [one.name for one in house.people[:-2]]) == []
    said = ""
    for finding_id in directory.findings:
        page.goto(f"/patterns/{finding_id}")
        audit(page, besides=FOUND)
        said += page.evaluate("document.body.textContent.replace(/\\s+/g, ' ')")
    assert missing_in(said, REASONS) == []
    assert missing_in(said, [text[:30] for text in LETTERS]) == []


def test_the_story_of_changes_names_people_and_documents(directory: Directory, window: Callable[..., Page]) -> None:
    page = window(directory.house.privacy)
    looked(page, "/records/changes?topic=directory", directory.ordered.name, *LINES[10:])
    looked(window(directory.moved[0]), "/account/held", directory.moved[0].name)
    words = leafed(window(directory.ordered), "/account/held")
    assert missing_in(words, [directory.ordered.name, directory.house.officer.name]) == []


def test_what_was_refused_comes_back_as_it_was_typed(directory: Directory, window: Callable[..., Page]) -> None:
    page, draft = window(directory.house.officer), directory.drafts[1]
    for group in groups(TYPED, 220):
        whole, line = "x\n".join([*group, "가" * 501]), "가".join(group).replace("\n", "")
        page.goto(f"/staff/{directory.ordered.person_id}/transfer")
        refused(page, "button[value=preview]", dict.fromkeys(("rank", "position", "duty", "document"), line))
        page.goto(f"/staff/{directory.ordered.person_id}/merge")
        refused(page, "button[value=preview]", {"other": line, "document": line})
        page.goto("/reorganisations")
        refused(page, "form[method=post] button.button", {"title": line, "document": line})
        page.goto(f"/reorganisations/{draft}")
        refused(page, f"form[action$='/reorganisations/{draft}'] button", {"title": line, "document": line})
        for act, names in (("open", ("new_code", "name")), ("rename", ("name",)), ("split", ("new_code", "name"))):
            page.goto(f"/reorganisations/{draft}")
            refused(page, f"form[action$='/steps/{act}'] button", {f"{act}-{name}": line for name in names})
        page.goto(f"/patterns/{directory.findings[0]}")
        refused(page, "button[value=review]", {"reason": whole}, besides=FOUND)


def test_everybody_walks_through_the_pages_that_are_his(directory: Directory, window: Callable[..., Page]) -> None:
    house = directory.house
    windows = {
        "employee": window(house.reader), "head": window(house.head), "officer": window(house.officer),
        "privacy": window(house.privacy), "administrator": window(house.administrator),
    }  # fmt: skip
    both, person = "officer administrator", directory.kept.person_id
    walked(
        windows,
        (
            ("/staff", both),
            (f"/staff/{person}", both),
            (f"/staff/{person}/part", both),
            ("/people/import", both),
            (f"/people/import/{directory.file}/orders", both),
            ("/reorganisations", both),
            (f"/reorganisations/{directory.drafts[0]}", both),
            ("/patterns", "officer"),
            (f"/patterns/{directory.findings[0]}", "officer"),
        ),
        besides=FOUND,
    )
