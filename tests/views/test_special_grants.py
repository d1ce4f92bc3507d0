"""The pages of special points."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from collabpoints.db import Base, db
from collabpoints.domain.roles import Role
from collabpoints.domain.schemes import digest, preset_text
from collabpoints.formats.evidence_files import LARGEST_FILE
from collabpoints.models import AccessRecord, Entry, Evidence, Notice, Scheme, SpecialGrant
from collabpoints.services.special_decisions import approve, reclaim
from collabpoints.services.special_grants import Upload
from tests.factories.agencies import Colleague, a_colleague, a_session
from tests.factories.evidence import EXE, HTML, PDF, PNG
from tests.factories.special_grants import KINDS, REASON, SpecialWorld, a_special_world
from tests.forms import forms_of, submit
from tests.house.test_access import a_token

SignIn = Callable[[Colleague], FlaskClient]
NEW = "/special-grants/new"


@pytest.fixture
def world(app: Flask) -> SpecialWorld:
    return a_special_world()


@pytest.fixture
def head(world: SpecialWorld, sign_in: SignIn) -> FlaskClient:
    return sign_in(world.head)


@pytest.fixture
def officer(app: Flask, world: SpecialWorld) -> FlaskClient:
    return entered(app, world.officer)


def entered(app: Flask, who: Colleague) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = a_session(who)
    return client


def rows(model: type[Base]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def the_form(client: FlaskClient, address: str) -> dict[str, list[str]]:
    """The fields of the proposal's form as its page shows them."""
    return next(f for f in forms_of(client.get(address).text) if f.action == NEW and f.method == "post").fields


def send(client: FlaskClient, address: str, *files: tuple[bytes, str], **filled: str) -> TestResponse:
    """Fill in the form of that address and send it as a browser does, with these files.

    The body is written by hand: the test client leaves the temporary file of a large one open, and cleans names.
    """
    given = {"kind": "innovation", "points": "30", "reason": REASON, "action": "propose", **filled}
    fields = {**{name: values[0] for name, values in the_form(client, address).items()}, **given}
    start = b'--cut\r\nContent-Disposition: form-data; name="%s"'
    parts = [start % name.encode() + b"\r\n\r\n" + value.encode() for name, value in fields.items()]
    parts += [start % b"evidence" + b'; filename="%s"\r\n\r\n' % name.encode() + content for content, name in files]
    body = b"\r\n".join([*parts, b"--cut--\r\n"])
    return client.post(NEW, data=body, content_type="multipart/form-data; boundary=cut")


def with_scheme(text: str) -> None:
    """The agency's scheme says this from now on."""
    scheme = db.session.scalars(select(Scheme)).one()
    scheme.text, scheme.digest = text, digest(text)
    db.session.commit()


def to_kim(world: SpecialWorld) -> str:
    return f"{NEW}?to={world.world.kim.number}"


# Proposing


def test_a_colleague_is_found_as_for_a_note_and_leads_to_the_form(world: SpecialWorld, head: FlaskClient) -> None:
    found = head.get(f"{NEW}?q=ㄱㅁㅅ")
    assert "김민수" in found.text
    assert f'name="to" value="{world.world.kim.number}"' in found.text
    form = head.get(to_kim(world))
    assert "김민수" in form.text
    assert "혁신 과제 (10~50포인트, 운영 담당자 승인)" in form.text
    assert "영상회의 주재 (10포인트, 검토자 승인)" in form.text
    assert "기관장 특별" not in form.text, "a kind for departments only is not offered for a person"


def test_a_department_is_offered_the_kinds_for_departments(world: SpecialWorld, head: FlaskClient) -> None:
    form = head.get(f"{NEW}?department={world.world.roads}").text
    assert "기관장 특별 (30~70포인트, 기관장 승인)" in form
    assert "영상회의 주재" not in form


def test_nobody_finds_himself(world: SpecialWorld, head: FlaskClient) -> None:
    assert f'value="{world.head.number}"' not in head.get(f"{NEW}?q=최부장").text


def test_a_proposal_with_files_is_sent_and_shown(world: SpecialWorld, head: FlaskClient) -> None:
    answer = send(head, to_kim(world), (PDF, "결과 보고.pdf"), (PNG, "화면.png"))
    assert answer.status_code == 303
    page = head.get(answer.location).text
    for words in (
        "제안했습니다.",
        "김민수",
        "복지정책과",
        "30포인트",
        "혁신 과제",
        REASON,
        "결과 보고.pdf",
        "화면.png",
        "결정을 기다림",
    ):
        assert words in page
    assert REASON in head.get("/special-grants/proposed").text


