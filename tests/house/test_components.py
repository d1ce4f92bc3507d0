"""The page of components shows every part that pages are made of, and the colours that all of them use can be read."""

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import nodes

from collabpoints.domain.roles import Role
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency

HOME = Path(__file__).resolve().parents[2]
COMPONENTS = sorted((HOME / "templates" / "components").glob("*.html"))
PAGE = sorted((HOME / "templates" / "components_page").glob("*.html"))
CSS = HOME / "collabpoints" / "static" / "css"
READ = ("ink", "ink-quiet", "blue", "blue-strong", "persimmon", "leaf", "danger", "warning")
GROUNDS = ("paper", "surface", "surface-soft")
ON_ITS_OWN = (
    ("on-blue", "blue"), ("on-blue", "blue-strong"), ("blue", "blue-soft"), ("persimmon", "persimmon-soft"),
    ("leaf", "leaf-soft"), ("danger", "danger-soft"), ("warning", "warning-soft"), ("paper", "persimmon"),
    *product(("ink",), ("blue-soft", "persimmon-soft", "leaf-soft", "danger-soft", "warning-soft", "glow")),
)  # fmt: skip


@pytest.fixture
def page(app: Flask, sign_in: Callable[[Colleague], FlaskClient]) -> str:
    agency = an_agency()
    boss = a_colleague(agency, "김관리", a_department(agency, "총무과"), roles=(Role.ADMINISTRATOR,))
    answer = sign_in(boss).get("/components")
    assert answer.status_code == 200
    return answer.text


def test_every_file_of_components_has_its_place_on_the_page(page: str) -> None:
    missing = {path.stem for path in COMPONENTS} - set(re.findall(r'id="component-([a-z_]+)"', page))
    assert missing == set(), f"show {missing} in templates/components_page/, in all their states"


def test_every_macro_of_the_components_is_shown_there(app: Flask) -> None:
    shown = {
        call.node.name
        for path in PAGE
        for call in app.jinja_env.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
    }
    own = {
        macro.name
        for path in COMPONENTS
        for macro in app.jinja_env.parse(path.read_text(encoding="utf-8")).find_all(nodes.Macro)
        if not macro.name.startswith("_")
    }
    assert own
    assert own - shown == set(), f"call {own - shown} in templates/components_page/"


def test_every_icon_is_shown_there(page: str) -> None:
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (CSS.parent / "icons.svg").read_text(encoding="utf-8")))
    assert drawn - set(re.findall(r"#([a-z]+)\"></use>", page)) == set()


def test_every_colour_and_size_of_ours_is_shown_there(page: str) -> None:
    ours = set(re.findall(r"^  --([a-z0-9-]+):", (CSS / "tokens.css").read_text(encoding="utf-8"), re.MULTILINE))
    assert "paper" in ours
    assert ours - set(re.findall(r'data-token="([a-z0-9-]+)"', page)) == set()


def tokens(is_dark: bool) -> dict[str, str]:
    """Our colours by name, as #rrggbb; in the dark, those that the dark changes."""
    light, _, dark = (CSS / "tokens.css").read_text(encoding="utf-8").partition("@media")
    found = {}
    for text in (light, dark) if is_dark else (light,):
        for name, value in re.findall(r"--([a-z-]+): (?:var\([^,]+, )?(#[0-9a-f]{3,6})\)?;", text):
            found[name] = value if len(value) == 7 else "#" + "".join(letter * 2 for letter in value[1:])
    return found


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2 between two colours, 1 to 21."""
    lights = sorted(_light(colour) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), [*product(READ, GROUNDS), *ON_ITS_OWN])
def test_words_stand_out_from_their_ground(is_dark: bool, words: str, ground: str) -> None:
    colours = tokens(is_dark)
    assert contrast(colours[words], colours[ground]) >= 4.5, f"{words} on {ground}: change it in css/tokens.css"


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), [*product(("line-control", "blue", "danger"), GROUNDS)])
def test_the_edge_of_what_one_can_press_is_seen(is_dark: bool, line: str, ground: str) -> None:
    colours = tokens(is_dark)
    assert contrast(colours[line], colours[ground]) >= 3, f"{line} on {ground}: change it in css/tokens.css"


def test_the_colours_behind_the_commas_are_those_of_krds() -> None:
    """Where npm was missing, our own value stands in: it must be the one that the test of contrast has seen."""
    krds = (CSS.parent / "built" / "krds_tokens.css").read_text(encoding="utf-8")
    values = dict(re.findall(r"--(krds-[a-z0-9-]+):\s*([^;]+);", krds))
    ours = re.findall(r"var\(--(krds-color-[a-z0-9-]+), (#[0-9a-f]+)\)", (CSS / "tokens.css").read_text("utf-8"))
    assert ours
    assert {name: values[name].strip().lower() for name, _ in ours} == dict(ours)
