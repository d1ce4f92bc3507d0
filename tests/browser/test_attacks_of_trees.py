"""What people, departments, their codes, positions, tiers, divisions and screens are called, on the pages and in the files of
trees, flows and boards, on the screen in the lobby and at home, in a real browser: as tests/browser/test_attacks.py does it.
The agency is in attack_trees.py; in each of its rounds everything has other names."""

from collections.abc import Callable, Iterator
from html import escape
from itertools import islice
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from tests.browser.attack_duties import TYPED
from tests.browser.attack_site import audit, groups, shown, stands
from tests.browser.attack_trees import (
    BARE,
    BUREAUS,
    CALLED,
    DRAWN,
    INNER,
    LABELS,
    ROUNDS,
    SCREENS,
    Forest,
    a_forest,
    holds,
    looked,
    quote_code,
    spoken,
)  # fmt: skip
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

IN_PICTURES = frozenset({"svg", "title", "desc", "style", "defs", "g", "path", "circle", "rect", "use", "text"})
OPENED = """() => [...document.querySelectorAll('*')].flatMap(one => [one.localName, ...[...one.attributes].map(at => at.name)])
  .concat(document.documentElement.namespaceURI, String(window.pwned))"""


@pytest.fixture
def site(attacked: Site) -> Site:
    return attacked


@pytest.fixture(scope="module")
def forest(attacked: Site) -> Forest:
    with attacked.app.app_context():
        return a_forest(attacked.world)


@pytest.fixture
def rounds(site: Site, forest: Forest) -> Iterator[int]:
    """The rounds one after another: everything has the names of that which was given last."""

    def called() -> Iterator[int]:
        for place in range(ROUNDS):
            with site.app.app_context():
                forest.call(place)
            yield place

    return called()


def test_a_tree_its_branches_and_its_fruit_are_called_as_they_are_and_found_whatever_their_codes(
    site: Site, forest: Forest, rounds: Iterator[int], window: Callable[..., Page]
) -> None:
    page = window(forest.reader)
    for place in rounds:
        everywhere, at = [*forest.bureau_names, *forest.names], place % BUREAUS
        if place % 3 == 0:  # this month all people are fruit: so each name and position has been
            looked(page, f"/trees/{forest.this}?mine=1", [*forest.persons, *forest.positions])
        looked(page, f"/trees/{forest.last}", [*everywhere, *forest.won, *forest.tiers])
        spoken(page, "a.limb", everywhere)
        ways: list[str] = page.eval_on_selector_all(".tree-table a", "all => all.map(one => one.getAttribute('href'))")
        assert len(ways) == len(forest.codes)
        assert [way for way in ways[place % 4 :: 4] if page.request.get(f"{site.address}{way}.csv").status != 200] == []
        row = page.locator(".tree-table tr:not(.is-inner) a").nth(at)
        assert row.text_content() == forest.bureau_names[at]
        inner = forest.names[at * INNER : at * INNER + INNER]
        looked(page, row.get_attribute("href") or "", [f"{forest.bureau_names[at]}의 ", *inner])
        spoken(page, "a.limb", inner)
        page.locator("a.limb").first.focus()
        assert page.locator("[data-caption] [data-part=name]").text_content() == inner[0]
        if place % 2 == 0:
            looked(page, page.locator(".tree-table a").first.get_attribute("href") or "", [f"{inner[0]}의 "])
    assert place + 1 == ROUNDS >= len(CALLED) / BUREAUS


def test_a_poster_and_the_screen_in_the_lobby_name_what_hangs_there(
    forest: Forest, rounds: Iterator[int], window: Callable[..., Page]
) -> None:
    page, screen = window(forest.reader), window(None, viewport={"width": 1280, "height": 720})
    for place in rounds:
        everywhere = [*forest.bureau_names, *forest.names]
        looked(page, f"/trees/{forest.last}/poster", [forest.agency, *forest.won])
        spoken(page, "svg.tree .limb[aria-label]", everywhere)
        ways = ("", "?theme=dark", "?language=en")
        looked(screen, f"/lobby/{forest.lobby}{ways[place % 3]}", [forest.agency], is_bare=True)
        spoken(screen, "section:first-of-type .limb[aria-label]", everywhere)
        spoken(screen, "section:last-of-type .limb[aria-label]", everywhere)
        assert screen.context.cookies() == []
        _names_nobody(screen, forest)
    screen.goto("/lobby/0000-0000-0000-0000-0000")
    audit(screen, besides=BARE, is_bare=True)
    screen.goto("/lobby/" + quote("<script>alert(7)</script>"))
    audit(screen, besides=BARE, is_bare=True)


def _names_nobody(screen: Page, forest: Forest) -> None:
    places = " ".join((forest.agency, *forest.bureau_names, *forest.names))
    persons, whole = [name for name in forest.persons if name not in places], screen.content()
    assert len(persons) > 30
    assert [name for name in persons if escape(name) in whole or name in whole] == []


