"""What nobody types into the officer's pages of schemes: sentences or a 404, never a fault of ours."""

from collections.abc import Callable
from io import BytesIO
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.schemes import parse_scheme, preset_text
from collabpoints.models import Agency
from collabpoints.queries.schemes import drafts, schemes
from collabpoints.services.scheme_drafts import write_draft
from tests.factories.agencies import LONG_AGO, Colleague, a_colleague, a_department, a_session
from tests.factories.worlds import World, a_world
from tests.forms import forms_of, submit

SignIn = Callable[[Colleague], FlaskClient]
MONTH = "2099-01"
HTML = "<script>alert('x')</script>"


class Office:
    def __init__(self, sign_in: SignIn) -> None:
        self.world: World = a_world()
        self.first = a_colleague(self.world.agency_id, "이순신", self.world.planning, roles=(Role.OFFICER,))
        self.second = a_colleague(self.world.agency_id, "신사임당", self.world.welfare, roles=(Role.OFFICER,))
        self.sign_in = sign_in
        self.client = sign_in(self.first)
        text = preset_text("cheonan-2019")
        made = write_draft(self.world.agency_id, person_id=self.first.person_id, starts_in=MONTH, text=text)
        self.draft = f"/schemes/drafts/{made}"

    def fields(self, address: str = "", *, action: str = "") -> dict[str, list[str]]:
        page = self.client.get(address or self.draft).text
        return next(form for form in forms_of(page) if form.action == (action or self.draft)).fields


@pytest.fixture
def office(app: Flask, sign_in: SignIn) -> Office:
    return Office(sign_in)


def test_ten_thousand_lines_are_refused_in_words_and_the_draft_can_still_be_opened(office: Office) -> None:
    lines = "\r\n".join(f"가정 {line}" for line in range(10_000))
    refused = submit(office.client, office.draft, assumptions=lines)
    assert refused.status_code == 422
    assert "가정 9999" in refused.text
    assert office.client.get(office.draft).status_code == 200
    assert office.client.get(f"{office.draft}/compare").status_code == 200


def test_a_text_longer_than_any_file_is_not_saved_and_not_lost(office: Office) -> None:
    refused = submit(office.client, office.draft, assumptions="가" * 150_000)
    assert refused.status_code == 422
    assert "저장하지 못했습니다" in refused.text
    assert "파일이 너무 깁니다" in refused.text
    assert "가" * 150_000 in refused.text
    (draft,) = drafts(office.world.agency_id)
    assert draft.revision == 1


def test_ten_thousand_lines_of_columns_are_counted_no_further_than_the_most(office: Office) -> None:
    columns: dict[str, Any] = {f"special.{place}.code": f"kind-{place}" for place in range(1, 10_001)}
    refused = submit(office.client, office.draft, **columns)
    assert refused.status_code == 422
    assert 'id="special-errors"' in refused.text
    assert 'name="special.40.code"' not in refused.text


def test_html_is_text_on_every_page(office: Office) -> None:
    names: dict[str, Any] = dict.fromkeys(
        ("name_ko", "used_for_en", "text.stock_phrases", "prizes.tiers.1.name_ko"), HTML
    )
    saved = submit(office.client, office.draft, **names)
    assert saved.status_code == 303, saved.text
    office.sign_in(office.second)
    pages = [office.client.get(address).text for address in (office.draft, saved.location, "/schemes")]
    started = submit(office.client, saved.location, action=f"{office.draft}/start")
    pages.append(office.client.get(started.location).text)
    pages.append(office.client.get("/schemes").text)
    assert [HTML in page for page in pages] == [False] * 5
    assert ["&lt;script&gt;" in page for page in pages] == [True, True, False, True, True]


@pytest.mark.parametrize("typed", ["9" * 5_000, "-1", "٣", "1e9", "\x00"])
def test_what_is_no_number_is_refused_at_the_field(office: Office, typed: str) -> None:
    for name in ("allowance.amount", "score.sent_basis_points", "points.allowed"):
        refused = submit(office.client, office.draft, **dict[str, Any]({name: typed}))
        assert refused.status_code == 422, (name, typed)
        assert f'id="{name}-errors"' in refused.text


