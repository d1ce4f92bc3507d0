"""Every page, looked at by the browser: readable by everybody, on a small screen, in light and dark, from this host alone."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from collabpoints.db import db
from collabpoints.domain.roles import Role
from collabpoints.models import HelpKind
from collabpoints.services.job_runs import beat, record_failure
from collabpoints.services.special_decisions import approve
from tests.browser.conftest import Site, Watched
from tests.browser.test_thanking import Open
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.boards import boards_of
from tests.factories.closings import month_pages
from tests.factories.reviews import review_pages
from tests.factories.schemes import scheme_pages
from tests.factories.special_grants import a_proposal, with_special_kinds
from tests.servers import HOME

pytestmark = pytest.mark.browser

AXE = HOME / "node_modules" / "axe-core" / "axe.min.js"
EVERYBODY = ("/", "/notices", "/notes/received", "/notes/sent", "/notes/feed", "/scheme", "/account", "/nothing-here")
SIGNED_OUT = ("/sign-in",)
SPECIAL = tuple(f"/special-grants/{name}" for name in ("mine", "new", "proposed", "departments", "queue", "decided"))
BOARDS = ("departments?mine=1", "departments?order=official", "persons?mine=1", "persons?by=sent")
OFFICES = ("/help-kinds", "/roles", "/links", "/people/import", "/jobs", "/jobs/review")


@pytest.fixture
def office(site: Site) -> Colleague:
    """Somebody with every role, notes sent and received, and a draft's worth of history."""
    world = site.world
    with site.app.app_context():
        if db.session.scalars(select(HelpKind.id)).first() is None:
            for place, name in enumerate(("지식 나눔", "함께 일하기", "자료·장비", "일손"), start=1):
                db.session.add(HelpKind(agency_id=world.agency_id, name_ko=name, place=place))
            db.session.commit()
        return a_colleague(
            world.agency_id,
            "한아름",
            world.planning,
            roles=(Role.ADMINISTRATOR, Role.OFFICER, Role.REVIEWER, Role.DEPARTMENT_HEAD),
        )


def addresses(site: Site, office: Colleague) -> tuple[str, ...]:
    """Every page that the person can open, those of her own notes too."""
    world = site.world
    with site.app.app_context():
        other = a_colleague(world.agency_id, "두루미", world.welfare)
        received = world.send(other, office)
        sent = world.send(office, other)
        with_special_kinds(world.agency_id)
        waiting, approved = a_proposal(world)[0], a_proposal(world)[0]
        approve(approved, agency_id=world.agency_id, person_id=office.person_id)
        beat(world.agency_id, host="서버1", process=4321)
        record_failure(world.agency_id, "review", "2026-11-22T03Z", host="서버1", error=f"RuntimeError: {'길다' * 90}")
        in_review = review_pages(world, office)
        of_schemes = scheme_pages(world, other)
        month = boards_of(world.agency_id)[0].span
        of_months = month_pages(world, office)
    return (
        *EVERYBODY,
        *OFFICES,
        *SPECIAL,
        *in_review,
        *of_schemes,
        *of_months,
        f"/months/{month}",
        *(f"/boards/{month}/{page}" for page in BOARDS),
        "/boards/2020/persons",
        f"/boards/{month}/persons/me/explanation",
        f"/boards/{month}/departments/{world.planning}/explanation",
        f"/boards/{str(month)[:4]}/departments/{world.planning}/explanation",
        "/boards/department",
        f"/special-grants/new?to={other.number}",
        f"/special-grants/{waiting}",
        f"/special-grants/{approved}",
        f"/notes/new?to={other.number}&to={world.lim.number}",
        f"/notes/{received.note_ids[0]}/give-back",
        f"/notes/{received.note_ids[0]}",
        f"/notes/done/{sent.batch_id}",
    )


def visit(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == (404 if address == "/nothing-here" else 200), address


def test_no_page_scrolls_sideways_on_the_smallest_screen(
    site: Site, office: Colleague, opened: Open, watched: Watched
) -> None:
    watched.expected = ("status of 404",)
    page, stranger = (opened(site, who, viewport={"width": 320, "height": 640}) for who in (office, None))
    wide = []
    for window, paths in ((page, addresses(site, office)), (stranger, SIGNED_OUT)):
        for address in paths:
            visit(window, address)
            if window.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(address)
    assert wide == []


def test_axe_finds_nothing_in_light_or_dark(site: Site, office: Colleague, opened: Open, watched: Watched) -> None:
    watched.expected = ("status of 404",)
    axe = Path(AXE).read_text(encoding="utf-8")
    found = []
    still = {"reduced_motion": "reduce"}  # colours change at once
    for window, paths in (
        (opened(site, office, **still), addresses(site, office)),
        (opened(site, **still), SIGNED_OUT),
    ):
        for address in paths:
            visit(window, address)
            for scheme in ("light", "dark"):
                window.emulate_media(color_scheme=scheme)
                found += [f"{address} ({scheme}): {fault}" for fault in faults(window, axe)]
    assert found == []


def test_axe_finds_nothing_in_an_open_list(site: Site, office: Colleague, opened: Open) -> None:
    page = opened(site, office)
    page.goto("/")
    page.keyboard.type("김민수")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert faults(page, Path(AXE).read_text(encoding="utf-8")) == []


def test_the_font_that_is_drawn_has_hangul(site: Site, opened: Open) -> None:
    page = opened(site)
    page.goto("/sign-in")
    page.evaluate("document.fonts.ready")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    heading = tools.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": heading})["fonts"]
    assert fonts
    drawn = {font["familyName"] for font in fonts}
    assert any(word in name for name in drawn for word in ("Pretendard", "CJK", "Nanum", "Malgun", "Gothic")), drawn


def faults(page: Page, axe: str) -> list[str]:
    """What axe finds wrong on the page, a line each."""
    page.evaluate(axe)
    result: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
