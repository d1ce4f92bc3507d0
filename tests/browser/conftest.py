"""A real server and a real browser: gunicorn on a database of its own, Chromium driven by playwright.

Every page of a test is watched: a message on the console, a fault in a script, a breach of the content security policy
or a request to another host fails the test.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import flask_migrate
import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

from collabpoints.app import create_app
from collabpoints.db import db
from tests.browser.attack_duties import Duties, duties_of
from tests.conftest import a_config
from tests.factories.agencies import Colleague, a_session
from tests.factories.worlds import World, a_world
from tests.postgres import Server, free_port
from tests.servers import web_server

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Site:
    """A running server. `app` reaches its database from the test."""

    address: str
    app: Flask
    world: World
    process: subprocess.Popen[bytes]

    def cookie(self, colleague: Colleague) -> dict[str, str]:
        """The cookie of a browser in which the colleague is signed in."""
        with self.app.app_context():
            token = a_session(colleague)
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer is not None
        return {
            "name": self.app.config["SESSION_COOKIE_NAME"],
            "value": str(signer.dumps({"_user_id": token, "_fresh": True})),
            "url": self.address,
        }


@dataclass
class Watched:
    """What a browser said and asked for that it should not have."""

    address: str
    said: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def watch(self, context: BrowserContext) -> None:
        context.on("console", lambda message: self.said.append(f"console: {message.text} ({message.location})"))
        context.on("weberror", lambda fault: self.said.append(f"script: {fault.error}"))
        context.on("request", lambda request: self._ask(request.url))

    def _ask(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "about:")):
            self.said.append(f"foreign: {url}")

    @property
    def complaints(self) -> list[str]:
        """All but what the test expects (a browser writes each refused form, 422 or 409, to its console)."""
        return [said for said in self.said if not any(word in said for word in self.expected)]


def _serve(database_url: str) -> Iterator[Site]:
    app = create_app(a_config(database_url))
    with app.app_context():
        flask_migrate.upgrade()
        world = a_world()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    try:
        with web_server(database_url, port) as process:
            yield Site(address, app, world, process)
    finally:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from _serve(f"sqlite:///{tmp_path_factory.mktemp('협업 포인트') / 'browser.sqlite3'}")


@pytest.fixture(scope="session")
def postgres_site(postgres_server: Server) -> Iterator[Site]:
    postgres_server.create("browser")
    yield from _serve(postgres_server.url("browser"))


@pytest.fixture
def site(sqlite_site: Site) -> Site:
    """The server on SQLite; what differs between the databases is tested below the browser."""
    return sqlite_site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    assert found, "no Chromium on this machine; `make test` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def watched(site: Site) -> Iterator[Watched]:
    """What the browsers of this test complain about; nothing may be left at the end."""
    watch = Watched(site.address)
    yield watch
    assert watch.complaints == []


@pytest.fixture
def opened(chromium: Browser, watched: Watched) -> Iterator[Callable[..., Page]]:
    """Open a browser window in which a colleague is signed in: `opened(site, hong)`. More arguments are the context's."""
    contexts: list[BrowserContext] = []

    def window(site: Site, colleague: Colleague | None = None, **settings: object) -> Page:
        context = chromium.new_context(base_url=site.address, locale="ko-KR", **settings)  # type: ignore[arg-type]
        contexts.append(context)
        watched.address = site.address
        watched.watch(context)
        if colleague is not None:
            context.add_cookies([site.cookie(colleague)])  # type: ignore[list-item]
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield window
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server of its own: nobody else's tests have to live with these people."""
    yield from _serve(f"sqlite:///{tmp_path_factory.mktemp('attacked') / 'attacked.sqlite3'}")


@pytest.fixture(scope="module")
def duties(attacked: Site) -> Duties:
    """On the same server: every text in every reason, decided every way."""
    with attacked.app.app_context():
        return duties_of(attacked.world)


@pytest.fixture
def said() -> Iterator[list[str]]:
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def window(site: Site, opened: Callable[..., Page], watched: Watched, said: list[str]) -> Callable[..., Page]:
    """A small window of somebody, in which every dialog and every breach of the policy is heard."""
    # A browser writes answers that are no 200 to its console.
    watched.expected = (
        "status of 403",
        "status of 404",
        "status of 422",
        "status of 400",
        "Autofocus processing was blocked",
    )

    def hear(dialog: Dialog) -> None:
        said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open_window(colleague: Colleague | None = None, **settings: object) -> Page:
        page = opened(site, colleague, **{"viewport": {"width": 390, "height": 800}, **settings})
        page.on("dialog", hear)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.sample))"
        )
        return page

    return open_window
