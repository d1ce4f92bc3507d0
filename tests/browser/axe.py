"""axe-core in the page that a browser shows."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.servers import HOME

_SCRIPT = HOME / "node_modules" / "axe-core" / "axe.min.js"
# Nothing here asks for the style sheets once more (`preload`): the rules that read them are not among those that run.
_RUN = "only => axe.run(document, {resultTypes: ['violations'], preload: false, ...(only && {runOnly: only})})"


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What axe finds wrong on the page, a line each."""
    return _found(page)


def colour_faults(page: Page) -> list[str]:
    """The same, of colours alone."""
    return _found(page, "color-contrast", "link-in-text-block")


def small_targets(page: Page) -> list[str]:
    """What is smaller than 24 × 24 CSS pixels and has not the room around it that WCAG 2.2 takes instead (2.5.8)."""
    return _found(page, "target-size")


def _found(page: Page, *only: str) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    result: dict[str, Any] = page.evaluate(_RUN, list(only) or None)
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
