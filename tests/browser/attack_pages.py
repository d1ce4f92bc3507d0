"""How the attacks in a real browser go through pages: one, all of a list, and one that refuses what was typed."""

from collections.abc import Iterable, Mapping, Sequence

from playwright.sync_api import Page

from tests.browser.attack_site import audit, stands


def looked(page: Page, address: str, *texts: str, besides: str = "") -> None:
    """The page at this address is as it should be, and every text stands on it. `besides`: elements that are its own."""
    page.goto(address)
    audit(page, besides=besides)
    stands(page, texts)


def leafed(page: Page, address: str) -> str:
    """The words of all pages of a list in one line, each page audited."""
    page.goto(address)
    words = ""
    while True:
        audit(page)
        words += str(page.evaluate("document.body.textContent.replace(/\\s+/g, ' ')"))
        further = page.locator(".pagination a[rel=next]")
        if further.count() == 0:
            return words
        page.goto(further.first.get_attribute("href") or "")


def missing_in(words: str, texts: Sequence[str]) -> list[str]:
    """The texts that do not stand there, letter by letter."""
    return [text for text in texts if " ".join(text.split()) not in words]


def pressed(page: Page, button: str, typed: Mapping[str, str]) -> None:
    """What is typed is sent with this button, over the browser's own limits; the answer is there."""
    with page.expect_navigation():
        page.evaluate(
            """([button, typed]) => { const press = document.querySelector(button), form = press.form;
               form.noValidate = true; for (const name in typed) { const box = form.elements[name];
               box.removeAttribute("maxlength"); box.value = typed[name] } press.click() }""",
            [button, dict(typed)],
        )


def refused(page: Page, button: str, typed: Mapping[str, str], *, besides: str = "") -> None:
    """What is typed is sent over the browser's own limits, is refused, and stands in the form as it was typed."""
    pressed(page, button, typed)
    page.locator("#errors").wait_for()
    audit(page, besides=besides)
    for name, text in typed.items():
        assert page.locator(f"main [name='{name}']:not([type=hidden])").last.input_value() == text, name


def walked(windows: Mapping[str, Page], doors: Iterable[tuple[str, str]], *, besides: str = "") -> None:
    """Every page is as it should be for those who are named behind its address, and not there for the others."""
    for address, whose in doors:
        for who, page in windows.items():
            if who in whose.split():
                looked(page, address, besides=besides)
            else:
                assert page.request.get(address).status == 404, f"{who} {address}"
