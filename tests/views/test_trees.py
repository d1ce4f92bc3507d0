"""The pages of the collaboration tree, as people open them."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.domain.trees import LimbKind
from collabpoints.queries.trees import GrownTree, root_of_code, tree_of
from collabpoints.services.accounts import choose_ranking
from tests.factories.agencies import Colleague
from tests.factories.groves import Grove, a_grove
from tests.factories.worlds import a_world

SignIn = Callable[[Colleague], FlaskClient]
SMALL = ("기록과", "문서과")
HIDDEN = "적은 사람의 숫자가 드러나지 않도록 주고받은 수는 보이지 않습니다."


@pytest.fixture
def grove(app: Flask) -> Grove:
    return a_grove()


@pytest.fixture
def reader(grove: Grove, sign_in: SignIn) -> FlaskClient:
    return sign_in(grove.reader)


def the_tree(grove: Grove, code: str = "") -> GrownTree:
    root_id = root_of_code(grove.world.agency_id, code) if code else 0
    assert root_id is not None
    found = tree_of(grove.world.agency_id, grove.span, root_id)
    assert found is not None
    return found


def table(page: str) -> dict[str, list[str]]:
    """The cells of each row of the page's table, by the name in its head; a name that comes twice is one of a bureau."""
    found: dict[str, list[str]] = {}
    for row in re.findall(r'<tr role="row"(?! *>\s*<th scope="col").*?</tr>', page, flags=re.S):
        cells = [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.S)
        ]
        found.setdefault(cells[0], cells[1:])
    return found


def sentences(page: str) -> list[str]:
    """What the limbs say to those who do not see them."""
    return re.findall(r'class="limb" data-place="\d+"[^>]* aria-label="([^"]+)"', page)


def picture(page: str) -> str:
    found = re.search(r'<svg class="tree .*?</figure>', page, flags=re.S)
    assert found
    return found[0]


def test_the_way_in_leads_to_the_newest_month(grove: Grove, reader: FlaskClient) -> None:
    assert reader.get("/trees").location == grove.address


def test_before_anything_has_grown_a_seedling_says_so_kindly(app: Flask, sign_in: SignIn) -> None:
    page = sign_in(a_world().hong).get("/trees")
    assert page.status_code == 200
    assert "작은 싹이 첫 고마움을 기다립니다" in page.text
    assert 'class="seedling' in page.text


def test_a_span_without_a_tree_says_so_and_leads_to_others(grove: Grove, reader: FlaskClient) -> None:
    for address in ("/trees/2020-01", "/trees/2020-01/D1"):
        page = reader.get(address)
        assert page.status_code == 200
        assert "이 기간의 나무가 자랄 자리입니다" in page.text
    assert f'href="{grove.address}"' in reader.get(f"/trees/{grove.span.year}-01").text


def test_what_is_no_span_or_no_department_and_a_file_of_what_has_not_grown_is_no_page(
    app: Flask, sign_in: SignIn
) -> None:
    spans = ("2026-13", "2026-q3", "%EF%BC%92026", "latest", "2026-1", "..%2F2026", "%00")
    codes = (f"{code}{ending}" for code in ("nowhere", "%00", "D1" * 30) for ending in ("", ".svg", ".csv"))
    client = sign_in(a_world().hong)
    addresses = [*spans, *(f"2026-10/{one}" for one in codes), "2020-01.svg", "2020-01.csv"]
    assert {one: client.get(f"/trees/{one}").status_code for one in addresses} == dict.fromkeys(addresses, 404)


def test_a_department_whose_figures_are_not_shown_has_a_kind_page_and_no_file(
    grove: Grove, reader: FlaskClient
) -> None:
    page = reader.get(f"{grove.address}/D3")
    assert page.status_code == 200
    assert "이 가지는 큰 나무에서 함께 자랍니다" in page.text
    assert reader.get(f"{grove.address}/D3.svg").status_code == 404
    assert reader.get(f"{grove.address}/D3.csv").status_code == 404


def test_the_page_has_the_picture_its_heading_and_one_sentence_with_its_numbers(
    grove: Grove, reader: FlaskClient
) -> None:
    page = reader.get(grove.address).text
    assert f"<h1>{grove.span.first.month}월의 협업나무</h1>" in page
    assert "고마움 20건이 오갔고, 그 가운데 다른 실·국에서 온 10건은 꽃으로 피었습니다." in page
    assert f"하늘도의 {grove.span.year}년 {grove.span.first.month}월 협업나무</title>" in page
    assert "까지의 기록" in page
    assert "잠정" in page


