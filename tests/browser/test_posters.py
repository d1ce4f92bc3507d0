"""The tree on a wall: the poster is one sheet, and the lobby screen keeps its picture when nobody answers."""

import pytest
from playwright.sync_api import Page, expect

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.domain.spans import Span
from collabpoints.models import Tree
from collabpoints.services.lobby_links import NewLobbyLink, make_lobby_link, revoke_lobby_link
from collabpoints.services.trees import grow_span
from tests.browser.conftest import Site, Watched
from tests.browser.test_thanking import Open
from tests.factories.boards import boards_of
from tests.formats.pdfs import letters, sizes, structure, texts

pytestmark = pytest.mark.browser

A3, A4 = (297, 420), (210, 297)


@pytest.fixture
def span(site: Site) -> Span:
    """A span whose tree has grown."""
    world = site.world
    with site.app.app_context():
        world.send(world.hong, world.kim, points=0)
        grown = boards_of(world.agency_id)[1].span
        grow_span(world.agency_id, grown)
    return grown


@pytest.fixture
def link(site: Site) -> NewLobbyLink:
    with site.app.app_context():
        return make_lobby_link(
            agency_id=site.world.agency_id, place="로비", made_by_person_id=site.world.lim.person_id, now=clock.now()
        )


@pytest.fixture
def two_trees(site: Site, span: Span) -> None:
    """A month before was confirmed."""
    before = str(span.first.shifted(-1))
    with site.app.app_context(), unit_of_work() as session:
        session.add(
            Tree(
                agency_id=site.world.agency_id, span=before, first_period=before, last_period=before, root_id=0,
                state="confirmed", through_entry_id=1, as_of=clock.now(), leaf_notes=1, scale=90, trunk=40, people=3,
            )
        )  # fmt: skip


@pytest.mark.parametrize(("paper", "size", "language"), [("A3", A3, "ko"), ("A3", A3, "en"), ("A4", A4, "ko")])
def test_a_poster_is_one_sheet_with_nothing_cut(
    site: Site, opened: Open, span: Span, paper: str, size: tuple[int, int], language: str
) -> None:
    page = opened(site, site.world.hong, color_scheme="dark")
    page.context.add_cookies([{"name": "language", "value": language, "url": site.address}])
    page.goto(f"/trees/{span}/poster")
    page.evaluate("document.fonts.ready")
    content = page.pdf(format=paper)
    assert [(round(width), round(height)) for width, height in sizes(content)] == [size]
    (said,) = texts(content)
    for words in {"ko": ("하늘도", "협업나무", "잠정"), "en": ("Haneul Province", "Collaboration", "Provisional")}[
        language
    ]:
        assert words in said
    assert "인쇄하기" not in said
    assert max(one.bottom - one.top for one in letters(content)[0]) > size[0] / 20, (
        "the title is seen from across the hall"
    )
    rim = [one for one in letters(content)[0] if one.left < 3 or one.right > size[0] - 3 or one.bottom > size[1] - 3]
    assert rim == []
    fonts = structure(content).pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    assert fonts
    for font in fonts:
        found = font.get_object()
        assert found["/Subtype"] == "/Type3" or "/FontFile" in str(
            found["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        )


def test_the_screen_keeps_its_picture_while_the_server_is_away_and_is_closed_when_revoked(
    site: Site, opened: Open, watched: Watched, span: Span, link: NewLobbyLink
) -> None:
    watched.expected = ("ERR_INTERNET_DISCONNECTED", "status of 404", "status of 503")
    page = opened(site, viewport={"width": 1920, "height": 1080})
    page.clock.install()
    page.goto(f"/lobby/{link.secret}")
    tree = page.locator("svg.tree")
    expect(tree).to_be_visible()
    _mark(page)

    page.context.set_offline(True)
    page.clock.run_for("10:01")
    page.wait_for_timeout(200)
    assert _is_marked(page), "nothing was answered: the picture stays"
    page.context.set_offline(False)
    page.route("**/lobby/*", lambda route: route.fulfill(status=503, body="away"))
    page.clock.run_for("01:01")
    page.wait_for_timeout(200)
    assert _is_marked(page), "the server is at work on itself: the picture stays"
    page.unroute("**/lobby/*")
    page.clock.run_for("01:01")
    expect(page.locator("main")).not_to_have_attribute("data-marked", "yes")
    expect(tree).to_be_visible()

    with site.app.app_context():
        revoke_lobby_link(
            link.link_id,
            agency_id=site.world.agency_id,
            revoked_by_person_id=site.world.lim.person_id,
            now=clock.now(),
        )
    page.clock.run_for("10:01")
    expect(page.get_by_text("이 화면의 링크는 쓸 수 없습니다.")).to_be_visible()
    assert tree.count() == 0


def test_two_trees_take_turns_but_not_where_motion_is_unwanted(
    site: Site, opened: Open, two_trees: None, link: NewLobbyLink
) -> None:
    def shown_first(motion: str) -> list[bool]:
        page = opened(site, viewport={"width": 1080, "height": 1920}, reduced_motion=motion)
        page.clock.install()
        page.goto(f"/lobby/{link.secret}")
        seen = []
        for _turn in range(3):
            seen.append(page.evaluate("!('away' in document.querySelector('.scene').dataset)"))
            page.clock.run_for("00:46")
        return seen

    assert shown_first("no-preference") == [True, False, True]
    assert shown_first("reduce") == [True, True, True]


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920), (1024, 768)])
def test_the_screen_is_filled_and_read_from_afar(
    site: Site, opened: Open, span: Span, link: NewLobbyLink, width: int, height: int
) -> None:
    page = opened(site, viewport={"width": width, "height": height})
    page.goto(f"/lobby/{link.secret}")
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width,
        height,
    ]
    sizes_of = page.evaluate(
        "[...document.querySelectorAll('.scene__title, .scene__big, .scene__second')].map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes_of) >= min(width, height) * 0.03
    words, tree = (page.locator(name).first.bounding_box() for name in (".scene__words", ".scene__tree"))
    assert words
    assert tree
    assert words["x"] + words["width"] <= tree["x"] or words["y"] + words["height"] <= tree["y"] + tree["height"] * 0.2


def _mark(page: Page) -> None:
    page.evaluate("document.querySelector('main').dataset.marked = 'yes'")


def _is_marked(page: Page) -> bool:
    return bool(
        page.evaluate("document.querySelector('main').dataset.marked === 'yes' && !!document.querySelector('svg.tree')")
    )