def test_a_department_is_proposed(world: SpecialWorld, head: FlaskClient) -> None:
    answer = send(head, f"{NEW}?department={world.world.roads}", kind="governor", points="70")
    assert answer.status_code == 303
    assert "부서에 드리는 포인트" in head.get(answer.location).text


def test_pressing_twice_is_one_proposal(world: SpecialWorld, head: FlaskClient) -> None:
    fields = {
        **the_form(head, to_kim(world)),
        "kind": "innovation",
        "points": "30",
        "reason": REASON,
        "action": "propose",
    }
    first, second = head.post(NEW, data=fields), head.post(NEW, data=fields)
    assert (first.status_code, first.location) == (second.status_code, second.location)
    changed = head.post(NEW, data={**fields, "points": "40"})
    assert changed.status_code == 409
    assert rows(SpecialGrant) == 1


@pytest.mark.parametrize("points", ["", "-5", "0", "1e1", "３０", "٣٠", "3_0", "30.0", "9", "51", "99999999999", "x"])
def test_points_of_any_other_spelling_are_refused_and_what_was_typed_kept(
    world: SpecialWorld, head: FlaskClient, points: str
) -> None:
    answer = send(head, to_kim(world), points=points)
    assert answer.status_code == 422
    assert "이 종류는 10~50포인트를 숫자로 적어 주세요." in answer.text
    assert REASON in answer.text
    assert f'value="{points}"' in answer.text
    assert rows(SpecialGrant) == 0


def test_refused_files_have_to_be_chosen_again_and_the_page_says_so(world: SpecialWorld, head: FlaskClient) -> None:
    answer = send(head, to_kim(world), (PDF, "a.pdf"), points="99")
    assert answer.status_code == 422
    assert "골랐던 파일은 브라우저가 지웠습니다. 다시 골라 주세요." in answer.text


def test_every_field_says_what_is_wrong(world: SpecialWorld, head: FlaskClient) -> None:
    answer = send(head, to_kim(world), (EXE, "bill.pdf"), points="99", reason="짧음", kind="gift")
    for words in ("목록에 있는 특별협업포인트의 종류", "조금만 더 적어 주세요", "이름과 달리 pdf 파일이 아닙니다"):
        assert words in answer.text
    assert rows(SpecialGrant) == rows(Evidence) == 0


@pytest.mark.parametrize(
    "query", ["to=000", "department=999", "department=x", "to=%00", "department=" + "9" * 50, "to=ㅤ"]
)
def test_whom_nobody_knows_leads_back_to_the_search(head: FlaskClient, query: str) -> None:
    page = head.get(f"{NEW}?{query}")
    assert page.status_code == 200
    assert "누구의 성과인가요?" in page.text


def test_a_receiver_that_is_none_is_refused(world: SpecialWorld, head: FlaskClient) -> None:
    assert send(head, to_kim(world), to="000").status_code == 422
    assert send(head, f"{NEW}?department={world.world.roads}", department="999").status_code == 422
    assert rows(SpecialGrant) == 0


def test_a_scheme_without_special_points_says_so(world: SpecialWorld, head: FlaskClient) -> None:
    with_scheme(preset_text("directive-2016"))
    assert "이달의 운영 기준에는 특별협업포인트가 없습니다." in head.get(to_kim(world)).text


def test_what_was_typed_is_carried_over_a_sign_in(app: Flask, world: SpecialWorld, head: FlaskClient) -> None:
    stranger = app.test_client()
    typed = {"csrf_token": a_token(stranger), "to": world.world.kim.number, "reason": REASON, "action": "propose"}
    asked = stranger.post(NEW, data=typed)
    assert asked.status_code == 403
    assert REASON in asked.text
    fields = the_form(head, to_kim(world))
    back = head.post(NEW, data={**fields, "reason": REASON})
    assert back.status_code == 200, "without its button the form is shown again, so that files can be added"
    assert REASON in back.text
    assert rows(SpecialGrant) == 0


