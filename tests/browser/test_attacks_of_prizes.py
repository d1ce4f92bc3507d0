"""What people type about prizes, and what people, departments, tiers and divisions are called, on the pages of boards, prizes
and closings, in a real browser: as tests/browser/test_attacks.py does it. The agency is in attack_prizes.py."""

from collections.abc import Callable
from itertools import zip_longest

import pytest
from playwright.sync_api import Page

from tests.browser.attack_duties import NAMES, REASONS, TYPED
from tests.browser.attack_prizes import GIVERS, Prizes, prizes_of
from tests.browser.attack_site import audit, groups, stands
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def site(attacked: Site) -> Site:
    return attacked


@pytest.fixture(scope="module")
def prizes(attacked: Site) -> Prizes:
    with attacked.app.app_context():
        return prizes_of(attacked.app, attacked.world)


def looked(page: Page, address: str, *texts: str) -> None:
    page.goto(address)
    audit(page)
    stands(page, texts)


def test_people_departments_tiers_and_divisions_are_called_as_they_are(
    site: Site, prizes: Prizes, window: Callable[..., Page]
) -> None:
    page, span = window(prizes.officer), f"/boards/{prizes.period}"
    shown = 0
    for at in range(1, len(prizes.people) // 100 + 2):
        looked(page, f"{span}/persons?page={at}")
        shown += page.locator("tbody tr").count()
    assert shown >= len(prizes.people)
    for place in range(len(NAMES) // 30 + 1):
        with site.app.app_context():
            tiers, divisions = prizes.call(place)
        looked(page, f"{span}/departments", *divisions)
        looked(page, f"/prizes/{prizes.proposal_id}", *tiers)
        if place % 4 == 0:
            looked(page, f"/prizes/{prizes.proposal_id}/add", *tiers)
            looked(page, f"/prizes/{prizes.proposal_id}/confirm", tiers[0])
            looked(page, f"{span}/departments/{prizes.places[place]}/explanation", divisions[0])
    page.goto(f"/prizes/{prizes.proposal_id}")
    stands(page, [one.name for one in prizes.people])


def test_names_stand_in_explanations_in_the_heads_view_and_in_a_winners_page(
    prizes: Prizes, window: Callable[..., Page]
) -> None:
    span = f"/boards/{prizes.period}"
    page = window(prizes.head)
    looked(page, f"{span}/department")
    looked(page, f"{span}/departments/{prizes.places[0]}/explanation")
    for one in prizes.people[::60]:
        looked(window(one), f"{span}/persons/me/explanation")
    page = window(prizes.officer)
    for winner in range(1, 160, 30):
        looked(page, f"/prizes/{prizes.proposal_id}/winners/{winner}")


def test_reasons_stand_as_they_were_typed(site: Site, prizes: Prizes, window: Callable[..., Page]) -> None:
    page = window(prizes.officer)
    for reason in REASONS:
        with site.app.app_context():
            prizes.move(reason)
    looked(page, f"/prizes/{prizes.proposal_id}", *REASONS)
    sender = window(prizes.people[0])
    for reason in REASONS[::2]:
        with site.app.app_context():
            prizes.reason(reason)
        looked(page, f"/note-prizes?month={prizes.period}", reason)
        looked(sender, f"/note-prizes/asked/{prizes.note_prize_id}", reason)


def test_certificates_say_what_was_typed(site: Site, prizes: Prizes, window: Callable[..., Page]) -> None:
    page = window(prizes.officer)
    for (title, *names), wording in zip_longest(groups(GIVERS[::3], 2), REASONS, fillvalue=["고맙습니다."]):
        said, name = "".join(wording), names[0] if names else title
        with site.app.app_context():
            prizes.word(said, title, name)
        looked(page, f"/prizes/{prizes.proposal_id}/confirm", said, title, name)
        assert page.locator("[name=giver_name]").input_value() == name


def test_what_was_refused_comes_back_as_it_was_typed(prizes: Prizes, window: Callable[..., Page]) -> None:
    page = window(prizes.officer)
    for at, group in enumerate(groups(TYPED, 100)):
        whole, line = "x\n".join([*group, "가" * 501]), "가".join(group).replace("\n", "")
        for address, button in (("confirm", "confirm"), ("winners/1", "move"), ("add", "add"), ("", "drop")):
            if at % 2 and address in ("add", ""):
                continue
            page.goto(f"/prizes/{prizes.proposal_id}/{address}".rstrip("/"))
            page.evaluate(
                """([whole, line, button]) => { const press = document.querySelector(`button[value=${button}]`), form = press.form;
                   form.noValidate = true; for (const box of form.elements) { if (box.localName === "textarea") box.value = whole;
                   if (box.localName === "input" && box.type === "text") { box.removeAttribute("maxlength"); box.value = line } } press.click() }""",
                [whole, line, button],
            )
            page.locator("#errors").wait_for()
            audit(page)
            assert page.locator("main textarea[name=reason]").last.input_value() == whole


def test_a_reason_of_a_file_comes_back_and_a_difference_is_told_as_it_is(
    site: Site, prizes: Prizes, window: Callable[..., Page]
) -> None:
    page = window(prizes.officer)
    for group in groups([text for text in TYPED if text.isprintable()], 90):
        with site.app.app_context():
            prizes.stop(group)
        looked(page, f"/months/{prizes.stopped}", *group)
        line = "가".join(group)
        page.goto(f"/prizes/{prizes.proposal_id}")
        page.evaluate(
            "line => { const box = document.querySelector('#file_reason'); box.removeAttribute('maxlength'); box.value = line; box.form.submit() }",
            line,
        )
        page.locator("#errors").wait_for()
        audit(page)
        assert page.locator("#file_reason").input_value() == line
    looked(page, "/months")
