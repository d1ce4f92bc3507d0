"""The colours of the tree: in every month, on light paper and on dark, what has to be seen stands out."""

import pytest

from collabpoints.domain.tree_seasons import Dress, Palette, Theme, dress, palette

MONTHS = range(1, 13)
LINES, LETTERS = 3.0, 4.5

EVERY = [pytest.param(month, theme, id=f"{month}-{theme}") for month in MONTHS for theme in (Theme.LIGHT, Theme.DARK)]


def luminance(colour: str) -> float:
    """As WCAG 2.2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def behind(of: Palette) -> list[str]:
    return [of.sky, *of.foliage]


@pytest.mark.parametrize(("month", "theme"), EVERY)
def test_wood_stands_out_from_sky_foliage_and_earth(month: int, theme: Theme) -> None:
    of = palette(month, theme)

    assert min(contrast(of.wood, one) for one in (*behind(of), of.earth)) >= LINES


@pytest.mark.parametrize(("month", "theme"), EVERY)
def test_leaves_blossoms_and_fruit_stand_out_from_the_foliage(month: int, theme: Theme) -> None:
    of = palette(month, theme)

    assert {
        colour: round(min(contrast(colour, one) for one in behind(of)), 2)
        for colour in (*of.leaves, of.blossom_line, of.fruit)
        if min(contrast(colour, one) for one in behind(of)) < LINES
    } == {}


@pytest.mark.parametrize(("month", "theme"), EVERY)
def test_names_can_be_read_on_whatever_is_behind_them(month: int, theme: Theme) -> None:
    of = palette(month, theme)

    assert min(contrast(of.ink, one) for one in (*behind(of), of.glow)) >= LETTERS


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_the_foliage_is_fuller_tone_by_tone(theme: Theme) -> None:
    for month in MONTHS:
        away = [contrast(tone, palette(month, theme).sky) for tone in palette(month, theme).foliage]
        assert len(set(away)) == len(away), f"month {month}: two tones look alike"


def test_the_year_goes_from_buds_to_lights() -> None:
    assert dress(3) is Dress.BUDS
    assert dress(7) is Dress.LEAVES
    assert dress(10) is Dress.LEAVES
    assert dress(12) is Dress.LIGHTS


def test_no_month_looks_like_the_one_three_months_later() -> None:
    for theme in (Theme.LIGHT, Theme.DARK):
        assert all(palette(month, theme) != palette((month + 2) % 12 + 1, theme) for month in MONTHS)


def test_each_colour_has_one_name() -> None:
    assert list(palette(7, Theme.LIGHT).named()) == list(palette(12, Theme.DARK).named())
