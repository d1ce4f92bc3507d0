"""Everything that a person can type, on every page that shows it, in a real browser: nothing runs, nothing is asked of
another host, every text stands there as it was typed, and what stands beside it stays where it is.

The corpus is in tests/attacks/corpus.py. `watched` (conftest) hears consoles, faults of scripts, breaches of the content
security policy and requests to other hosts; `said` hears dialogs and the policy's own events.
"""

from collections.abc import Callable
from urllib.parse import quote
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.staff_columns import Column
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.models import RoleGrant, StaffImport
from collabpoints.services.notes import NewNotes, send_notes
from collabpoints.services.replies import reply
from tests.attacks.corpus import SCRIPTS, TEXTS
from tests.browser.attack_site import AUDIT, audit, cells_of, groups, notes_of, shown, stands
from tests.browser.conftest import Site, Watched
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.house.test_access import a_token, enter

pytestmark = pytest.mark.browser


@pytest.fixture
def site(attacked: Site) -> Site:
    return attacked


def post(app: Flask, colleague: Colleague | None, address: str, **fields: object) -> int:
    """Send a form without a browser; the status."""
    client = app.test_client()
    if colleague:
        enter(client, colleague)
    return client.post(address, data={"csrf_token": a_token(client), **fields}).status_code


@pytest.fixture(scope="module")
def boss(attacked: Site) -> Colleague:
    with attacked.app.app_context():
        return a_colleague(
            attacked.world.agency_id, "김관리", attacked.world.planning, roles=(Role.ADMINISTRATOR, Role.OFFICER)
        )


@pytest.fixture(scope="module")
def letters(attacked: Site) -> tuple[Colleague, Colleague, list[str], list[int]]:
    """Sender, recipient, texts and ids of one public note for every payload that may stand in one."""
    world = attacked.world
    texts = notes_of(TEXTS)
    with attacked.app.app_context():
        sender, reader = (
            a_colleague(world.agency_id, name, place)
            for name, place in (("보낸이", world.planning), ("받는이", world.welfare))
        )
        ids = []
        for text in texts:
            new = NewNotes(
                form_id=str(uuid4()), recipient_person_ids=(reader.person_id,), text=text, points=0, is_private=False
            )
            ids.append(send_notes(agency_id=world.agency_id, sender_person_id=sender.person_id, new=new).note_ids[0])
    return sender, reader, texts, ids


@pytest.fixture(scope="module")
def strangers(attacked: Site) -> list[Colleague]:
    """A colleague for every payload that may be a name; department, position and duty are payloads too."""
    world = attacked.world
    names, positions, duties = cells_of(Column.NAME, 60), cells_of(Column.POSITION, 40), cells_of(Column.DUTY, 200)
    places = cells_of(Column.DEPARTMENT_NAME, 100)
    with attacked.app.app_context():
        departments = [a_department(world.agency_id, name) for name in places[::8]]
        return [
            a_colleague(
                world.agency_id, name, departments[n % len(departments)],
                position=positions[n % len(positions)], duty=duties[n % len(duties)],
            )
            for n, name in enumerate(names)
        ]  # fmt: skip


def test_the_corpus_is_large_enough_and_most_of_it_can_be_sent() -> None:
    assert len(SCRIPTS) >= 200
    assert len(notes_of(SCRIPTS)) >= 200
    assert len(cells_of(Column.NAME, 60)) >= 150


def test_the_audit_sees_what_a_text_could_do(window: Callable[..., Page], watched: Watched, said: list[str]) -> None:
    page = window(None)
    page.goto("/sign-in")
    audit(page)
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<marquee onstart=1>x</marquee><a href=//evil.example>x</a>')"
    )
    found = page.evaluate(AUDIT)
    assert {"element <marquee>", "<marquee onstart>", "<a href=//evil.example>"} <= set(found)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x onerror=alert(7)>')")
    page.wait_for_function("document.images[0].complete")
    page.evaluate("alert(7)")
    assert said == ["dialog: 7"]
    assert any("policy: script-src" in line for line in watched.said), watched.said
    said.clear()
    watched.said.clear()


@pytest.mark.parametrize(("address", "place"), [("/notes/received", 1), ("/notes/sent", 0), ("/notes/feed", 1)])
def test_every_note_stands_in_every_list_as_it_was_typed(
    letters: tuple[Colleague, Colleague, list[str], list[int]], window: Callable[..., Page], address: str, place: int
) -> None:
    page, seen = window(letters[place]), list[str]()
    page.goto(address)
    while True:
        audit(page)
        seen += shown(page, ".letter__text")
        older = page.locator("a[href*='before=']")
        if older.count() == 0:
            break
        page.goto(older.last.get_attribute("href") or "")
    assert seen == letters[2][::-1]