def test_the_table_has_the_numbers_of_the_trees_rows(grove: Grove, reader: FlaskClient) -> None:
    told, tree = table(reader.get(grove.address).text), the_tree(grove)
    for branch in tree.branches:
        limb = branch.limb
        name = f"함께 모은 부서 {limb.departments}곳" if limb.kind is LimbKind.SMALL else branch.name
        figures = (limb.received, limb.crossed, limb.sent)
        shown = ["보이지 않음"] if None in figures else [str(one) if one else "" for one in figures]
        assert told[name] == [str(limb.people), *shown]
    assert tree.figures
    assert told["하늘도"] == [str(tree.people), "20", "10", "20"]


def test_the_limbs_say_the_same_numbers(grove: Grove, reader: FlaskClient) -> None:
    said = sentences(reader.get(grove.address).text)
    planning = next(one for one in said if one.startswith("기획담당관"))
    assert planning == (
        "기획담당관: 6명이 함께하는 가지입니다. 고마움 13건을 받았습니다. 그 가운데 6건은 다른 실·국에서 왔습니다."
        " 고마움 3건을 전했습니다. 한 사람에 한 건꼴로 고마움이 닿아 가지가 가득 찼습니다."
    )
    assert len(said) == len(the_tree(grove).branches)


def test_a_department_without_notes_is_told_with_its_people_and_without_a_remark(
    grove: Grove, reader: FlaskClient
) -> None:
    said = sentences(reader.get(grove.address).text)
    assert "하천과: 6명이 함께하는 가지입니다." in said


def test_the_file_has_the_same_rows_as_the_page(grove: Grove, reader: FlaskClient) -> None:
    answer = reader.get(f"{grove.address}.csv")
    assert answer.mimetype == "text/csv"
    assert f"tree-{grove.span}.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    told = table(reader.get(grove.address).text)
    for _above, name, people, *figures in rows[1:-1]:
        shown = ["보이지 않음"] if figures == ["", "", ""] else [one if one != "0" else "" for one in figures]
        assert told[name] == [people, *shown]
    assert rows[-1][0] == f"하늘도의 {grove.span.year}년 {grove.span.first.month}월 협업나무"


@pytest.mark.parametrize("root", ["", "/B1"])
def test_a_hidden_department_shows_no_figure_on_the_page_nor_in_its_files(
    grove: Grove, reader: FlaskClient, root: str
) -> None:
    page = reader.get(f"{grove.address}{root}?mine=1").text
    drawn = reader.get(f"{grove.address}{root}.svg").text
    rows = csv.reader(io.StringIO(reader.get(f"{grove.address}{root}.csv").data.decode("utf-8-sig")))
    small = {row[1]: row[2:] for row in rows if row[1] in SMALL}
    assert small == {name: ["2", "", "", ""] for name in SMALL}
    for name in SMALL:
        assert table(page)[name] == ["2", "보이지 않음"]
        said = f"{name}: 2명이 함께하는 가지입니다. {HIDDEN}"
        assert [one for one in sentences(page) if one.startswith(name)] == [said]
        assert [one for one in sentences(drawn) if one.startswith(name)] == [said]


def test_a_bureaus_tree_shows_no_sum_with_which_a_hidden_department_could_be_had(
    grove: Grove, reader: FlaskClient
) -> None:
    told = table(reader.get(f"{grove.address}/B1").text)
    assert told["기획실"] == ["16", "16", "6", "6"]
    assert told["기획담당관"] == ["6", "13", "6", "3"]
    assert told["복지정책과"] == ["6", "3", "", "3"]


def test_a_limb_leads_to_its_own_tree_and_that_leads_back(grove: Grove, reader: FlaskClient) -> None:
    assert f'href="{grove.address}/B1"' in picture(reader.get(grove.address).text)
    assert f'href="{grove.address}/D1"' in picture(reader.get(f"{grove.address}/B1").text)
    page = reader.get(f"{grove.address}/D1").text
    path = re.search(r'<ol class="tree-path">.*?</ol>', page, flags=re.S)
    assert path
    assert re.findall(r'href="([^"]+)"', path[0]) == [grove.address, f"{grove.address}/B1"]
    assert f"기획담당관의 {grove.span.first.month}월 나무" in page


def test_a_full_branch_is_told_of_on_its_own_page_and_others_are_not(grove: Grove, reader: FlaskClient) -> None:
    full = "한 사람에 한 건꼴로 고마움이 닿아 가지가 가득 찼습니다."
    assert full in reader.get(f"{grove.address}/D1").text
    assert full not in reader.get(f"{grove.address}/D2").text


def test_a_leaf_of_a_public_note_opens_it(grove: Grove, reader: FlaskClient) -> None:
    page = reader.get(f"{grove.address}/D1").text
    notes = re.findall(r'<a class="leaf" href="(/notes/\d+)"', picture(page))
    assert len(notes) == 13
    assert reader.get(notes[0]).status_code == 200


