from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from collabpoints.cli import cli
from collabpoints.queries.agencies import the_agency
from tests.factories.agencies import an_agency


class _Installation:
    """The test's application as the console script would hand it to a command."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def config(self) -> object:
        return self._app.config["COLLABPOINTS"]

    def app(self) -> Flask:
        return self._app


def _run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(cli, words, obj=_Installation(app))


def test_load_says_what_was_loaded_and_who_can_sign_in(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.conftest import _empty

    monkeypatch.setattr("collabpoints.clock.now", lambda: datetime(2026, 5, 4, 3, tzinfo=UTC))
    with sqlite_app.app_context():
        _empty()

    done = _run(sqlite_app, "demo", "load", "--seed", "5")

    assert done.exit_code == 0, done.output
    assert "가람도: 부서 71곳, 직원 1,200명, 7개월의 협업메시지" in done.output
    assert "employee, lead, reviewer, hr, admin (비밀번호 collabpoints-demo)" in done.output


def test_load_refuses_a_database_with_an_agency(app: Flask) -> None:
    an_agency()

    done = _run(app, "demo", "load")

    assert done.exit_code == 1
    assert "빈 데이터베이스에만" in done.stderr


def test_load_if_empty_leaves_an_agency_as_it_is(app: Flask) -> None:
    an_agency()

    done = _run(app, "demo", "load", "--if-empty")

    assert done.exit_code == 0
    assert "그대로 둡니다" in done.output
    agency = the_agency()
    assert agency is not None
    assert not agency.is_demo
