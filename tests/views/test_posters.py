"""The poster: the tree, true numbers and names on one sheet. That it is one sheet is looked at in a browser."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.domain.spans import Span
from collabpoints.models import Person, Tree
from collabpoints.queries.tree_fruits import Fruit, Fruits
from collabpoints.views.poster_words import fruits_size, names_size, title_size, too_many_fruits
from tests.factories.agencies import Colleague
from tests.factories.groves import Grove, a_grove
from tests.factories.worlds import World, a_world

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def grove(app: Flask) -> Grove:
    return a_grove()


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def test_the_poster_says_the_figures_of_the_tree(grove: Grove, sign_in: SignIn) -> None:
    with unit_of_work() as session:
        session.execute(
            update(Tree).where(Tree.root_id == 0).values(received_notes=1234, crossed_notes=617, sent_notes=1234)
        )
    sheet = sign_in(grove.reader).get(f"{grove.address}/poster").text.partition('class="poster ')[2]
    words = plain(sheet)
    month = f"{grove.span.first.month}월"
    assert f"하늘도 {grove.span.first.year}년" in words
    assert f"{month}의 협업나무" in words
    assert f"{month}, 고마움이 1,234번 닿았습니다." in words
    assert "그 가운데 617번은 다른 실\u2060·\u2060국으로 이어졌습니다." in words
    assert "50%" in words
    assert 'class="tree tree-' in sheet
    assert "잠정" in words


def test_figures_that_may_not_be_told_are_not_on_the_poster(grove: Grove, sign_in: SignIn) -> None:
    with unit_of_work() as session:
        session.execute(
            update(Tree).where(Tree.root_id == 0).values(received_notes=None, crossed_notes=None, sent_notes=None)
        )
    words = plain(sign_in(grove.reader).get(f"{grove.address}/poster").text)
    assert "고마움이 닿은 자리마다 잎이 돋았습니다." in words
    assert "번 닿았습니다" not in words
    assert "%" not in words


def test_the_outstanding_stand_on_it_with_department_and_position(grove: Grove, sign_in: SignIn) -> None:
    words = plain(sign_in(grove.reader).get(f"{grove.address}/poster").text)
    first = grove.planning[0]
    assert f"{first.name} 주무관 기획실 기획담당관" in words
    assert "고마움이 많이 모인 분들" in words


def test_who_opted_out_leaves_a_gap(grove: Grove, sign_in: SignIn) -> None:
    first = grove.planning[0]
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == first.person_id).values(is_opted_out=True))
    page = sign_in(grove.reader).get(f"{grove.address}/poster").text
    assert first.name not in page
    assert "이름을 올리지 않기로 한 분의 자리" in page


def test_the_poster_is_always_light(grove: Grove, sign_in: SignIn) -> None:
    page = sign_in(grove.reader).get(f"{grove.address}/poster").text
    assert "/trees/seasons/light" in page
    assert "/trees/seasons.css" not in page


def test_the_sheets_of_colours_are_for_one_theme(client: FlaskClient, world: World) -> None:
    light, dark = (client.get(f"/trees/seasons/{theme}") for theme in ("light", "dark"))
    assert light.mimetype == dark.mimetype == "text/css"
    assert "@media" not in light.text + dark.text
    assert ".tree-12{" in light.text
    assert light.text != dark.text


@pytest.mark.parametrize("span", ["2026-13", "2020-01", "x", "%00", "2026-Q9", "2019"])
def test_where_nothing_grew_there_is_no_poster(world: World, sign_in: SignIn, span: str) -> None:
    assert sign_in(world.hong).get(f"/trees/{span}/poster").status_code == 404


@pytest.mark.parametrize(
    ("span", "begins", "size"),
    [
        ("2026-09", 1, "large"),
        ("2026-12", 1, "large"),
        ("2026", 1, "middle"),
        ("2026-H2", 1, "middle"),
        ("2026-H2", 3, "small"),
    ],
)
def test_a_title_is_as_large_as_one_line_allows(app: Flask, span: str, begins: int, size: str) -> None:
    with app.test_request_context("/"):
        assert title_size(Span.parse(span, begins)) == size


@pytest.mark.parametrize(("count", "size"), [(0, "large"), (4, "large"), (5, "middle"), (9, "middle"), (10, "small")])
def test_many_names_are_set_smaller(count: int, size: str) -> None:
    assert fruits_size(count) == size


@pytest.mark.parametrize(
    ("count", "said"), [(24, ""), (25, "모두 25분이 나란히 있습니다."), (1200, "모두 1,200분이 나란히 있습니다.")]
)
def test_a_crowd_of_equals_is_told_and_not_named(app: Flask, count: int, said: str) -> None:
    fruit = Fruit(1, "홍길동", "주무관", "기획실", 1, 1, "", "", 1)
    with app.test_request_context("/"):
        assert too_many_fruits(Fruits(False, (fruit,) * count, False)) == said


def test_names_are_as_large_as_leaves_out_none() -> None:
    def drawn(small: int, middle: int, large: int) -> str:
        return "".join(
            f'<g class="names names-{size}">{"<text>가</text>" * count}</g>'
            for size, count in (("small", small), ("middle", middle), ("large", large))
        )

    assert names_size(drawn(3, 5, 5), "middle", "large") == "middle"
    assert names_size(drawn(3, 4, 5), "middle", "large") == "large"
    assert names_size(drawn(3, 3, 3), "small", "middle") == "small"