def test_the_fruit_stands_beside_the_tree_by_name(grove: Grove, reader: FlaskClient) -> None:
    page = reader.get(grove.address).text
    fruits = re.search(r'<ul class="fruits">.*?</ul>', page, flags=re.S)
    assert fruits
    assert re.findall(r"<b>(.*?)</b>", fruits[0]) == ["홍가0", "홍가1", "홍가2"]
    assert picture(page).count('href="#tree-f"') == 3


def test_who_opts_out_is_no_fruit_and_leaves_a_gap(grove: Grove, reader: FlaskClient) -> None:
    choose_ranking(grove.planning[1].person_id, is_opted_out=True)
    page = reader.get(grove.address).text
    assert "홍가1" not in page
    assert "순위 공개를 원하지 않은 직원의 자리는 비워 둡니다" in page
    assert picture(page).count('href="#tree-f"') == 2


def test_a_branch_shows_the_fruit_of_its_own_people(grove: Grove, reader: FlaskClient) -> None:
    assert "홍가0" in reader.get(f"{grove.address}/D1").text
    assert 'class="fruits"' not in reader.get(f"{grove.address}/D2").text


class TestOwnLeaves:
    """내 잎 찾기."""

    def test_nothing_of_mine_is_marked_unless_i_ask(self, grove: Grove, reader: FlaskClient) -> None:
        page = reader.get(grove.address).text
        assert 'class="own"' not in page
        assert "내가 보낸 잎" not in page
        assert 'href="?mine=1#tree"' in page

    def test_my_leaves_are_marked_and_said_in_words(self, grove: Grove, reader: FlaskClient) -> None:
        page = reader.get(f"{grove.address}?mine=1").text
        assert 'class="own"' in picture(page)
        told = " ".join(re.sub(r"<[^>]+>", "", page[page.index('class="own-leaves"') :].partition("</ul>")[0]).split())
        assert "기획담당관 가지에 내가 보낸 잎 1장" in told
        assert "기록과 가지에 내가 보낸 잎" in told
        assert "기록과 가지에 내가 보낸 잎 1장" not in told

    def test_who_has_none_is_told_so_kindly(self, grove: Grove, sign_in: SignIn) -> None:
        page = sign_in(grove.roads[5]).get(f"{grove.address}?mine=1").text
        assert "이 나무에는 아직 내 잎이 없습니다" in page
        assert 'class="own"' not in page

    def test_what_i_received_is_mine_too(self, grove: Grove, sign_in: SignIn) -> None:
        page = sign_in(grove.planning[0]).get(f"{grove.address}/D1?mine=1").text
        assert "내가 받은 잎" in page

    def test_nobody_elses_leaves_are_in_a_file(self, grove: Grove, reader: FlaskClient) -> None:
        assert 'class="own"' not in reader.get(f"{grove.address}.svg?mine=1").text


@pytest.mark.parametrize(("theme", "sky"), [("light", "light"), ("dark", "dark"), ("nonsense", "light")])
def test_the_picture_is_a_file_that_stands_alone(grove: Grove, reader: FlaskClient, theme: str, sky: str) -> None:
    answer = reader.get(f"{grove.address}.svg?theme={theme}")
    assert answer.mimetype == "image/svg+xml"
    assert f"tree-{grove.span}.svg" in answer.headers["Content-Disposition"]
    assert "<style>" in answer.text
    assert 'href="/' not in answer.text
    assert answer.text == reader.get(f"{grove.address}.svg?theme={sky}").text


def test_all_twelve_months_stand_around_and_those_with_a_tree_are_links(grove: Grove, reader: FlaskClient) -> None:
    page = reader.get(grove.address).text
    months = re.search(r'<ol class="tree-months">.*?</ol>', page, flags=re.S)
    assert months
    assert months[0].count("<li>") == 12
    assert re.findall(r'href="([^"]+)"', months[0]) == [grove.address]
    assert 'aria-current="page"' in months[0]


def test_the_page_is_in_english_too(grove: Grove, reader: FlaskClient) -> None:
    reader.set_cookie("language", "en")
    page = reader.get(f"{grove.address}?mine=1").text
    assert "20 notes of thanks went to and fro; 10 of them came from other bureaus and blossomed." in page
    assert 'lang="en"' in picture(page)


def test_the_colours_of_the_months_may_be_kept_by_anybody(
    grove: Grove, client: FlaskClient, reader: FlaskClient
) -> None:
    address = re.search(r'href="(/trees/seasons\.css\?v=[0-9a-f]{12})"', reader.get(grove.address).text)
    assert address
    sheet = client.get(address[1])
    assert sheet.mimetype == "text/css"
    assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert ".tree-12{" in sheet.text
    assert client.get("/trees/seasons.css").headers["Cache-Control"] == "no-cache"