def test_who_chose_no_file_is_not_told_to_choose_it_again(world: SpecialWorld, head: FlaskClient) -> None:
    """A browser sends an empty part without a name where nothing was chosen."""
    answer = send(head, to_kim(world), (b"", ""), points="99", reason="")
    assert answer.status_code == 422
    assert "사유를 적어 주세요." in answer.text
    assert "다시 골라 주세요" not in answer.text
    assert send(head, to_kim(world), (b"", "")).status_code == 303


def test_the_only_kind_is_chosen_beforehand(world: SpecialWorld, head: FlaskClient) -> None:
    assert "checked" not in head.get(to_kim(world)).text
    text = (
        preset_text("directive-2016")
        + KINDS.split("[[special]]\n")[0]
        + "[[special]]\n"
        + KINDS.split("[[special]]\n")[1]
    )
    with_scheme(text)
    assert 'checked id="kind-0"' in head.get(to_kim(world)).text


# Evidence under attack


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (EXE, "bill.pdf", "이름과 달리 pdf 파일이 아닙니다"),
        (HTML, "page.pdf", "이름과 달리 pdf 파일이 아닙니다"),
        (HTML, "page.html", "붙일 수 없는 종류입니다"),
        (b"<svg onload=alert(1)>", "x.svg", "붙일 수 없는 종류입니다"),
        (PDF, "a.pdf.exe", "붙일 수 없는 종류입니다"),
        (PDF.ljust(6 * 1024 * 1024, b" "), "large.pdf", "파일이 너무 큽니다. 하나에 5MB까지"),
        (b"", "empty.pdf", "파일이 비어 있습니다"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(
    world: SpecialWorld, head: FlaskClient, content: bytes, name: str, words: str
) -> None:
    answer = send(head, to_kim(world), (content, name))
    assert answer.status_code == 422
    assert words in answer.text
    assert rows(SpecialGrant) == rows(Evidence) == 0


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("a\x00.pdf", "a.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("가" * 300 + ".pdf", "가" * 196 + ".pdf"),
    ],
)
def test_a_file_name_leads_nowhere(world: SpecialWorld, head: FlaskClient, name: str, kept: str) -> None:
    answer = send(head, to_kim(world), (PDF, name))
    assert answer.status_code == 303
    assert db.session.scalars(select(Evidence.name)).all() == [kept]
    assert kept in head.get(answer.location).text


def test_four_files_are_one_too_many(world: SpecialWorld, head: FlaskClient) -> None:
    answer = send(head, to_kim(world), *((PDF, f"{number}.pdf") for number in range(4)))
    assert answer.status_code == 422
    assert "증빙 파일은 3개까지" in answer.text


def test_three_of_the_largest_files_are_taken(world: SpecialWorld, head: FlaskClient) -> None:
    large = PDF.ljust(LARGEST_FILE, b" ")
    assert send(head, to_kim(world), (large, "1.pdf"), (large, "2.pdf"), (large, "3.pdf")).status_code == 303


@pytest.mark.parametrize("field", ["reason", "points", "kind", "to", "form_id", "action"])
def test_a_file_in_a_field_of_text_is_no_text(world: SpecialWorld, head: FlaskClient, field: str) -> None:
    fields: dict[str, object] = {
        **the_form(head, to_kim(world)),
        "kind": "innovation",
        "points": "30",
        "reason": REASON,
        "action": "propose",
    }
    fields[field] = (BytesIO(b"x"), "x.pdf")
    assert head.post(NEW, data=fields, content_type="multipart/form-data").status_code in (200, 422)
    assert rows(SpecialGrant) == 0


def test_a_text_in_the_files_place_is_no_file(world: SpecialWorld, head: FlaskClient) -> None:
    fields = {
        **the_form(head, to_kim(world)),
        "kind": "innovation",
        "points": "30",
        "reason": REASON,
        "action": "propose",
        "evidence": "x",
    }
    assert head.post(NEW, data=fields).status_code == 303
    assert rows(Evidence) == 0


def evidence_address(client: FlaskClient, grant_id: int) -> str:
    found = re.search(r'href="(/special-grants/\d+/evidence/\d+)"', client.get(f"/special-grants/{grant_id}").text)
    assert found
    return found[1]


def test_evidence_comes_as_a_download_that_no_browser_shows(world: SpecialWorld, officer: FlaskClient) -> None:
    grant_id = world.propose(uploads=(Upload("결과 보고.pdf", PDF),))
    file = officer.get(evidence_address(officer, grant_id))
    assert (file.status_code, file.data) == (200, PDF)
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert "%EA%B2%B0%EA%B3%BC" in file.headers["Content-Disposition"]
    assert file.content_type == "application/octet-stream"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Cache-Control"] == "no-store"
    assert "ETag" not in file.headers


