"""The officer's pages of schemes: draft, mend, compare, start by a second person; as a browser without scripts."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.domain.roles import Role
from collabpoints.domain.schemes import parse_scheme, preset_text
from collabpoints.queries.schemes import drafts, schemes
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.worlds import World, a_world
from tests.forms import forms_of, submit

SignIn = Callable[[Colleague], FlaskClient]
MONTH = "2099-01"


class Office:
    def __init__(self, sign_in: SignIn) -> None:
        self.world: World = a_world()
        self.first = a_colleague(self.world.agency_id, "이순신", self.world.planning, roles=(Role.OFFICER,))
        self.second = a_colleague(self.world.agency_id, "신사임당", self.world.welfare, roles=(Role.OFFICER,))
        self.sign_in = sign_in

    def draft(self, source: str = "") -> str:
        """Its address, drafted by the first officer from a source."""
        begun = submit(self.sign_in(self.first), "/schemes", action="/schemes/drafts", source=source, starts_in=MONTH)
        assert begun.status_code == 303, begun.text
        return begun.location


@pytest.fixture
def office(app: Flask, sign_in: SignIn) -> Office:
    return Office(sign_in)


def test_a_draft_is_written_compared_and_started_by_the_second_officer(office: Office) -> None:
    address = office.draft()
    saved = submit(office.sign_in(office.first), address, **{"allowance.amount": "300"})
    assert saved.status_code == 303
    shown = office.sign_in(office.first).get(saved.location)
    assert "300" in shown.text
    assert "200" in shown.text
    own = submit(office.sign_in(office.first), saved.location, action=f"{address}/start")
    assert own.status_code == 422
    assert "다른 운영 담당자나 관리자가" in own.text
    started = submit(office.sign_in(office.second), saved.location, action=f"{address}/start")
    assert started.status_code == 303, started.text
    newest = schemes(office.world.agency_id)[0]
    assert (newest.starts_in, newest.scheme.allowance, newest.drafted_by, newest.started_by) == (
        MONTH,
        300,
        "이순신 주무관",
        "신사임당 주무관",
    )


def test_what_is_no_scheme_yet_is_kept_with_every_fault_at_its_field(office: Office) -> None:
    address = office.draft()
    wrong = {"allowance.amount": "many", "text.minimum": "900", "name_ko": ""}
    saved = submit(office.sign_in(office.first), address, **wrong)
    assert saved.status_code == 422
    assert all(f'id="{path}-errors"' in saved.text for path in wrong)
    again = office.sign_in(office.first).get(address)
    form = next(form for form in forms_of(again.text) if form.action == address)
    assert {path: form.fields[path] for path in wrong} == {path: [value] for path, value in wrong.items()}


def test_a_line_is_added_without_scripts(office: Office) -> None:
    address = office.draft()
    line = {
        "special.1.code": "idea", "special.1.name_ko": "제안", "special.1.name_en": "Idea", "special.1.minimum": "10",
        "special.1.maximum": "50", "special.1.given_to": "person", "special.1.approved_by": "officer",
    }  # fmt: skip
    saved = submit(office.sign_in(office.first), address, **line)
    assert saved.status_code == 303, saved.text
    (draft,) = drafts(office.world.agency_id)
    assert [kind.code for kind in parse_scheme(draft.text).special_kinds] == ["idea"]
    assert 'name="special.2.code"' in office.sign_in(office.first).get(address).text


@pytest.mark.parametrize("code", ["cheonan-2019", "gwangju-namgu-2023", "chungnam-2015"])
def test_a_form_that_is_saved_untouched_is_the_same_scheme(office: Office, code: str) -> None:
    address = office.draft(code)
    saved = submit(office.sign_in(office.first), address)
    assert saved.status_code == 303, saved.text
    (draft,) = drafts(office.world.agency_id)
    assert parse_scheme(draft.text) == parse_scheme(preset_text(code))


def test_a_file_becomes_a_draft(office: Office) -> None:
    content = preset_text("gyeongju-2016").encode()
    sent = submit(
        office.sign_in(office.first), "/schemes", action="/schemes/drafts/file", starts_in=MONTH,
        file=(BytesIO(content), "경주.toml"),
    )  # fmt: skip
    assert sent.status_code == 303, sent.text
    (draft,) = drafts(office.world.agency_id)
    assert parse_scheme(draft.text) == parse_scheme(preset_text("gyeongju-2016"))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"code = 'x'", b"[[[", b"a = 1\n" * 20_000])
def test_a_file_that_is_no_scheme_is_refused_in_words(office: Office, content: bytes) -> None:
    sent = submit(
        office.sign_in(office.first), "/schemes", action="/schemes/drafts/file", starts_in=MONTH,
        file=(BytesIO(content), "x.toml"),
    )  # fmt: skip
    assert sent.status_code == 422
    assert 'id="errors"' in sent.text
    assert drafts(office.world.agency_id) == ()


def test_who_saves_after_somebody_else_is_told_and_loses_nothing(office: Office) -> None:
    address = office.draft()
    page = office.sign_in(office.first).get(address)
    fields = next(form for form in forms_of(page.text) if form.action == address).fields
    submit(office.sign_in(office.second), address, **{"allowance.amount": "500"})
    client = office.sign_in(office.first)
    fields["csrf_token"] = next(form for form in forms_of(client.get(address).text) if form.action == address).fields[
        "csrf_token"
    ]
    late = client.post(address, data={**fields, "allowance.amount": "400"})
    assert late.status_code == 422
    assert "다른 사람이 이 초안을 고쳤습니다" in late.text
    assert 'value="400"' in late.text
    (draft,) = drafts(office.world.agency_id)
    assert parse_scheme(draft.text).allowance == 500


def test_the_scheme_is_downloaded_as_the_file_it_is(office: Office) -> None:
    client = office.sign_in(office.first)
    (row,) = schemes(office.world.agency_id)
    answer = client.get(f"/schemes/{row.id}/file")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="directive-2016-2026-01.toml"'
    assert parse_scheme(answer.text) == row.scheme


def test_a_dropped_draft_is_gone(office: Office) -> None:
    address = office.draft()
    gone = submit(office.sign_in(office.first), f"{address}/compare", action=f"{address}/drop")
    assert gone.status_code == 303
    assert office.sign_in(office.first).get(address).status_code == 404


def test_a_line_that_is_cleared_is_gone(office: Office) -> None:
    address = office.draft("cheonan-2019")
    before = parse_scheme(preset_text("cheonan-2019")).special_kinds
    cleared: dict[str, Any] = {
        f"special.1.{column}": "" for column in ("code", "name_ko", "name_en", "minimum", "maximum")
    }
    saved = submit(office.sign_in(office.first), address, **cleared)
    assert saved.status_code == 303, saved.text
    (draft,) = drafts(office.world.agency_id)
    assert parse_scheme(draft.text).special_kinds == before[1:]


def test_adding_a_line_saves_and_leads_back_to_the_lines(office: Office) -> None:
    address = office.draft("cheonan-2019")
    client = office.sign_in(office.first)
    page = client.get(address).text
    assert f'formaction="{address}#special"' in page
    fields = next(form for form in forms_of(page) if form.action == address).fields
    more = client.post(address, data={**fields, "action": "more", "name_ko": "새 이름"})
    assert more.status_code == 200
    assert 'id="errors"' not in more.text
    (draft,) = drafts(office.world.agency_id)
    assert parse_scheme(draft.text).name_ko == "새 이름"
