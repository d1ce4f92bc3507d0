"""이달의 운영 기준."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.factories.agencies import Colleague
from tests.factories.worlds import a_world

SignIn = Callable[[Colleague], FlaskClient]


def test_what_points_are_used_for_comes_first(app: Flask, sign_in: SignIn) -> None:
    page = sign_in(a_world().hong).get("/scheme").text
    assert (
        page.index("시상하는 데 씁니다")
        < page.index("쓰이는 곳은 시상뿐입니다")
        < page.index("한 달에 전할 수 있는 만큼")
    )
    assert page.count("시상하는 데 씁니다") == 1


def test_the_national_directive_in_sentences(app: Flask, sign_in: SignIn) -> None:
    page = sign_in(a_world().hong).get("/scheme").text
    assert "누구나 한 달에 200포인트를 전할 수 있습니다" in page
    assert "같은 부서 동료에게는 고마운 마음만 전합니다" in page
    assert "한 동료에게는 한 달에 2번까지" in page


def test_chungnam_in_sentences(app: Flask, sign_in: SignIn) -> None:
    page = sign_in(a_world(scheme="chungnam-2015").hong).get("/scheme").text
    assert "누구나 한 달에 포인트와 함께 30번 전할 수 있습니다" in page
    assert "모든 동료에게 포인트를 보낼 수 있습니다" in page
    assert "번까지 포인트를" not in page