@pytest.mark.parametrize("typed", ["가\x00나", "\u202e", "\x1b[31m"])
def test_what_hides_or_breaks_text_is_refused_at_the_field(office: Office, typed: str) -> None:
    refused = submit(office.client, office.draft, name_ko=typed, assumptions=typed, code=typed)
    assert refused.status_code == 422
    assert all(f'id="{name}-errors"' in refused.text for name in ("name_ko", "assumptions", "code"))
    assert office.client.get(office.draft).status_code == 200


@pytest.mark.parametrize("reason", ["\x00", "가" * 501, "\u202e급합니다", "900101-1234567"])
def test_a_reason_that_may_not_be_stored_is_refused_at_its_field(office: Office, reason: str) -> None:
    compare = f"{office.draft}/compare"
    office.sign_in(office.second)
    refused = submit(office.client, compare, action=f"{office.draft}/start", reason=reason)
    assert refused.status_code == 422
    assert 'id="reason-errors"' in refused.text
    assert len(schemes(office.world.agency_id)) == 1


@pytest.mark.parametrize("month", ["", "2099-13", "２０９９-01", "\x00", "9" * 5_000 + HTML])
def test_a_month_that_is_none_is_refused_everywhere(office: Office, month: str) -> None:
    saved = submit(office.client, office.draft, starts_in=month)
    begun = submit(office.client, "/schemes", action="/schemes/drafts", starts_in=month)
    file = (BytesIO(preset_text("wando-2022").encode()), "x.toml")
    sent = submit(office.client, "/schemes", action="/schemes/drafts/file", starts_in=month, file=file)
    assert [answer.status_code for answer in (saved, begun, sent)] == [422, 422, 422]
    assert all('id="starts_in-errors"' in answer.text for answer in (saved, begun))
    assert 'id="file_starts_in-errors"' in sent.text
    assert "저장하지 못했습니다" in saved.text
    assert HTML not in saved.text + begun.text + sent.text


def test_several_values_where_one_is_expected_and_one_where_several_are(office: Office) -> None:
    both = submit(office.client, office.draft, name_ko=["하나", "둘"])
    assert both.status_code == 303
    (draft,) = drafts(office.world.agency_id)
    assert parse_scheme(draft.text).name_ko == "하나"
    many = submit(office.client, office.draft, **dict[str, Any]({"uses.purposes": ["prizes"] * 500}))
    assert many.status_code == 422
    assert 'id="uses.purposes-errors"' in many.text


def test_an_empty_form_is_saved_as_nothing_and_each_missing_field_says_so(office: Office) -> None:
    fields = office.fields()
    bare = {name: fields[name] for name in ("csrf_token", "revision", "starts_in")}
    refused = office.client.post(office.draft, data=bare)
    assert refused.status_code == 422
    assert 'id="allowance.amount-errors"' in refused.text
    assert office.client.get(office.draft).status_code == 200


@pytest.mark.parametrize("revision", [None, "-1", "9" * 400, "２"])
def test_without_the_revision_that_was_read_nothing_is_written(office: Office, revision: str | None) -> None:
    given = [] if revision is None else [revision]
    typed: dict[str, Any] = {"revision": given, "allowance.amount": "7"}
    saved = submit(office.client, office.draft, **typed)
    compare = f"{office.draft}/compare"
    others = [
        submit(office.client, compare, action=f"{office.draft}/{act}", revision=given) for act in ("start", "drop")
    ]
    assert [answer.status_code for answer in (saved, *others)] == [422, 422, 422]
    assert 'value="7"' in saved.text
    (draft,) = drafts(office.world.agency_id)
    assert draft.revision == 1


