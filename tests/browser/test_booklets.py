"""받은 메시지 한 권 on paper: sheets of A5, a cover, and letters that no page cuts."""

import pytest

from tests.browser.conftest import Site
from tests.browser.test_thanking import Open
from tests.formats.pdfs import sizes, texts

pytestmark = pytest.mark.browser

A5 = (148, 210)
LONG = "바쁜 가운데에도 자료를 하나하나 같이 살펴봐 주셔서 큰 힘이 되었습니다. " * 11


def test_no_page_cuts_a_letter(site: Site, opened: Open) -> None:
    world = site.world
    with site.app.app_context():
        for place, sender in enumerate((world.kim, world.park, world.kim, world.park)):
            world.send(sender, world.hong, points=0, text=f"첫말{place} {LONG} 끝말{place}")
    page = opened(site, world.hong, color_scheme="dark")
    page.goto("/account/booklet")
    page.evaluate("document.fonts.ready")
    content = page.pdf(prefer_css_page_size=True, print_background=True)
    assert {(round(width), round(height)) for width, height in sizes(content)} == {A5}
    said = texts(content)
    assert "받은 메시지 한 권" in said[0]
    assert "인쇄하기" not in "".join(said)
    for place in range(4):
        (begins,) = [number for number, text in enumerate(said) if f"첫말{place}" in text]
        assert f"끝말{place}" in said[begins]