def test_a_note_on_its_own_page_and_its_reply_stand_as_they_were_typed(
    site: Site, letters: tuple[Colleague, Colleague, list[str], list[int]], window: Callable[..., Page]
) -> None:
    sender, reader, texts, ids = letters
    page = window(sender)
    for number in range(0, len(ids), 24):
        answer = cleaned(f"답례 {texts[number]}"[:200])
        with site.app.app_context():
            reply(ids[number], agency_id=site.world.agency_id, person_id=reader.person_id, text=answer)
        page.goto(f"/notes/{ids[number]}")
        audit(page)
        assert shown(page, ".letter__text") == [texts[number]]
        assert shown(page, ".reply__text") == [answer]


def test_people_and_places_are_found_chosen_and_written_to_as_they_are_called(
    strangers: list[Colleague], letters: tuple[Colleague, Colleague, list[str], list[int]], window: Callable[..., Page]
) -> None:
    page = window(letters[0], viewport={"width": 1000, "height": 800})
    for group in [strangers[start : start + 20] for start in range(0, 120, 20)]:
        page.goto("/notes/new?" + "&".join(f"to={one.number}" for one in group))
        audit(page)
        assert shown(page, ".chip [data-part=name]")[: len(group)] == [one.name for one in group]
    page.goto("/")
    page.locator("#q").fill("김")
    options = page.get_by_role("option")
    expect(options).to_have_count(21)
    for _ in range(4):
        options.last.click()
        page.wait_for_timeout(150)
        audit(page)
    known = {one.name for one in strangers} | {"김관리", "김민수"}
    names = shown(page, "#q-list [role=option] [data-part=name]")
    assert len(names) > 60
    assert set(names) <= known
    odd = next(one for one in strangers if "$&" in one.name)
    page.locator("#q").fill(odd.number)
    expect(options).to_have_count(1)
    options.first.click()
    assert shown(page, "[data-chips] .chip [data-part=name]") == [odd.name]
    assert (page.locator("[data-chosen-words]").text_content() or "").startswith(f"{odd.name} ")
    audit(page)


def test_somebody_with_such_a_name_has_his_own_pages(strangers: list[Colleague], window: Callable[..., Page]) -> None:
    for one in strangers[::100]:
        page = window(one)
        for address in ("/", "/account", "/notes/received", "/nothing"):
            page.goto(address)
            audit(page)


def test_what_was_refused_comes_back_into_the_form_as_it_was_typed(
    letters: tuple[Colleague, Colleague, list[str], list[int]], window: Callable[..., Page]
) -> None:
    page = window(letters[0], java_script_enabled=True)
    typed = [text for text in TEXTS if "\x00" not in text and "\r" not in text]
    for group in groups(typed, 50):
        whole = "x\n".join([*group, "가" * 501])
        page.goto(f"/notes/new?to={letters[1].number}")
        page.evaluate(
            """([text, q]) => { document.querySelector("#text").value = text; document.querySelector("#q").value = q;
               document.querySelector("button[value=send]").click() }""",
            [whole, group[0]],
        )
        page.locator("#errors").wait_for()
        audit(page)
        assert page.locator("#text").input_value() == whole.replace("\r", "\n")


def test_a_search_without_scripts_shows_what_was_searched(
    letters: tuple[Colleague, Colleague, list[str], list[int]], strangers: list[Colleague], window: Callable[..., Page]
) -> None:
    page = window(letters[0], java_script_enabled=False)
    looker = window(letters[0])  # scripts of the test run where the page's may
    for payload in [text for text in TEXTS if text.isprintable()][::45]:
        page.goto("/")
        page.locator("#q").fill(payload[:90])
        page.locator("button[value=search]").click()
        assert page.locator("#q").input_value() == payload[:90]
        looker.goto("/people/search?q=" + _quoted(payload))
        assert looker.evaluate("document.contentType") == "application/json"


def test_the_offices_pages_show_names_reasons_kinds_and_files_as_they_are_called(
    site: Site, boss: Colleague, strangers: list[Colleague], window: Callable[..., Page]
) -> None:
    world = site.world
    reasons = [text[:200] for text in notes_of(TEXTS)]
    kinds = [
        name
        for name in dict.fromkeys(cleaned(text[:40]) for text in TEXTS)
        if name and name.isprintable() and not judge_text(name, minimum=1, maximum=40)
    ]
    with site.app.app_context():
        taken = [
            kind
            for kind in kinds
            if post(site.app, boss, "/help-kinds", name_ko=f"{kind}", name_en=kind, is_offered="y") == 303
        ]
        with unit_of_work() as session:
            for one, reason in zip(strangers[:120], reasons[::3], strict=False):
                session.add(
                    RoleGrant(
                        agency_id=world.agency_id, person_id=one.person_id, role=Role.REVIEWER, granted_at=clock.now(),
                        granted_by_person_id=boss.person_id, granted_reason=reason,
                    )
                )  # fmt: skip
            for text in reasons[::4]:
                session.add(
                    StaffImport(
                        agency_id=world.agency_id, file_name=text, digest="0" * 64, state="applied", content=None,
                        uploaded_by_person_id=strangers[0].person_id, uploaded_at=clock.now(), applied_at=clock.now(),
                        new_people=1, changed_people=0, left_people=0, returned_people=0,
                    )
                )  # fmt: skip
    assert len(taken) > 150
    page = window(boss, viewport={"width": 1000, "height": 800})
    page.goto("/help-kinds")
    audit(page)
    values: list[str] = page.eval_on_selector_all("input[name=name_ko]", "found => found.map(one => one.value)")
    assert set(taken) <= set(values)
    page.goto("/roles")
    audit(page)
    stands(page, [one.name for one in strangers[:40]])
    page.goto(page.locator("a[href*='/revoke']").nth(5).get_attribute("href") or "")
    audit(page)
    page.goto("/links")
    audit(page)
    page.goto("/people/import")
    audit(page)
    page.goto("/")
    audit(page)


