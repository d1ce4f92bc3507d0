import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import Environment

from tools.assets import font_sheet, without_addresses

OWN = Path(__file__).resolve().parents[2] / "collabpoints" / "static"
TEMPLATES = OWN.parent.parent / "templates"
OWN_SHEETS = sorted((OWN / "css").glob("*.css"))


def _asset(app: Flask, name: str) -> str | None:
    environment: Environment = app.jinja_env
    with app.app_context(), app.test_request_context("/"):  # an answer of its own
        address: str | None = environment.globals["asset"](name)  # type: ignore[operator]
    return address


def _status(client: FlaskClient, address: str) -> int:
    with client.get(address) as answer:  # closes the file behind it
        return answer.status_code


def test_the_address_of_a_file_carries_the_version_of_its_content(app: Flask) -> None:
    address = _asset(app, "css/base.css")
    assert address is not None
    assert re.fullmatch(r"/static/css/base\.css\?v=[0-9a-f]{12}", address)


def test_a_changed_file_has_another_address(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    (tmp_path / "site.css").write_text("a {}")
    before = _asset(app, "site.css")
    (tmp_path / "site.css").write_text("a { color: red }")
    assert _asset(app, "site.css") != before


def test_a_file_that_was_not_built_has_no_address(app: Flask) -> None:
    assert _asset(app, "built/nothing.css") is None


def test_a_page_without_the_built_assets_still_has_its_own_style(
    app: Flask, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "css").symlink_to(OWN / "css")
    for drawing in OWN.glob("*.svg"):
        (tmp_path / drawing.name).symlink_to(drawing)
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    page = client.get("/sign-in").text
    assert "css/base.css?v=" in page
    assert "built/" not in page
    assert "None" not in page


def test_every_own_sheet_is_used_by_some_page() -> None:
    templates = "".join(page.read_text(encoding="utf-8") for page in TEMPLATES.rglob("*.html"))
    assert OWN_SHEETS
    assert [sheet.name for sheet in OWN_SHEETS if f"css/{sheet.name}" not in templates] == []


def test_every_file_that_a_page_names_is_served(client: FlaskClient) -> None:
    named = re.findall(r'(?:href|src)="(/static/[^"#]+)', client.get("/sign-in").text)
    assert len(named) > len(_sheets_of("base.html"))
    assert [address for address in named if _status(client, address) != 200] == []


def test_own_styles_and_drawings_name_no_other_host() -> None:
    named = [
        (path.name, address)
        for path in (*OWN_SHEETS, *OWN.glob("*.svg"))
        for address in re.findall(r"(?:https?:)?//[^\s\"')]+", path.read_text(encoding="utf-8"))
        if address != "http://www.w3.org/2000/svg"
    ]
    assert named == []


def test_no_page_loads_many_own_styles() -> None:
    """What every page loads, and what a page loads besides (of its own, and of the pages that it extends)."""
    weights = {sheet.name: sheet.stat().st_size for sheet in OWN_SHEETS}
    heavy = {
        str(page.relative_to(TEMPLATES)): weight
        for page in TEMPLATES.rglob("*.html")
        if (weight := sum(weights[name] for name in _sheets_of("base.html", str(page.relative_to(TEMPLATES)))))
        >= 40_000
    }
    assert heavy == {}


def _sheets_of(*pages: str) -> set[str]:
    found = set()
    for page in pages:
        text = (TEMPLATES / page).read_text(encoding="utf-8")
        found |= set(re.findall(r"css/([a-z]+\.css)", text))
        found |= _sheets_of(*(parent for line in re.findall(r"{% extends (.*?) %}", text)
                              for parent in re.findall(r'"([^"]+)"', line)))  # fmt: skip
    return found


def test_every_icon_that_a_template_asks_for_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (OWN / "icons.svg").read_text(encoding="utf-8")))
    asked = {
        name
        for template in TEMPLATES.rglob("*.html")
        for name in re.findall(r'\bicon(?:\(|=)"([a-z]+)"', template.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked - drawn == set()


def test_the_copied_tokens_reach_out_to_nobody() -> None:
    sheet = '@charset "utf-8";\n@import url("https://a.example/x.css");\n/* https://b.example */\n'
    sheet += ":root { --a: #fff; --b: url(//c.example/d.svg); --c: 1rem }\n"
    assert without_addresses(sheet).split() == [
        "@charset",
        '"utf-8";',
        ":root",
        "{",
        "--a:",
        "#fff;",
        "--c:",
        "1rem",
        "}",
    ]


def test_the_copied_font_sheet_names_its_files_with_their_release() -> None:
    sheet = "/* [0] */ @font-face { src: url(./woff2-dynamic-subset/A.subset.0.woff2) format('woff2-variations'); }"
    assert "url(fonts/A.subset.0.woff2?v=1.3.9)" in font_sheet(sheet, "1.3.9")


def test_a_font_sheet_that_names_another_place_is_refused() -> None:
    with pytest.raises(ValueError, match="not expected"):
        font_sheet("@font-face { src: url(https://a.example/A.woff2) }", "1.3.9")
