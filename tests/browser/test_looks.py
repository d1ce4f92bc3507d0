"""Whatever is looked at on every page is seen where it is wrong."""

import pytest
from playwright.sync_api import Browser

from tests.browser.looks import DESK, LISTEN, look
from tests.browser.pages.entry import Entry

pytestmark = pytest.mark.browser

WRONG = """<!doctype html><html lang="en"><head><title>협업포인트</title><style>
  html { font-size: 62.5% } body { margin: 0 } p { color: #999; background: #aaa }
  .wide { width: 500px } .large { width: 80rem; height: 1rem } .button { height: 20px; width: 20px; padding: 0; border: 0; appearance: none }
  @media (prefers-color-scheme: dark) { b { color: #333; background: #222 } }
  @media print { .print { width: 900px } }
</style></head><body><main><h1>하나</h1><h1>둘</h1><p>흐린 글</p><b>어두운 글</b>
<div class="wide">.</div><div class="large">.</div><div class="print">.</div>
<button class="button">가</button><button class="button">나</button></main>
<script>setTimeout(() => document.querySelector('main').style.marginTop = '400px', 800)</script></body></html>"""


def test_each_fault_of_a_page_is_seen(chromium: Browser) -> None:
    page = chromium.new_page(viewport=DESK, reduced_motion="reduce")  # type: ignore[arg-type]
    page.add_init_script(LISTEN)
    page.route("**/*", lambda route: route.fulfill(body=WRONG, content_type="text/html; charset=utf-8"))
    page.goto("http://localhost:9/")
    page.wait_for_function("window.__shifted > 0")
    found = look(page, page.context.new_cdp_session(page), Entry("/", largest=100))
    page.close()
    for fault in (
        "headings of the first level",
        "title",
        "what was read has moved",
        "bytes of 100",
        "light: color-contrast",
        "dark: color-contrast",
        "forced colours, no border",
        "200 % text: wide",
        "320 px: wide",
        "small target",
        "low: 20 px",
        "on paper: wide",
    ):
        assert [one for one in found if one.startswith(fault) or fault in one], f"{fault}: not seen in {found}"