def test_an_import_shows_what_it_would_change_and_what_is_wrong_as_it_stands_in_the_file(
    site: Site, boss: Colleague, window: Callable[..., Page]
) -> None:
    names, places, duties = cells_of(Column.NAME, 60), cells_of(Column.DEPARTMENT_NAME, 100), cells_of(Column.DUTY, 200)
    rows = ["사번,성명,부서코드,부서명,담당업무"]
    for n, name in enumerate(names):
        cells = (f"8{n:05d}", name, f"Z{n % 40:03d}", places[n % 40], duties[n % len(duties)])
        rows.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells))
    page = window(boss, viewport={"width": 1000, "height": 800})
    page.goto("/people/import")
    upload = {"name": "<img src=x onerror=alert(7)>.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.locator("input[type=file]").set_input_files(upload)  # type: ignore[arg-type]
    page.locator("main button[type=submit], main form .button").first.click()
    page.wait_for_url("**/people/import/*")
    audit(page)
    stands(page, names[:20])
    wrong = [
        rows[0],
        *(f"7{n:05d},{_cell(text)},{_cell(text)},{_cell(text)},{_cell(text)}" for n, text in enumerate(TEXTS[:190])),
    ]
    page.goto("/people/import")
    page.locator("input[type=file]").set_input_files({**upload, "buffer": "\n".join(wrong).encode()})  # type: ignore[arg-type]
    page.locator("main button[type=submit], main form .button").first.click()
    page.get_by_text("고칠 곳이").wait_for()
    audit(page)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def test_at_the_door_what_was_typed_runs_nowhere(site: Site, window: Callable[..., Page]) -> None:
    page = window(None)
    for n, group in enumerate(groups(TEXTS, 50)):
        whole = "".join(group).replace("\x00", "")
        page.goto("/sign-in")
        page.evaluate(
            """([login, next, kept]) => { const form = document.querySelector("main form");
               const carried = document.createElement("input"); carried.name = "kept-text"; carried.value = kept; form.append(carried);
               form.querySelector("[name=login]").value = login; form.querySelector("[name=next]").value = next;
               form.querySelector("[name=password]").value = kept; form.querySelector("button").click() }""",
            [whole, group[0], whole],
        )
        page.locator("#errors, .message--error").first.wait_for()
        audit(page)
        if n % 3 == 0:
            for payload in group[::12]:
                page.goto("/sign-in?next=" + _quoted(payload))
                audit(page)


def test_an_address_that_nobody_knows_is_not_read_as_html(
    letters: tuple[Colleague, Colleague, list[str], list[int]], window: Callable[..., Page]
) -> None:
    page = window(letters[0])
    for payload in SCRIPTS[::12]:
        page.goto("/nothing/" + _quoted(payload))
        audit(page)


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="")


def test_a_text_carried_over_the_sign_in_is_shown_as_it_was_typed(
    site: Site, letters: tuple[Colleague, Colleague, list[str], list[int]], window: Callable[..., Page]
) -> None:
    page = window(letters[0])
    for group in groups([text for text in TEXTS if "\x00" not in text and "\r" not in text], 60):
        whole = "x\n".join(group)
        page.context.clear_cookies()
        page.context.add_cookies([site.cookie(letters[0])])  # type: ignore[list-item]
        page.goto(f"/notes/new?to={letters[1].number}")
        page.evaluate("text => { document.querySelector('#text').value = text }", whole)
        page.context.clear_cookies()
        page.evaluate("document.querySelector('button[value=send]').click()")
        page.locator("#password").wait_for()
        audit(page)
        carried: list[str] = page.eval_on_selector_all("[name=kept-text]", "found => found.map(one => one.value)")
        assert [text.replace("\r\n", "\n") for text in carried] == [whole]


def test_ten_megabytes_are_refused_with_a_page(
    letters: tuple[Colleague, Colleague, list[str], list[int]], window: Callable[..., Page], watched: Watched
) -> None:
    watched.expected = (*watched.expected, "status of 413")
    page = window(letters[0])
    page.goto(f"/notes/new?to={letters[1].number}")
    page.evaluate(
        "document.querySelector('#text').value = 'x'.repeat(10_000_000); document.querySelector('button[value=send]').click()"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("보낸 내용이 너무 큽니다", timeout=20_000)
    audit(page)