def test_a_picture_is_well_formed_and_runs_nothing_where_it_is_opened_alone(
    site: Site, forest: Forest, rounds: Iterator[int], window: Callable[..., Page], said: list[str]
) -> None:
    page = window(forest.reader)
    with pytest.raises(AssertionError):
        _open_alone(page, site, b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(7)</script></svg>')
    assert said.pop() == "dialog: 7", "what a picture runs is heard"
    for place in rounds:
        code, at = quote_code(forest.codes[place]), place * INNER
        for address, names in (
            (f"/trees/{forest.last}.svg", [*forest.bureau_names, *forest.names]),
            (f"/trees/{forest.this}.svg?theme=dark", [*forest.bureau_names, *forest.names]),
            (f"/trees/{forest.last}/{code}.svg", forest.names[at : at + INNER]),
            ("/trees/mine.svg", []),
        )[:: 1 + place % 2]:
            answer = page.request.get(f"{site.address}{address}")
            assert answer.status == 200, address
            assert answer.headers["content-type"].startswith("image/svg+xml")
            assert answer.headers["content-disposition"].startswith("attachment")
            assert answer.headers["x-content-type-options"] == "nosniff"
            drawn = ElementTree.fromstring(answer.body())
            assert {one.tag.removeprefix("{http://www.w3.org/2000/svg}") for one in drawn.iter()} <= IN_PICTURES
            said = [one.get("aria-label", "") for one in drawn.iter()]
            assert [name for name in names if not any(one.startswith(f"{name}: ") for one in said)] == []
            _open_alone(page, site, answer.body())


def _open_alone(page: Page, site: Site, drawn: bytes) -> None:
    """As one who has saved it opens it: no header of ours stands before it any more."""
    page.route("**/saved.svg", lambda route: route.fulfill(status=200, content_type="image/svg+xml", body=drawn))
    page.goto(f"{site.address}/saved.svg")
    told: list[str] = page.evaluate(OPENED)
    assert told[-2:] == ["http://www.w3.org/2000/svg", "undefined"]
    assert [one for one in told[:-2] if one.startswith("on") or one in ("script", "foreignobject", "parsererror")] == []
    page.unroute("**/saved.svg")


def test_tables_hold_the_names_and_no_formula(
    site: Site, forest: Forest, rounds: Iterator[int], window: Callable[..., Page]
) -> None:
    page = window(forest.officer)
    for place in rounds:
        code, inner = quote_code(forest.codes[place]), forest.names[place * INNER : place * INNER + INNER]
        for address, names in (
            (f"/trees/{forest.last}.csv", [*forest.bureau_names, *forest.names, forest.agency]),
            (f"/trees/{forest.last}/{code}.csv", [forest.bureau_names[place], *inner]),
        ):
            answer = page.request.get(f"{site.address}{address}")
            assert answer.status == 200, address
            holds(answer.body(), names)
        flows = f"/flows/{forest.last}"
        for address, names in [(flows, forest.bureau_names), (f"{flows}/{code}", inner)][: 1 + (place % 3 == 0)]:
            page.goto(address)
            page.locator("#file_reason").fill(f"=1+1 {forest.bureau_names[0]}"[:200])
            with page.expect_download() as taken:
                page.locator("form[action$=file] button").last.click()
            holds(Path(taken.value.path()).read_bytes(), names)


def test_who_helped_whom_is_told_by_name_to_the_officer_and_to_a_head(
    forest: Forest, rounds: Iterator[int], window: Callable[..., Page]
) -> None:
    page, head = window(forest.officer, viewport={"width": 1200, "height": 800}), window(forest.people[0])
    for place in rounds:
        at, code = place * INNER, quote(forest.codes[place], safe="")
        inner = [*forest.bureau_names, *forest.names[at : at + INNER]]
        looked(page, f"/flows/{forest.last}?of={code}", forest.bureau_names)
        assert shown(page, ".chosen h3")[0].startswith(forest.bureau_names[place])
        page.locator("nav.flow-links a").nth(place).click()
        page.locator(".chosen").wait_for()
        audit(page, besides=DRAWN)
        stands(page, [f"{forest.bureau_names[place]}: ", *inner])
        if place % 3 == 0:
            looked(head, f"/flows/{forest.last}/{quote_code(forest.codes[0])}", forest.names[:INNER])
            assert head.request.get(f"/flows/{forest.last}/{quote_code(forest.codes[1])}").status == 404


def test_boards_call_people_departments_and_divisions_by_name(
    forest: Forest, rounds: Iterator[int], window: Callable[..., Page]
) -> None:
    page, head = window(forest.reader), window(forest.people[0])
    for place in islice(rounds, 3):  # in so many every payload was somebody's and some department's name
        span, year = f"/boards/{forest.this}", f"/boards/{forest.this[:4]}"
        looked(page, f"{span}/departments?mine=1", [*forest.names, *forest.bureau_names])
        looked(page, f"/boards/{forest.last}/persons?mine=1", forest.won)
        if place % 2 == 0:
            looked(page, f"{year}/departments?order=official", forest.names)
            called = [f"{name} {position}" for name, position in zip(forest.persons, forest.positions, strict=True)]
            page.goto(f"{span}/persons")
            audit(page, besides=DRAWN)
            rows = shown(page, "tbody th")
            page.goto(f"{span}/persons?page=2")
            audit(page, besides=DRAWN)
            whole = " ".join(" ".join([*rows, *shown(page, "tbody th")]).split())
            assert [one for one in called if one not in whole] == []
            looked(page, f"{span}/persons/me/explanation")
            looked(head, f"{span}/department", [forest.names[0]])
            looked(head, f"{span}/departments/{forest.departments[0]}/explanation", [forest.names[0]])


def test_my_tree_my_leaf_and_the_stories_at_home_name_who_wrote(
    site: Site, forest: Forest, rounds: Iterator[int], window: Callable[..., Page]
) -> None:
    page = window(forest.reader)
    for _place in rounds:
        looked(page, "/trees/mine")
        said: list[str] = page.eval_on_selector_all("a.leaf", LABELS)
        known = [f"{name} {position}" for name, position in zip(forest.persons, forest.positions, strict=True)]
        assert len(said) == 100
        assert sum(any(f", {one}님이 보낸" in label for one in known) for label in said) >= 99
        looked(page, f"/notes/done/{forest.batch_id}", [f"{forest.names[0]} 가지에", forest.persons[0]])
        with site.app.app_context():
            stories = forest.stories()
        looked(page, "/")
        assert shown(page, ".home-before .letter__text") == [one.text for one in stories]
        assert len(stories) == 3
        for one in stories:
            to, by = one.recipient, one.sender
            stands(
                page, [f"{to.name} {to.position}님께", f"{by.position} {by.name} 드림", to.department, by.department]
            )
        with site.app.app_context():
            forest.go_on(stories)


def test_screens_are_called_as_they_were_typed(
    site: Site, forest: Forest, rounds: Iterator[int], window: Callable[..., Page]
) -> None:
    page = window(forest.officer, viewport={"width": 1000, "height": 800})
    next(rounds)
    looked(
        page,
        "/lobby-links",
        [*SCREENS, *(f"{name} {at}" for name, at in zip(forest.persons[1:], forest.positions[1:-1], strict=False))],
    )
    looked(page, f"/lobby-links/{forest.links[0]}/revoke", [SCREENS[0], forest.persons[0]])
    for place in range(2, len(SCREENS), 48):
        page.goto(f"/lobby-links/{forest.links[place]}/revoke")
        audit(page)
        stands(page, [SCREENS[place]])
        page.locator("main form button").click()
        page.get_by_text("사용 중지했습니다").wait_for()
        audit(page)
        stands(page, [f"{SCREENS[place]} 화면의 링크"])
        page.locator("#place").fill(SCREENS[place + 1])
        page.locator("main form button").first.click()
        page.locator(".slip__address").wait_for()
        audit(page, besides="wbr")
        stands(page, [SCREENS[place + 1]])


def test_what_was_refused_comes_back_as_it_was_typed(forest: Forest, window: Callable[..., Page]) -> None:
    page = window(forest.officer)
    for address, name in ((f"/flows/{forest.last}", "#file_reason"), ("/lobby-links", "[name=place]")):
        for group in groups([text for text in TYPED if text.isprintable()], 130):
            line = "가".join(group)
            page.goto(address)
            page.evaluate(
                "([name, line]) => { const box = document.querySelector(name); box.removeAttribute('maxlength'); box.value = line; box.form.submit() }",
                [name, line],
            )
            page.locator("#errors").wait_for()
            audit(page, besides=DRAWN)
            assert page.locator(name).input_value() == line


def test_names_that_every_door_refuses_break_no_page_and_no_picture(
    site: Site, forest: Forest, window: Callable[..., Page]
) -> None:
    with site.app.app_context():
        forest.call_unfit()
    page, officer, screen = window(forest.reader), window(forest.officer), window(None)
    for address in (
        f"/trees/{forest.last}", f"/trees/{forest.this}", f"/trees/{forest.last}/poster", "/trees/mine", "/",
        f"/boards/{forest.this}/persons", f"/boards/{forest.this}/departments",
    ):  # fmt: skip
        looked(page, address)
    looked(officer, f"/flows/{forest.last}")
    looked(screen, f"/lobby/{forest.lobby}", is_bare=True)
    for span in (forest.last, forest.this):
        drawn = page.request.get(f"{site.address}/trees/{span}.svg").body()
        assert len(list(ElementTree.fromstring(drawn))) > 3
        _open_alone(page, site, drawn)