def test_evidence_is_for_those_who_decide_and_who_proposed(
    app: Flask, world: SpecialWorld, officer: FlaskClient, head: FlaskClient
) -> None:
    address = evidence_address(officer, world.propose(uploads=(Upload("a.pdf", PDF),)))
    other = world.propose()
    assert head.get(address).status_code == 200
    for who in (world.reviewer, world.governor, world.world.kim, world.world.lim):
        assert entered(app, who).get(address).status_code == 404
    assert officer.get(re.sub(r"/\d+/evidence", f"/{other}/evidence", address)).status_code == 404


# Deciding


def test_the_queue_leads_to_an_approval(world: SpecialWorld, officer: FlaskClient, head: FlaskClient) -> None:
    grant_id = world.propose()
    address = f"/special-grants/{grant_id}"
    assert f'href="{address}"' in officer.get("/special-grants/queue").text
    answer = press(officer, address, "decide", "", reason="훌륭합니다")
    assert answer.status_code == 200, "without a button nothing is decided and what was typed stands"
    assert "훌륭합니다" in answer.text
    assert rows(Entry) == 0
    assert press(officer, address, "decide", "approve", reason="훌륭합니다").location == address
    page = officer.get(address).text
    assert "승인했습니다." in page
    assert "승인됨" in page
    assert rows(Entry) == 1
    assert address not in officer.get("/special-grants/queue").text
    assert address in officer.get("/special-grants/decided").text
    assert "훌륭합니다" in head.get(address).text


def press(client: FlaskClient, address: str, act: str, button: str, **filled: str) -> TestResponse:
    page = client.get(address)
    form = next(form for form in forms_of(page.text) if form.action == f"{address}/{act}")
    return client.post(form.action, data={**form.fields, **filled, "action": button})


def test_a_refusal_without_a_reason_is_refused(world: SpecialWorld, officer: FlaskClient) -> None:
    address = f"/special-grants/{world.propose()}"
    answer = press(officer, address, "decide", "refuse", reason=" ")
    assert answer.status_code == 422
    assert "사유를 적어 주세요." in answer.text
    assert press(officer, address, "decide", "refuse", reason="근거가 더 필요합니다").status_code == 303
    assert "승인되지 않음" in officer.get(address).text


def test_what_somebody_else_decided_meanwhile_is_told(app: Flask, world: SpecialWorld, officer: FlaskClient) -> None:
    grant_id = world.propose()
    address = f"/special-grants/{grant_id}"
    form = next(form for form in forms_of(officer.get(address).text) if form.action == f"{address}/decide")
    approve(grant_id, agency_id=world.agency_id, person_id=world.deputy.person_id)
    answer = officer.post(f"{address}/decide", data={**form.fields, "action": "refuse", "reason": "안 됩니다"})
    assert answer.status_code == 422
    assert "이미 결정되었거나 철회된 제안입니다." in answer.text


def test_a_proposer_withdraws(world: SpecialWorld, head: FlaskClient) -> None:
    address = f"/special-grants/{world.propose()}"
    assert submit(head, address, action=f"{address}/withdraw").status_code == 303
    page = head.get(address).text
    assert "철회한 제안" in page
    assert "제안 철회" not in page


def test_approved_points_are_reclaimed_with_a_reason(world: SpecialWorld, officer: FlaskClient) -> None:
    grant_id = world.propose()
    approve(grant_id, agency_id=world.agency_id, person_id=world.deputy.person_id)
    address = f"/special-grants/{grant_id}"
    refused = press(officer, address, "reclaim", "reclaim", reason="")
    assert refused.status_code == 422
    assert 'href="#reclaim_reason"' in refused.text
    assert press(officer, address, "reclaim", "reclaim", reason="실적이 겹칩니다").status_code == 303
    page = officer.get(address).text
    assert "회수됨" in page
    assert "실적이 겹칩니다" in page
    assert rows(Entry) == 2


def test_nobody_is_offered_what_he_may_not_do(app: Flask, world: SpecialWorld, head: FlaskClient) -> None:
    address = f"/special-grants/{world.propose(world.officer)}"
    assert f"{address}/decide" not in head.get(address).text
    assert entered(app, world.officer).get(address).status_code == 404
    assert f"{address}/withdraw" not in entered(app, world.deputy).get(address).text


