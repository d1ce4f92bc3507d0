"""The officer's page of what stands out: what he reads, what he decides, and the records of it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints.db import db
from collabpoints.domain.pattern_facts import PatternKind
from collabpoints.models import AccessRecord, PatternDecision, PatternFinding
from collabpoints.queries.patterns import behind
from tests.factories.agencies import Colleague
from tests.factories.patterns import PatternScene, a_pattern_scene, keep_found
from tests.forms import submit

ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # where the database does not matter
SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def scene(app: object) -> PatternScene:
    return a_pattern_scene()


def the_address() -> str:
    return f"/patterns/{db.session.scalar(select(PatternFinding.id))}"


def looked_at(act: str) -> set[int | None]:
    return set(db.session.scalars(select(AccessRecord.subject_person_id).where(AccessRecord.act == act)))


def test_the_officer_reads_why_with_its_figures(scene: PatternScene, sign_in: SignIn) -> None:
    page = sign_in(scene.officer).get("/patterns").text
    assert "3명 안에서 6통이 돌았습니다" in page
    assert "0.4통 정도가 보통입니다" in page
    assert "잘못이 있다는 뜻이 아니며" in page


def test_the_record_of_the_list_names_everybody_who_is_shown(scene: PatternScene, sign_in: SignIn) -> None:
    sign_in(scene.officer).get("/patterns")
    assert looked_at("patterns.page") == set(scene.people)


def test_the_record_of_one_names_everybody_who_is_shown(scene: PatternScene, sign_in: SignIn) -> None:
    sign_in(scene.officer).get(the_address())
    db.session.rollback()
    assert looked_at("patterns.one") == set(scene.people)


def test_one_pattern_shows_its_people_notes_and_picture(scene: PatternScene, sign_in: SignIn) -> None:
    page = sign_in(scene.officer).get(the_address()).text
    assert page.count("이번에도 도와주셔서") == 6
    assert 'class="ring-picture"' in page
    assert "홍길동" in page


def test_private_notes_show_neither_text_nor_people(app: object, sign_in: SignIn) -> None:
    scene = a_pattern_scene(is_private=True)
    client = sign_in(scene.officer)
    for address in ("/patterns", the_address()):
        page = client.get(address).text
        assert "홍길동" not in page
        assert "이번에도" not in page
        assert "둘만 보기 메시지가 있어" in page


@ON_SQLITE
@pytest.mark.parametrize("kind", list(PatternKind), ids=lambda kind: kind.value)
def test_every_kind_has_its_sentence(scene: PatternScene, sign_in: SignIn, kind: PatternKind) -> None:
    keep_found(scene.agency_id, kind, scene.people[:2], scene.note_ids[:2])
    client = sign_in(scene.officer)
    assert client.get("/patterns").status_code == 200
    assert "2통" in client.get(the_address()).text


def test_explained_it_moves_to_the_explained_ones(scene: PatternScene, sign_in: SignIn) -> None:
    client = sign_in(scene.officer)
    answer = submit(client, the_address(), reason="같은 사업을 함께 하는 사람들입니다.", decision="explained")
    assert answer.status_code == 303
    assert "도와주셔서" not in client.get("/patterns").text
    assert "홍길동" in client.get("/patterns?state=explained").text
    assert "같은 사업을 함께 하는" in client.get(the_address()).text


def test_sent_to_review_the_reviewer_reads_why(scene: PatternScene, sign_in: SignIn) -> None:
    submit(sign_in(scene.officer), the_address(), reason="같은 글이 돌고 있습니다.", decision="review")
    page = sign_in(scene.reviewer).get("/reviews").text
    assert "운영 담당자가 눈에 띄는 흐름을" in page
    assert "같은 글이 돌고 있습니다." in page


def test_without_a_reason_nothing_is_decided_and_what_was_typed_stays(scene: PatternScene, sign_in: SignIn) -> None:
    answer = submit(sign_in(scene.officer), the_address(), reason="", decision="review")
    assert answer.status_code == 422
    assert "사유를 적어 주세요" in answer.text
    assert db.session.scalars(select(PatternDecision)).all() == []


def test_an_unknown_decision_does_not_exist(scene: PatternScene, sign_in: SignIn) -> None:
    assert submit(sign_in(scene.officer), the_address(), reason="가", decision="punish").status_code == 404


def test_the_people_of_a_pattern_and_reviewers_find_no_such_page(scene: PatternScene, sign_in: SignIn) -> None:
    for somebody in (scene.world.hong, scene.reviewer):
        assert sign_in(somebody).get("/patterns").status_code == 404
        assert sign_in(somebody).get(the_address()).status_code == 404


@ON_SQLITE
def test_many_notes_stand_on_several_pages(
    scene: PatternScene, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(behind.__kwdefaults__ or {}, "limit", 4)
    client = sign_in(scene.officer)
    first = client.get(the_address()).text
    older = client.get(f"{the_address()}?before={scene.note_ids[2]}").text
    assert (first.count("이번에도 도와주셔서"), older.count("이번에도 도와주셔서")) == (4, 2)
    assert f"before={scene.note_ids[2]}" in first
