"""What is looked at on every page: each function answers with what is wrong, a line each."""

from typing import Any

from playwright.sync_api import CDPSession, Page

from tests.browser.axe import colour_faults, faults, small_targets
from tests.browser.pages.entry import Entry

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 320, "height": 4000}
"""As long as a page is: what stays at the lower edge while one scrolls covers nothing that one could not scroll to."""
PAPER = {"width": 719, "height": 1045}
"""A4 within margins of one centimetre, in CSS pixels."""

MOST_REQUESTS = 22
"""What a page asks for, itself included, fonts left out."""
LARGEST_SHIFT = 0.05
SMALLEST_ACTION = 44
"""CSS pixels of height of what one presses."""

LISTEN = """
window.__shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => { if (!one.hadRecentInput) window.__shifted += one.value; }))
  .observe({type: 'layout-shift', buffered: true});
addEventListener('securitypolicyviolation', one => console.error('policy: ' + one.violatedDirective + ' ' + one.sample));
"""
"""Runs in every page before its own scripts."""
PRESS = """button => {
  const form = button.form, held = document.createElement('input');
  Object.assign(held, {type: 'hidden', name: button.name, value: button.value});
  form.append(held);
  if (button.hasAttribute('formaction')) form.action = button.formAction;
  form.submit();
}"""
"""Sends the button's form as a browser does that knows no scripts and checks nothing itself."""

_FRAME = """() => ({
  headings: [...document.querySelectorAll('h1')].map(one => one.textContent.trim()),
  title: document.title, lang: document.documentElement.lang, shifted: window.__shifted,
  bytes: performance.getEntriesByType('navigation')[0].decodedBodySize,
  requests: 1 + performance.getEntriesByType('resource').filter(one => !one.name.includes('.woff2')).length,
})"""
# What lies in a region of its own that scrolls (a wide table) pushes nobody.
_WIDE = """slack => {
  const room = document.documentElement.clientWidth + slack;
  if (document.documentElement.scrollWidth <= room) return '';
  const far = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > room + 1).pop();
  return document.documentElement.scrollWidth + ' of ' + room + ': ' + (far ? far.outerHTML.slice(0, 120) : '');
}"""
_SEEN = "[...document.body.querySelectorAll('*')].map(one => Number(one.checkVisibility({visibilityProperty: true}))).join('')"
_LOW = """least => [...document.querySelectorAll('main .button, main input:not([type=hidden], [type=checkbox], [type=radio]), main select, main textarea')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().height < least)
  .map(one => one.getBoundingClientRect().height + ' px: ' + one.outerHTML.slice(0, 120))"""
_BORDERLESS = """() => [...document.querySelectorAll('.button, input:not([type=hidden]), select, textarea')]
  .filter(one => one.checkVisibility({visibilityProperty: true})).filter(one => {
    const style = getComputedStyle(one);
    return style.appearance === 'none' && (style.borderTopStyle === 'none' || parseFloat(style.borderTopWidth) < 1 || style.borderTopColor === style.backgroundColor);
  }).map(one => one.outerHTML.slice(0, 120))"""


def look(page: Page, tools: CDPSession, entry: Entry) -> list[str]:
    """Everything, on the entry's page, which was just opened at a desk in light. Leaves the window as it was."""
    found = [*_frame(page, entry), *_named("light", faults(page))]
    seen = page.evaluate(_SEEN)
    page.emulate_media(color_scheme="dark")
    # A page that shows the same parts in the dark differs in nothing but colours.
    found += _named("dark", colour_faults(page) if page.evaluate(_SEEN) == seen else faults(page))
    page.emulate_media(color_scheme="light", forced_colors="active")
    found += _named("forced colours, no border", page.evaluate(_BORDERLESS))
    page.emulate_media(forced_colors="none")
    tools.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    found += _named("200 % text", _wide(page))
    tools.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    found += _named("320 px", _wide(page))
    found += _named("small target", small_targets(page))
    found += _named("low", page.evaluate(_LOW, SMALLEST_ACTION))
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    found += _named("on paper", _wide(page, slack=1))
    page.emulate_media(media="screen")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    return found


def _frame(page: Page, entry: Entry) -> list[str]:
    told: dict[str, Any] = page.evaluate(_FRAME)
    found = []
    if len(told["headings"]) != 1 or not told["headings"][0]:
        found.append(f"headings of the first level: {told['headings']}")
    if not told["title"].removesuffix("협업포인트").strip(" ·") or told["lang"] != "ko":
        found.append(f"title {told['title']!r} in {told['lang']!r}")
    if told["shifted"] > LARGEST_SHIFT and not entry.press:  # what comes after a press is new
        found.append(f"what was read has moved: {told['shifted']:.3f} of {LARGEST_SHIFT}")
    if told["bytes"] > entry.largest:
        found.append(f"{told['bytes']} bytes of {entry.largest}")
    if told["requests"] > MOST_REQUESTS:
        found.append(f"{told['requests']} requests of {MOST_REQUESTS}")
    return found


def _wide(page: Page, slack: int = 0) -> list[str]:
    told = page.evaluate(_WIDE, slack)
    return [f"wide, {told}"] if told else []


def _named(how: str, found: list[str]) -> list[str]:
    return [f"{how}: {one}" for one in found]
