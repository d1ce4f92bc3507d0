"""Where a page may send a browser: own paths only, however another one is spelled."""

from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.views.paths import own_path

HERE = "https://thanks.haneul.example/sign-in"
HOSTILE = [
    "", " ", ".", "..", "evil.example", "evil.example/", "www.evil.example", "http:evil.example", "https:evil.example",
    "http://evil.example", "https://evil.example", "HTTPS://EVIL.EXAMPLE", "https:/evil.example", "https:///evil.example",
    "http:\\\\evil.example", "//evil.example", "///evil.example", "////evil.example", "//evil.example/%2f..",
    "/\\evil.example", "\\/evil.example", "\\\\evil.example", "/\\/evil.example", "/\\\\evil.example", "\\evil.example",
    "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example", "\n//evil.example", " //evil.example",
    "/ /evil.example", "//\tevil.example", "\x00//evil.example", "/\x00/evil.example", "/\x0b/evil.example",
    "/\x7f/evil.example", "/a\\..\\..\\evil.example", "/path\\evil", "/a b", "/a\tb", "/a\r\nLocation: https://evil.example",
    "/a\nSet-Cookie: x=1", "javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)",
    "data:text/html,x", "vbscript:x", "mailto:a@evil.example", "//user@evil.example", "//evil.example:443",
    "https://thanks.haneul.example@evil.example", "//thanks.haneul.example.evil.example", "//[::1]/", "//127.0.0.1",
    "／／evil.example", "/／evil.example", "/\u2028/evil.example", "/\u00a0/evil.example", "/가", "\ufeff//evil.example",
    "/\ud800", "?next=//evil.example", "#//evil.example", "*", "/\x85/evil.example",
]  # fmt: skip


@pytest.fixture
def here(sqlite_app: Flask) -> Flask:
    return sqlite_app


@pytest.mark.parametrize("wanted", HOSTILE)
def test_a_hostile_spelling_leads_home(here: Flask, wanted: str) -> None:
    with here.test_request_context():
        assert own_path(wanted) == "/"


def test_nothing_wanted_leads_home(here: Flask) -> None:
    with here.test_request_context():
        assert own_path(None) == "/"


@pytest.mark.parametrize(
    "wanted",
    [
        "/",
        "/account",
        "/notes/new?to=100234",
        "/a/b//c",
        "/a?x=https://b.example/",
        "/a#part",
        "/%ED%99%8D",
        "/@",
        "/a:b",
    ],
)
def test_an_own_path_stays_as_it_is(here: Flask, wanted: str) -> None:
    with here.test_request_context():
        assert own_path(wanted) == wanted


@given(st.text(st.sampled_from("/\\.:@?#%&=a2f0 \t\r\n\x00\x0b가／。"), max_size=12))
def test_whatever_is_wanted_a_browser_stays_here(wanted: str) -> None:
    app = Flask("paths")
    app.add_url_rule("/", endpoint="home.page")
    with app.test_request_context():
        found = own_path(wanted)
    # Browsers drop tabs and line ends, and read a backslash as a slash.
    seen = found.replace("\t", "").replace("\n", "").replace("\r", "").replace("\\", "/")
    assert urlsplit(urljoin(HERE, seen))[:2] == urlsplit(HERE)[:2]