# Reading


def test_a_receiver_reads_why_on_his_own_pages(app: Flask, world: SpecialWorld) -> None:
    kim = entered(app, world.world.kim)
    grant_id = world.propose()
    assert REASON not in kim.get("/special-grants/mine").text
    approve(grant_id, agency_id=world.agency_id, person_id=world.officer.person_id)
    for address in ("/special-grants/mine", "/account"):
        page = kim.get(address).text
        for words in (REASON, "혁신 과제", "30포인트", "최부장"):
            assert words in page, (address, words)
    reclaim(grant_id, agency_id=world.agency_id, person_id=world.officer.person_id, reason="실적이 겹칩니다")
    assert "실적이 겹칩니다" in kim.get("/special-grants/mine").text
    assert "회수됨" in kim.get("/account").text
    assert REASON not in entered(app, world.world.hong).get("/account").text


def test_a_head_reads_those_of_his_department(app: Flask, world: SpecialWorld, head: FlaskClient) -> None:
    approve(world.propose(by=world.governor, department_id=world.world.planning), agency_id=world.agency_id,
            person_id=world.officer.person_id)  # fmt: skip
    approve(world.propose(points=11), agency_id=world.agency_id, person_id=world.officer.person_id)
    page = head.get("/special-grants/departments").text
    assert "기획담당관" in page
    assert "11포인트" not in page


def test_each_notice_leads_to_a_page_that_its_reader_may_open(app: Flask, world: SpecialWorld) -> None:
    boss = a_colleague(world.agency_id, "도과장", world.world.roads, roles=(Role.DEPARTMENT_HEAD,))
    for grant_id in (world.propose(), world.propose(department_id=world.world.roads)):
        approve(grant_id, agency_id=world.agency_id, person_id=world.officer.person_id)
        reclaim(grant_id, agency_id=world.agency_id, person_id=world.officer.person_id, reason="실적이 겹칩니다")
    told = db.session.execute(select(Notice.id, Notice.person_id).order_by(Notice.id)).all()
    people = {who.person_id: who for who in (boss, world.head, world.world.kim)}
    assert {row.person_id for row in told} == people.keys()
    for row in told:
        page = entered(app, people[row.person_id]).get(f"/notices/{row.id}", follow_redirects=True)
        assert (page.status_code, "실적이 겹칩니다" in page.text) == (200, True), row


def test_markup_in_a_reason_is_text(world: SpecialWorld, head: FlaskClient) -> None:
    grant_id = world.propose(reason="<script>alert(1)</script> 민원 기간을 줄였습니다.")
    page = head.get(f"/special-grants/{grant_id}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_looks_and_acts_in_a_role_stand_in_the_access_record(world: SpecialWorld, officer: FlaskClient) -> None:
    grant_id = world.propose(uploads=(Upload("a.pdf", PDF),))
    address = evidence_address(officer, grant_id)
    officer.get(address)
    officer.get("/special-grants/queue")
    press(officer, f"/special-grants/{grant_id}", "decide", "approve")
    db.session.rollback()
    found = db.session.execute(select(AccessRecord.act, AccessRecord.subject).order_by(AccessRecord.id)).all()
    assert [tuple(row) for row in found] == [
        ("special_grants.page", f"/special-grants/{grant_id}"),
        ("special_grants.evidence", address),
        ("special_grants.queue", "/special-grants/queue"),
        ("special_grants.page", f"/special-grants/{grant_id}"),
        ("special_grants.decide", f"/special-grants/{grant_id}/decide"),
    ]


def test_ones_own_page_owes_no_record(app: Flask, world: SpecialWorld) -> None:
    entered(app, world.world.kim).get("/special-grants/mine")
    assert rows(AccessRecord) == 0


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 50, "２"])
def test_any_place_of_a_list_is_a_page(head: FlaskClient, before: str) -> None:
    assert head.get("/special-grants/proposed", query_string={"before": before}).status_code == 200


def test_the_menu_shows_the_way_to_those_who_have_one(app: Flask, world: SpecialWorld, head: FlaskClient) -> None:
    assert 'href="/special-grants/proposed"' in head.get("/").text
    assert 'href="/special-grants/queue"' in entered(app, world.officer).get("/").text
    assert "/special-grants" not in entered(app, world.world.hong).get("/").text