@pytest.mark.parametrize("draft_id", ["999999", "9" * 30])
def test_a_draft_that_is_none_is_not_found(office: Office, draft_id: str) -> None:
    token = office.fields()["csrf_token"]
    address = f"/schemes/drafts/{draft_id}"
    gets = [
        office.client.get(address),
        office.client.get(f"{address}/compare"),
        office.client.get(f"/schemes/{draft_id}"),
    ]
    posts = [
        office.client.post(where, data={"csrf_token": token, "revision": "1"})
        for where in (address, f"{address}/start", f"{address}/at-once", f"{address}/drop")
    ]
    assert {answer.status_code for answer in (*gets, *posts)} <= {404, 405}


def test_another_agencys_draft_and_scheme_are_not_found(office: Office) -> None:
    with unit_of_work() as session:
        other = Agency(
            code="bada", name_ko="바다군", name_en="Bada", zone="Asia/Seoul", is_demo=False, created_at=LONG_AGO
        )
        session.add(other)
        session.flush()
        agency_id = other.id
    stranger = a_colleague(agency_id, "정약용", a_department(agency_id, "총무과"), roles=(Role.OFFICER,))
    (own,) = schemes(office.world.agency_id)
    token = office.fields()["csrf_token"]
    client = office.sign_in(stranger)
    asked = [client.get(office.draft), client.get(f"{office.draft}/compare"), client.get(f"/schemes/{own.id}"),
             client.get(f"/schemes/{own.id}/file")]  # fmt: skip
    assert [answer.status_code for answer in asked] == [404] * 4
    token = next(form for form in forms_of(client.get("/schemes").text) if form.action == "/schemes/drafts").fields[
        "csrf_token"
    ]
    posts = [
        client.post(where, data={"csrf_token": token, "revision": "1", "reason": "x"})
        for where in (office.draft, f"{office.draft}/start", f"{office.draft}/at-once", f"{office.draft}/drop")
    ]
    assert [answer.status_code for answer in posts] == [404] * 4
    assert [draft.revision for draft in drafts(office.world.agency_id)] == [1]


@pytest.mark.parametrize(
    "content",
    [
        b"special = 'x'\n",
        b"text = []\nprizes = 3\n",
        b"a" + b".a" * 30_000 + b" = 1\n",
        b"x = " + b"[" * 20_000 + b"]" * 20_000,
        b"x = " + b"9" * 50_000,
        b"[text]\nminimum = 1979-05-27\n[points]\nallowed = {from = 1}\n",
        "".join(f"k{number} = 1\n" for number in range(9_000)).encode(),
        f'"{HTML}" = 1\n'.encode(),
    ],
    ids=range(8),
)
def test_a_strange_file_is_refused_in_words(office: Office, content: bytes) -> None:
    sent = submit(
        office.client, "/schemes", action="/schemes/drafts/file", starts_in="2099-02", file=(BytesIO(content), HTML)
    )
    assert sent.status_code == 422
    assert 'id="file-errors"' in sent.text
    assert HTML not in sent.text
    assert len(sent.text) < 200_000


def test_an_unknown_preset_is_refused(office: Office) -> None:
    sent = submit(office.client, "/schemes", action="/schemes/drafts", starts_in="2099-02", source="../../etc/passwd")
    assert sent.status_code == 422


def test_of_two_officers_who_save_at_once_one_is_asked_to_look_again(office: Office, app: Flask) -> None:
    barrier, answers = Barrier(2), []

    def browser(colleague: Colleague) -> tuple[FlaskClient, dict[str, list[str]]]:
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = a_session(colleague), True
        forms = forms_of(client.get(office.draft).text)
        return client, next(form.fields for form in forms if form.action == office.draft)

    def save(client: FlaskClient, fields: dict[str, list[str]], amount: str) -> None:
        barrier.wait()
        answers.append(client.post(office.draft, data={**fields, "allowance.amount": amount}).status_code)

    threads = [
        Thread(target=save, args=(*browser(colleague), amount))
        for colleague, amount in ((office.first, "51"), (office.second, "52"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 422]
    (draft,) = drafts(office.world.agency_id)
    assert draft.revision == 2
