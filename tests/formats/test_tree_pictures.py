"""The picture of a tree: true to its numbers, named without overlaps, small enough, the same each time."""

import gzip
import re
from xml.etree import ElementTree

import pytest

from collabpoints.domain.tree_layouts import agency_layout, bureau_layout, department_layout
from collabpoints.domain.tree_seasons import Theme
from collabpoints.domain.trees import HEIGHT, WIDTH, Layout, LimbKind
from collabpoints.formats.tree_branches import draw_branch
from collabpoints.formats.tree_leaves import LeafLink, scattered
from collabpoints.formats.tree_names import SIZES, Wish, placed, width_of
from collabpoints.formats.tree_pictures import Extras, LimbWords, PictureWords, draw
from collabpoints.formats.tree_seedlings import draw_seedling
from tests.factories.growths import agency_of, growth

SVG = "{http://www.w3.org/2000/svg}"
AGENCIES = [(30, 4, 2), (1_200, 60, 12), (40_000, 900, 30)]
LANGUAGES = {"ko": "건설교통정책관 {}", "en": "Office of Construction and Transport {}"}
NARROWEST = {"small": 270, "middle": 410, "large": 600}
"""How wide (px) a picture is at least where a page shows each set of names; 320 px less the page's edges is the smallest."""


def words(layout: Layout, language: str = "ko", name: str = "") -> PictureWords:
    named = name or LANGUAGES[language]
    limbs = {
        limb.place: LimbWords(
            named.format(limb.place), f"{limb.place}: {limb.received}", f"/trees/2026-10/{limb.place}"
        )
        for limb in layout.limbs
        if limb.kind is not LimbKind.BOUGH
    }
    return PictureWords("10월의 협업나무", "모두 12건입니다.", "2026년 10월 31일 기준", language, limbs)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def leaves_in(svg: str) -> int:
    """Leaves are shapes in the three shades of a limb; those lying on the ground do not count."""
    limbs = "".join(re.findall(r'<(?:a|g) class="limb".*?</(?:a|g)>', svg))
    return sum(path.count("M") for path in re.findall(r'class="l[123]" d="([^"]*)"', limbs))


