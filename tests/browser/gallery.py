"""A site with something on every page of the register, and the windows in which they are looked at."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.conftest import Site, Watched
from tests.browser.looks import DESK, LISTEN, PRESS
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry


@dataclass(frozen=True)
class Window:
    page: Page
    tools: CDPSession
    watched: Watched


@dataclass
class Gallery:
    """`names` are those that stand in addresses. Each of the cast has one window, which stays open from page to page."""

    site: Site
    cast: Cast
    names: dict[str, object]
    browser: Browser
    windows: dict[str, Window] = field(default_factory=dict)

    def show(self, entry: Entry) -> Window:
        """The entry's page, opened (and pressed), in the window of who opens it."""
        if entry.who not in self.windows:
            self.windows[entry.who] = self._window(entry.who)
        window = self.windows[entry.who]
        page, found = window.page, 200 if entry.press else entry.status
        window.watched.said.clear()
        answer = page.goto(entry.address.format_map(self.names))
        assert (answer and answer.status) == found, f"{entry} could not be opened"
        if entry.press:
            for name, text in entry.typed.items():
                page.locator(f"main [name={name}]").fill(text)
            with page.expect_navigation() as came:
                page.locator(entry.press).first.evaluate(PRESS)
            assert came.value.status == entry.status, f"{entry}, pressed: {came.value.status}"
        return window

    def close(self) -> None:
        for window in self.windows.values():
            window.page.context.close()

    def _window(self, who: str) -> Window:
        # Without motion, so that colours change at once.
        context = self.browser.new_context(
            base_url=self.site.address,
            locale="ko-KR",
            viewport=DESK,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        context.add_init_script(LISTEN)
        colleague = self.cast.called(who)
        if colleague is not None:
            context.add_cookies([self.site.cookie(colleague)])  # type: ignore[list-item]
        # A browser writes answers that are no 200 to its console; so it does where the address moves the focus.
        watched = Watched(self.site.address, expected=("responded with a status of", "Autofocus processing"))
        watched.watch(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return Window(page, context.new_cdp_session(page), watched)
