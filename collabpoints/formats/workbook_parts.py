"""The parts of a workbook besides its rows: looks, cover, names, and what ties the package together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from collabpoints.formats.export_covers import Cover
from collabpoints.formats.workbook_cells import ABOUT_STYLE, SAID_STYLE, TITLE_STYLE, letters, numbered, text_cell

_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_COVER_WIDTHS = (26, 92)


@dataclass(frozen=True, slots=True)
class DataSheet:
    """A sheet with rows: its name, and its last row (from 1)."""

    name: str
    last_row: int


def sheet_head(widths: Sequence[int]) -> str:
    """What stands before a sheet's rows: the heading stands still, columns are so wide, it prints a page wide."""
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    return (
        f'{_DECLARED}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
    )


def sheet_tail(columns: int, last_row: int) -> str:
    """What stands behind them."""
    return (
        f'</sheetData><autoFilter ref="A1:{letters(columns - 1)}{last_row}"/>'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )


def cover_sheet(cover: Cover) -> str:
    """The whole first sheet."""
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(_COVER_WIDTHS, start=1)
    )
    rows = [numbered(text_cell(0, cover.title, TITLE_STYLE), 1)] + [
        numbered(text_cell(0, about, ABOUT_STYLE) + text_cell(1, said, SAID_STYLE), number)
        for number, (about, said) in enumerate(cover.lines, start=3)
    ]
    return (
        f'{_DECLARED}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        '<pageSetup paperSize="9" orientation="portrait" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )


def workbook(cover: str, data: Sequence[DataSheet], columns: int) -> str:
    """The list of sheets. Each page of a sheet with rows prints the headings again."""
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate((cover, *(sheet.name for sheet in data)), start=1)
    )
    names = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number}" hidden="1">{place}!$A$1:${letters(columns - 1)}'
        f'${sheet.last_row}</definedName><definedName name="_xlnm.Print_Titles" localSheetId="{number}">{place}!$1:$1</definedName>'
        for number, sheet in enumerate(data, start=1)
        for place in [escape("'" + sheet.name.replace("'", "''") + "'")]
    )
    return (
        f'{_DECLARED}<workbook xmlns="{_MAIN}" xmlns:r="{_TIES}"><bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>"
    )


def package(sheets: int, title: str, made_at: datetime) -> Iterator[tuple[str, str]]:
    """The other parts, each with its name."""
    numbers = range(1, sheets + 1)
    yield (
        "[Content_Types].xml",
        f'{_DECLARED}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
            for number in numbers
        )
        + "</Types>",
    )
    yield (
        "_rels/.rels",
        f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_TIES}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{_TIES}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            for number in numbers
        )
        + f'<Relationship Id="rId{sheets + 1}" Type="{_TIES}/styles" Target="styles.xml"/></Relationships>',
    )
    yield (
        "docProps/core.xml",
        f'{_DECLARED}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title, quote=False)}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</dcterms:created>'
        "</cp:coreProperties>",
    )


_DATES = {"ko": 'yyyy"년" m"월" d"일"', "en": "yyyy\\-mm\\-dd"}
_FONT = "맑은 고딕"


def styles(language: str) -> str:
    """The looks: 0 plain, 1 headings, 2 texts (which stay texts when edited), 3 numbers, 4 scores, 5 dates, 6 instants, 7 to
    9 title, labels and words of the cover. Dates as they are read in Korea, or in English."""
    day = _DATES["en" if language == "en" else "ko"]
    formats = ((164, "#,##0"), (165, "#,##0.0###"), (166, day), (167, f"{day} hh:mm"))
    return (
        f'{_DECLARED}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(formats)}">'
        + "".join(f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>' for number, code in formats)
        + f'</numFmts><fonts count="3"><font><sz val="11"/><name val="{_FONT}"/></font>'
        f'<font><b/><sz val="11"/><name val="{_FONT}"/></font><font><b/><sz val="16"/><name val="{_FONT}"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/><bgColor indexed="64"/></patternFill></fill></fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        '<border><left/><right/><top/><bottom style="thin"><color rgb="FF58616A"/></bottom><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="10">'
        + _look(0)
        + _look(49, font=1, fill=2, border=1, align='horizontal="center" vertical="center" wrapText="1"')
        + _look(49)
        + "".join(_look(number) for number, _code in formats)
        + _look(49, font=2)
        + _look(49, font=1, fill=2, align='vertical="top" wrapText="1"')
        + _look(49, align='vertical="top" wrapText="1"')
        + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _look(number_format: int, *, font: int = 0, fill: int = 0, border: int = 0, align: str = "") -> str:
    opened = (
        f'<xf numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        f' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"'
    )
    return f'{opened} applyAlignment="1"><alignment {align}/></xf>' if align else f"{opened}/>"
