"""Leaderboards in a real browser: on paper, enlarged, read out, with the keyboard."""

import re
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from collabpoints import clock
from collabpoints.domain.periods import Month
from collabpoints.domain.scheme_words import Measure
from tests.browser.conftest import Site
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.boards import boards_of, newest_month
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def ranked(attacked: Site) -> Site:
    """On a server of its own fifteen people with long positions were thanked, this month and the month before."""
    world, zone = attacked.world, ZoneInfo("Asia/Seoul")
    before = Month.of(clock.now(), zone).starts_at(zone) - timedelta(days=3)
    with attacked.app.app_context():
        change_scheme(
            points_allowed=tuple(range(10, 210, 10)),
            persons_ranked_by=Measure.SCORE,
            departments_ranked_by=Measure.RECEIVED,
            sent_basis_points=5_000,
        )
        places = (world.planning, world.roads)
        people = [
            (
                a_colleague(world.agency_id, f"나이웃{at:02d}", world.welfare, position="정보보호담당사무관"),
                a_colleague(world.agency_id, f"도움이{at:02d}", places[at % 2]),
            )
            for at in range(15)
        ]
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("collabpoints.services.months.database_now", lambda _session: before)
            thank(world, people)
        thank(world, people)
        boards_of(world.agency_id)
    return attacked


def thank(world: World, people: list[tuple[Colleague, Colleague]]) -> None:
    for at, (one, giver) in enumerate(people):
        world.send(giver, one, points=200 - 10 * min(at, 9))
        world.send(one, giver, points=10)


@pytest.fixture
def reader(ranked: Site) -> Colleague:
    return ranked.world.hong


def address(site: Site, subject: str) -> str:
    """Of the newest month's board."""
    with site.app.app_context():
        return f"/boards/{newest_month(site.world.agency_id)}/{subject}"


@pytest.mark.parametrize("subject", ["departments", "persons", "persons?mine=1"])
def test_a_board_prints_on_one_sheet(ranked: Site, reader: Colleague, opened: Open, subject: str) -> None:
    page = opened(ranked, reader)
    page.goto(address(ranked, subject))
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")
    sheet = page.pdf(format="A4", margin=margin)  # type: ignore[arg-type]
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet)) == 1


@pytest.mark.parametrize("subject", ["departments", "persons"])
@pytest.mark.parametrize("width", [320, 720, 768, 1440])
def test_a_board_never_pushes_its_page_wide(
    ranked: Site, reader: Colleague, opened: Open, subject: str, width: int
) -> None:
    page = opened(ranked, reader, viewport={"width": width, "height": 800})
    page.goto(address(ranked, subject))
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_row_is_read_out_with_its_rank_and_its_name(ranked: Site, reader: Colleague, opened: Open) -> None:
    page = opened(ranked, reader)
    page.goto(address(ranked, "persons"))
    table = page.get_by_role("table", name="개인 순위")
    first = table.get_by_role("row").nth(1)
    expect(first.get_by_role("cell").first).to_have_text("1위")
    expect(first.get_by_role("rowheader")).to_contain_text("나이웃00")
    expect(table.get_by_role("columnheader", name="합산 포인트")).to_have_attribute("aria-sort", "descending")


def test_cards_of_a_small_screen_are_still_a_table_to_readers(ranked: Site, reader: Colleague, opened: Open) -> None:
    page = opened(ranked, reader, viewport={"width": 320, "height": 800})
    page.goto(address(ranked, "persons"))
    assert page.get_by_role("table", name="개인 순위").get_by_role("rowheader").count() >= 10


def test_the_chart_has_its_words_and_its_table(ranked: Site, reader: Colleague, opened: Open) -> None:
    page = opened(ranked, reader)
    page.goto(address(ranked, "departments"))
    expect(page.get_by_role("img", name="월별 고마움")).to_be_visible()
    page.get_by_text("표로 보기").click()
    rows = page.get_by_role("table", name="월별 고마움").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(2).get_by_role("cell")).to_have_text("30")


def test_all_spans_open_with_the_keyboard_and_lead_on(ranked: Site, reader: Colleague, opened: Open) -> None:
    page = opened(ranked, reader)
    page.goto(address(ranked, "departments"))
    page.locator("summary").filter(has_text="모든 기간").focus()
    page.keyboard.press("Enter")
    year = page.locator("details a").filter(has_text=re.compile(r"^20\d\d년(?: 잠정)?$")).last
    expect(year).to_be_visible()
    year.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"20\d\d년 부서 순위"))


def test_one_asks_for_ones_own_place_with_one_press(ranked: Site, reader: Colleague, opened: Open) -> None:
    page = opened(ranked, reader)
    page.goto(address(ranked, "persons"))
    page.get_by_role("link", name="내 자리 보기").click()
    expect(page.get_by_text("나눈 도움이 모두 포인트로 남는 것은 아닙니다", exact=False)).to_be_visible()