@pytest.mark.parametrize(("people", "departments", "bureaus"), AGENCIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_stays_small(people: int, departments: int, bureaus: int, language: str) -> None:
    layout = agency_layout(agency_of(people, departments, bureaus))

    for month in (1, 4, 10):
        svg = draw(layout, words(layout, language), month=month, theme=Theme.LIGHT).encode()
        assert len(svg) <= 300_000
        assert len(gzip.compress(svg)) <= 60_000


@pytest.mark.parametrize(("people", "departments", "bureaus"), AGENCIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_names_of_a_set_overlap(people: int, departments: int, bureaus: int, language: str) -> None:
    layout = agency_layout(agency_of(people, departments, bureaus))
    tree = parsed(draw(layout, words(layout, language), month=7, theme=Theme.LIGHT))

    for size in SIZES:
        names = tree.findall(f".//{SVG}g[@class='names names-{size.name}']/{SVG}text")
        boxes = []
        for name in names:
            wide = width_of(name.text or "") * size.letters
            middle, low = float(name.get("x", "")), float(name.get("y", ""))
            boxes.append((middle - wide / 2, low - size.letters * 0.8, middle + wide / 2, low + size.letters * 0.2))
        assert names, f"{size.name}: nothing is named"
        assert all(left >= 0 and right <= WIDTH and top >= 0 and low <= HEIGHT for left, top, right, low in boxes)
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_names_are_at_least_eleven_pixels_high_wherever_their_set_is_shown() -> None:
    assert {size.name for size in SIZES} == set(NARROWEST)
    assert all(size.letters * NARROWEST[size.name] / WIDTH >= 11 for size in SIZES)


def test_where_there_is_room_for_one_name_only_the_first_wish_has_it() -> None:
    size = SIZES[0]
    long = "가" * (WIDTH // size.letters - 1)
    wishes = [Wish(place, long, 500, 500) for place in range(1, 30)]

    names = placed(wishes, size)

    assert names[0].place == 1
    assert len(names) < len(wishes)


@pytest.mark.parametrize("month", range(1, 13))
def test_each_note_is_a_leaf_or_a_blossom(month: int) -> None:
    layout = bureau_layout([growth(1, 1, received=20, crossed=6), growth(2, 1, received=0), growth(3, 1, received=9)])

    svg = draw(layout, words(layout), month=month, theme=Theme.LIGHT)

    assert layout.leaf_notes == 1
    assert leaves_in(svg) == 23
    assert len(re.findall(r'<use href="#tree-b\d', svg)) == 6


def test_the_same_tree_is_drawn_in_the_same_bytes() -> None:
    one, other = (agency_layout(agency_of(1_200, 60, 12)) for _time in range(2))

    assert draw(one, words(one), month=7) == draw(other, words(other), month=7)


def test_a_limb_says_its_sentence_and_leads_to_its_own_tree() -> None:
    layout = bureau_layout([growth(1, 1, received=3)])

    svg = draw(layout, words(layout), month=7)

    assert '<a class="limb" data-place="1" href="/trees/2026-10/1" aria-label="1: 3">' in svg
    assert "<title" in svg
    assert "모두 12건입니다. 2026년 10월 31일 기준</desc>" in svg


def test_a_limb_that_leads_nowhere_is_a_picture_with_a_sentence() -> None:
    layout = bureau_layout([growth(1, 1, received=3)])
    said = PictureWords("나무", "문장", "기준", "ko", {1: LimbWords("총무과", "총무과 3건", None)})

    svg = draw(layout, said, month=7)

    assert "<a " not in svg
    assert '<g class="limb" data-place="1" role="img" aria-label="총무과 3건">' in svg


def test_boughs_say_nothing() -> None:
    layout = department_layout(growth(1, 1, received=30))

    assert draw(layout, words(layout), month=7).count('aria-hidden="true"><path class="wood"') == len(layout.limbs)


def test_what_is_named_cannot_break_the_picture() -> None:
    layout = bureau_layout([growth(1, 1, received=3)])

    svg = draw(layout, words(layout, name='"><script>alert(1)</script>&'), month=7, theme=Theme.LIGHT)

    assert "<script" not in svg
    assert parsed(svg) is not None


def test_a_leaf_that_opens_a_note_is_a_link_and_mine_is_marked() -> None:
    layout = bureau_layout([growth(1, 1, received=4, crossed=1)])
    extras = Extras(links=[LeafLink(1, 0, "/notes/8", "공개 메시지")], mine={1: frozenset({3})})

    svg = draw(layout, words(layout), month=7, extras=extras)

    assert '<a class="leaf" href="/notes/8" aria-label="공개 메시지"><path' in svg
    assert svg.count('class="ring"') == 1
    assert leaves_in(svg) == 2
    assert len(re.findall(r'<use href="#tree-b\d', svg)) == 1


def test_a_fruit_hangs_for_each_of_the_outstanding() -> None:
    layout = bureau_layout([growth(1, 1, received=4), growth(2, 1, received=4)])

    svg = draw(layout, words(layout), month=9, extras=Extras(fruits={1: 2, 2: 1}))

    assert svg.count('<use href="#tree-f"') == 3


def test_a_file_that_stands_alone_has_its_colours_and_a_page_s_picture_has_none() -> None:
    layout = bureau_layout([growth(1, 1, received=4)])

    alone = draw(layout, words(layout), month=10, theme=Theme.DARK)
    inside = draw(layout, words(layout), month=10)

    assert parsed(alone).tag == f"{SVG}svg"
    assert "<style>" in alone
    assert "var(" not in alone
    assert "<style" not in inside
    assert "style=" not in alone + inside


def test_every_id_of_a_picture_begins_with_its_name() -> None:
    layout = bureau_layout([growth(1, 1, received=4)])

    svg = draw(layout, words(layout), month=10, name="mine")

    assert set(re.findall(r' id="([a-z]+)-', svg)) == {"mine"}
    assert set(re.findall(r'href="#([a-z]+)-', svg)) <= {"mine"}


@pytest.mark.parametrize(("leaves", "blossoms"), [(0, 0), (5, 0), (0, 4), (7, 3), (300, 299)])
def test_blossoms_are_scattered_and_none_is_lost(leaves: int, blossoms: int) -> None:
    spots = [(at, at) for at in range(leaves + blossoms)]

    kept, opened = scattered(spots, blossoms)

    assert (len(kept), len(opened)) == (leaves, blossoms)
    assert sorted([*kept, *opened]) == spots


def test_a_branch_has_one_leaf_that_arrives() -> None:
    svg = draw_branch(leaves=3, blossoms=2, is_blossom=False, title="가지", sentence="잎이 돋았습니다.", month=7)

    tree = parsed(svg)
    assert len(re.findall(r'class="l[123]"', svg)) == 3 + 1  # the fourth is in the shape of a fruit, which nobody uses
    assert len(re.findall(r'<use href="#branch-b3', svg)) == 2
    assert svg.count('class="arriving"') == 1
    assert tree.find("title") is not None


def test_a_branch_with_very_many_notes_is_simply_full() -> None:
    svg = draw_branch(leaves=4_000, blossoms=900, is_blossom=True, title="가지", sentence="꽃이 피었습니다.", month=4)

    assert len(svg) < 12_000


@pytest.mark.parametrize("month", [3, 12])
def test_the_first_day_is_a_seedling(month: int) -> None:
    svg = draw_seedling("새싹", "첫 메시지를 기다리는 새싹입니다.", month=month, theme=Theme.LIGHT)

    assert parsed(svg).find(f"{SVG}desc") is not None
