"""What a scheme says, on every page that shows it, in a real browser, and what was typed into its draft or stands in its
file: as tests/browser/test_attacks.py does it. The schemes are in attack_duties.py.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
import tomli_w
from playwright.sync_api import Page

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.domain.schemes import digest, parse_scheme, preset_text, scheme_text
from collabpoints.domain.texts import cleaned
from collabpoints.models import Scheme
from collabpoints.services.scheme_drafts import write_draft
from tests.attacks.corpus import TEXTS
from tests.browser.attack_duties import NAMES, REASONS, SENTENCES, TYPED, Duties, hold, rule_book
from tests.browser.attack_site import audit, groups, stands
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def site(attacked: Site) -> Site:
    return attacked


def test_a_scheme_says_its_texts_as_they_were_written(site: Site, duties: Duties, window: Callable[..., Page]) -> None:
    page = window(duties.officer)
    with site.app.app_context(), unit_of_work() as session:
        for place in range(len(NAMES)):
            rules = rule_book(place)
            if place % 4 or place >= len(SENTENCES):  # only its name is looked at: the list reads every scheme whole
                rules = replace(parse_scheme(preset_text("cheonan-2019")), name_ko=rules.name_ko, name_en=rules.name_en)
            text = scheme_text(rules)
            session.add(
                Scheme(
                    agency_id=duties.world.agency_id, code="attack", text=text, digest=digest(text), revision=2, created_at=clock.now(),
                    starts_in=f"{2100 + place}-01", reason=REASONS[place % len(REASONS)],
                    drafted_by_person_id=duties.senders[place].person_id, started_by_person_id=duties.senders[-place].person_id,
                )
            )  # fmt: skip
    page.goto("/schemes")
    audit(page)
    stands(page, [*NAMES, *REASONS, *(one.name for one in duties.senders[: len(NAMES)])])
    hrefs: list[str] = page.eval_on_selector_all(".books a[href]", "all => all.map(a => a.href)")
    own = [href for href in hrefs if "drafts" not in href][: len(NAMES)][::-1]
    for place in range(len(SENTENCES)):
        rules = rule_book(place)
        lists = [
            *rules.stock_phrases, *rules.positions_without_points, *(kind.name_ko for kind in rules.special_kinds),
            *(tier.name_ko for tier in rules.tiers), *(division.name_ko for division in rules.divisions),
        ]  # fmt: skip
        with site.app.app_context():
            hold(rules)
        page.goto("/scheme")
        audit(page)
        stands(page, [rules.name_ko, rules.used_for_ko, *lists])
        if place % 4 == 0:
            page.goto(own[place])
            audit(page)
            stands(page, [rules.name_ko, rules.name_en, rules.used_for_ko, rules.used_for_en, rules.source, *lists])
            stands(page, rules.assumptions)
            page.goto(f"/notes/new?to={duties.reader.number}")
            audit(page)
            stands(page, [rules.used_for_ko])
            page.goto("/special-grants/decided")
            audit(page)


def test_a_draft_keeps_and_compares_whatever_was_typed(site: Site, duties: Duties, window: Callable[..., Page]) -> None:
    page = window(duties.officer)
    with site.app.app_context():
        ids = [
            write_draft(
                duties.world.agency_id, person_id=duties.senders[place].person_id, starts_in=f"2099-{place + 1:02d}",
                text=scheme_text(rule_book(place * 7 + 3)),
            )
            for place in range(8)
        ]  # fmt: skip
    for place, draft_id in enumerate(ids):
        page.goto(f"/schemes/drafts/{draft_id}/compare")
        audit(page)
        rules = rule_book(place * 7 + 3)
        stands(page, [rules.name_ko, rules.used_for_ko, *rules.assumptions, *rules.stock_phrases])
        page.goto(f"/schemes/drafts/{draft_id}")
        audit(page)
        typed = page.evaluate(
            """payloads => { const form = document.querySelector(".scheme-form"), typed = {}; let n = 0;
               for (const box of form.elements) {
                 if (!box.name || box.type === "hidden" || box.type === "submit" || box.name === "starts_in") continue;
                 const payload = payloads[n++ % payloads.length];
                 if (box.localName === "select") box.add(new Option(payload, payload, true, true)); else box.value = payload;
                 if (box.type === "checkbox") box.checked = true; else typed[box.name] = box.value;
               }
               form.querySelector("button[value=save]").click(); return typed }""",
            [text[:300] for text in TYPED[place * 47 :] + TYPED[: place * 47]],
        )
        page.locator("#errors").wait_for()
        audit(page)
        page.goto(f"/schemes/drafts/{draft_id}")
        audit(page)
        for name in ("name_ko", "used_for_ko", "source", "text.stock_phrases", "text.minimum"):
            kept = page.locator(f"[name='{name}']").input_value()
            assert cleaned(kept).split() == cleaned(typed[name]).split(), name
        page.goto(f"/schemes/drafts/{draft_id}/compare")
        audit(page)


def test_what_is_wrong_with_a_file_of_a_scheme_is_named_as_it_stands_there(
    duties: Duties, window: Callable[..., Page]
) -> None:
    page = window(duties.officer)
    for group in groups(list(TEXTS), 45):
        page.goto("/schemes")
        book = {**dict.fromkeys(group, 1), "text": {"stock_phrases": [text[:30] for text in group] * 2}}
        upload = {"name": f"{group[0][:40]}.toml", "mimeType": "text/plain", "buffer": tomli_w.dumps(book).encode()}
        page.locator("#file").set_input_files(upload)  # type: ignore[arg-type]
        page.locator("form[action$=file] button").click()
        page.locator("#errors, .error-summary").first.wait_for()
        audit(page)
