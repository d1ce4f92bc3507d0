"""What people type when they decide about others, on every page that shows it, in a real browser: reasons and evidence of
special points, reports, reviews, openings, requests for another look, notices, and the answers of guided writing. As
tests/browser/test_attacks.py does it, of which this goes on; the texts are in attack_duties.py.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from collabpoints.domain.texts import cleaned
from collabpoints.formats.evidence_files import clean_name
from tests.attacks.corpus import TEXTS
from tests.browser.attack_duties import LONG_REASONS, NAMES, REASONS, SENTENCES, TYPED, WORDS, Duties
from tests.browser.attack_site import audit, groups, shown
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def site(attacked: Site) -> Site:
    return attacked


def leafed(page: Page, address: str, selector: str) -> list[str]:
    """The texts of these elements on all pages of a list, each page audited."""
    page.goto(address)
    seen: list[str] = []
    while True:
        audit(page)
        seen += shown(page, selector)
        further = page.locator(".pagination a[rel=next]")
        if further.count() == 0:
            return seen
        page.goto(further.get_attribute("href") or "")


def test_the_texts_carry_most_of_the_corpus() -> None:
    for texts, least in ((REASONS, 300), (LONG_REASONS, 300), (SENTENCES, 280), (NAMES, 250), (WORDS, 180)):
        whole = "\n".join(texts)
        assert sum(cleaned(payload) in whole for payload in TEXTS) >= least


def test_special_points_stand_in_every_list_with_their_reasons_and_opinions(
    duties: Duties, window: Callable[..., Page]
) -> None:
    fates = len(duties.grants["proposed"])
    for who, address, count in (
        (duties.head, "proposed", 4 * fates),
        (duties.head, "departments", 2 * fates),
        (duties.officer, "queue", fates),
        (duties.officer, "decided", 3 * fates),
        (duties.reader, "mine", 2 * fates),
    ):
        page = window(who)
        texts = leafed(page, f"/special-grants/{address}", ".letter__text")
        assert set(texts) == set(LONG_REASONS), address
        assert len(texts) >= count - 4
    page = window(duties.reader)
    page.goto("/")
    audit(page)


def test_special_points_show_what_was_decided_and_every_name_of_a_file(
    site: Site, duties: Duties, window: Callable[..., Page]
) -> None:
    page, seen, decided = window(duties.officer), set[str](), dict[int, str]()
    for grant_id in (one for ids in duties.grants.values() for one in ids):
        page.goto(f"/special-grants/{grant_id}")
        audit(page)
        assert shown(page, ".letter__text")[0] in LONG_REASONS
        seen |= set(shown(page, "main a[download]"))
        decided[grant_id] = "\n".join(shown(page, ".letter__withdrawn"))
        answer = page.request.get(page.locator("main a[download]").first.get_attribute("href") or "")
        assert answer.status == 200
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment;")
    assert {" ".join(clean_name(f"{name[:190]}.pdf").split()) for name in TYPED} == {
        " ".join(name.split()) for name in seen
    }
    for fate in ("approved", "refused", "reclaimed"):
        for grant_id, opinion in zip(duties.grants[fate], REASONS, strict=False):
            assert opinion in decided[grant_id], fate
    for refused in (False, True):
        page.goto(f"/special-grants/{duties.grants['approved' if refused else 'proposed'][0]}")
        whole = "\n".join(TYPED)
        page.evaluate(
            "text => { const form = document.querySelector('form[action$=decide], form[action$=reclaim]');"
            "form.reason.value = text; form.querySelector('button').click() }",
            whole,
        )
        page.locator("#errors").wait_for()
        audit(page)
        assert page.locator("textarea[name=reason]").input_value() == whole


def test_reasons_stand_where_reviewers_and_those_concerned_read_them(
    duties: Duties, window: Callable[..., Page]
) -> None:
    page = window(duties.officer)
    assert set(leafed(page, "/reviews", ".step__said")) == set(REASONS)
    assert set(leafed(page, "/appeals", ".step__said")) == set(REASONS)
    for fate in ("reported", "opened", "passed"):
        for note_id in duties.notes[fate]:
            page.goto(f"/reviews/{note_id}")
            audit(page)
            assert set(shown(page, ".step__said")) <= set(REASONS)
            assert shown(page, ".step__said")
    page.goto("/appeals")
    hrefs: list[str] = page.eval_on_selector_all(".case__act a", "all => all.map(a => a.href)")
    for href in hrefs:
        page.goto(href)
        audit(page)
        assert len(shown(page, ".step__said")) == 2
    page = window(duties.reader)
    for fate in ("opened", "asked", "dismissed", "granted"):
        for reason, note_id in zip(REASONS, duties.notes[fate], strict=True):
            page.goto(f"/notes/{note_id}")
            audit(page)
            assert set(shown(page, ".story .step__said")) == {reason}


def test_notices_name_people_and_quote_reasons_as_they_are(duties: Duties, window: Callable[..., Page]) -> None:
    page = window(duties.reader)
    sentences = "\n".join(leafed(page, "/notices", ".notice__words"))
    for name in [one.name for one in duties.senders][: 6 * len(REASONS)]:
        assert name in sentences
    assert all(reason in sentences for reason in REASONS)
    page = window(duties.head)
    sentences = "\n".join(leafed(page, "/notices", ".notice__words"))
    assert all(reason in sentences for reason in REASONS)


def test_a_reason_that_was_refused_comes_back_as_it_was_typed(duties: Duties, window: Callable[..., Page]) -> None:
    whole = "\n".join(TYPED)
    notes = duties.notes
    for who, address in (
        (duties.senders[0], f"/notes/{notes['reported'][0]}/report"),
        (duties.officer, f"/reviews/{notes['reported'][0]}"),
        (duties.officer, f"/reviews/{notes['opened'][0]}"),
        (duties.reader, f"/notes/{notes['dismissed'][0]}/appeal"),
    ):
        page = window(who)
        page.goto(address)
        audit(page)
        page.evaluate(
            "text => { const form = document.querySelector('main textarea').form;"
            "form.reason.value = text; [...form.querySelectorAll('button')].at(-1).click() }",
            whole,
        )
        page.locator("#errors").wait_for()
        audit(page)
        assert page.locator("textarea[name=reason]").input_value() == whole


def one_line(text: str) -> str:
    """As a box of one line takes it."""
    return text.replace("\n", "")


def test_answers_beside_the_text_become_text_and_stay_text(duties: Duties, window: Callable[..., Page]) -> None:
    page, kinds = window(duties.senders[9]), ("guide_what", "guide_how", "guide_where", "guide_why", "guide_when")
    for n, group in enumerate(groups(TYPED, 40)):
        answers = {
            kinds[n % 2]: "\n".join(group[8:]),
            **{kind: one_line(group[place]) for place, kind in enumerate(kinds[2:])},
        }
        for action in ("send", "compose"):
            page.goto(f"/notes/new?to={duties.reader.number}")
            with page.expect_navigation():
                page.evaluate(
                    "([answers, text, action]) => { for (const name in answers) document.getElementsByName(name)[0].value = answers[name];"
                    "document.querySelector('#text').value = text; document.querySelector(`button[value=${action}]`).click() }",
                    [answers, "가" * 501, action],
                )
            audit(page)
        text = " ".join(page.locator("#text").input_value().split())
        for answer in answers.values():
            assert " ".join(cleaned(answer).split()) in text
