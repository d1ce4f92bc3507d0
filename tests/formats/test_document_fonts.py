"""Which fonts a PDF is written with: the operator's own, those that came with the assets, those of the machine."""

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from collabpoints.domain.errors import Code, Refused
from collabpoints.formats.document_fonts import BUILT_FONTS, DocumentFonts, Face, Typeface, letters_of
from tools.assets import DOCUMENT_FONTS


def _font(path: Path, letters: str) -> Path:
    """A font in which each of these letters is a glyph without ink."""
    names = [f"letter{ord(letter):04X}" for letter in letters]
    font = FontBuilder(1000)
    font.setupGlyphOrder([".notdef", *names])
    font.setupCharacterMap(dict(zip(map(ord, letters), names, strict=True)))
    font.setupGlyf({name: Glyph() for name in (".notdef", *names)})
    font.setupHorizontalMetrics(dict.fromkeys((".notdef", *names), (500, 0)))
    font.setupHorizontalHeader()
    font.setupOS2()
    font.setupNameTable({"familyName": path.stem})
    font.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path


@pytest.fixture
def fonts(tmp_path: Path) -> DocumentFonts:
    """A house without fonts: no assets, nothing on the machine."""
    return DocumentFonts(built=tmp_path / "built", places=(tmp_path / "machine",))


def _names(typefaces: tuple[Typeface, ...]) -> list[str]:
    return [typeface.regular.path.name for typeface in typefaces]


def test_the_assets_bring_every_font_that_is_looked_for() -> None:
    assert set(DOCUMENT_FONTS) == {name for *names, _ in BUILT_FONTS.values() for name in names}


def test_there_is_a_korean_font_where_the_tests_run() -> None:
    for typefaces in (DocumentFonts().serif("가힣"), DocumentFonts().sans("가힣")):
        assert {ord("가"), ord("힣")} <= letters_of(typefaces[0].regular)


def test_the_fonts_of_the_assets_come_before_those_of_the_machine(fonts: DocumentFonts, tmp_path: Path) -> None:
    _font(tmp_path / "machine" / "NanumMyeongjo.ttf", "가")
    _font(tmp_path / "built" / "GowunBatang-Regular.ttf", "가")
    assert _names(fonts.serif("가")) == ["GowunBatang-Regular.ttf"]


def test_the_operators_own_font_comes_first(tmp_path: Path) -> None:
    _font(tmp_path / "built" / "GowunBatang-Regular.ttf", "가")
    regular, bold = _font(tmp_path / "a.ttf", "가"), _font(tmp_path / "b.ttf", "가")
    one = DocumentFonts(own=(regular,), built=tmp_path / "built", places=())
    two = DocumentFonts(own=(regular, bold), built=tmp_path / "built", places=())
    assert one.serif("가") == one.sans("가") == (Typeface(Face(regular), Face(regular)),)
    assert two.serif("가") == (Typeface(Face(regular), Face(bold)),)


def test_fonts_of_the_machine_are_found_in_the_folders_below(fonts: DocumentFonts, tmp_path: Path) -> None:
    _font(tmp_path / "machine" / "truetype" / "nanum" / "NanumGothic.ttf", "가")
    assert _names(fonts.sans("가")) == ["NanumGothic.ttf"]


def test_without_serifs_a_font_without_them_writes_and_the_other_way_round(
    fonts: DocumentFonts, tmp_path: Path
) -> None:
    _font(tmp_path / "machine" / "NanumGothic.ttf", "가")
    assert _names(fonts.serif("가")) == ["NanumGothic.ttf"]
    _font(tmp_path / "machine" / "NanumMyeongjo.ttf", "가")
    assert _names(fonts.serif("가")) == ["NanumMyeongjo.ttf"]
    assert _names(fonts.sans("가")) == ["NanumGothic.ttf"]


def test_a_font_with_one_weight_writes_both(fonts: DocumentFonts, tmp_path: Path) -> None:
    path = _font(tmp_path / "machine" / "NanumMyeongjo.ttf", "가")
    assert fonts.serif("가") == (Typeface(Face(path), Face(path)),)


def test_letters_that_the_font_lacks_are_lent_by_those_that_have_them(fonts: DocumentFonts, tmp_path: Path) -> None:
    _font(tmp_path / "built" / "GowunBatang-Regular.ttf", "가나")
    _font(tmp_path / "built" / "PretendardGOV-Regular.ttf", "가나")
    _font(tmp_path / "machine" / "NanumGothic.ttf", "가龍")
    assert _names(fonts.serif("가 나\n")) == ["GowunBatang-Regular.ttf"]
    assert _names(fonts.serif("가龍")) == ["GowunBatang-Regular.ttf", "NanumGothic.ttf"]


def test_a_letter_that_only_one_weight_has_counts_as_lacking(fonts: DocumentFonts, tmp_path: Path) -> None:
    _font(tmp_path / "built" / "GowunBatang-Regular.ttf", "가龍")
    _font(tmp_path / "built" / "GowunBatang-Bold.ttf", "가")
    _font(tmp_path / "built" / "PretendardGOV-Regular.ttf", "가龍")
    assert len(fonts.serif("龍")) == 2


def test_letters_that_no_font_has_are_refused_by_name(fonts: DocumentFonts, tmp_path: Path) -> None:
    _font(tmp_path / "built" / "GowunBatang-Regular.ttf", "가")
    with pytest.raises(Refused) as refused:
        fonts.serif("가나 다나")
    assert [(no.code, no.values) for no in refused.value.refusals] == [
        (Code.LETTERS_WITHOUT_FONT, (("letters", "나 다"),))
    ]


def test_without_any_font_the_refusal_says_so(fonts: DocumentFonts) -> None:
    with pytest.raises(Refused) as refused:
        fonts.sans("가")
    assert [no.code for no in refused.value.refusals] == [Code.FONT_MISSING]


def test_a_file_that_is_no_font_is_refused_too(fonts: DocumentFonts, tmp_path: Path) -> None:
    _font(tmp_path / "built" / "GowunBatang-Regular.ttf", "가").write_bytes(b"<html>not here</html>")
    with pytest.raises(Refused) as refused:
        fonts.serif("가")
    assert [no.code for no in refused.value.refusals] == [Code.FONT_MISSING]


def test_what_no_font_has_may_be_left_out(fonts: DocumentFonts, tmp_path: Path) -> None:
    _font(tmp_path / "built" / "PretendardGOV-Regular.ttf", "가")
    _font(tmp_path / "machine" / "NanumMyeongjo.ttf", "龍")
    assert fonts.writable("가 \N{SMILING FACE WITH SMILING EYES}龍\n가") == "가 龍\n가"
