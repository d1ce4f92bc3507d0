"""What is said about an export: the cover sheet of a workbook, and the text that goes beside a CSV."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from collabpoints.domain.scheme_words import Wording
from collabpoints.formats.export_cells import fit, shortened
from collabpoints.formats.export_csv import IN_THE_PLACE_OF_WHAT_IS_LOST, MOST_LISTED, Written

Line = tuple[str, str]
"""What a line is about, and what it says; "" before a remark, or before a further line of the same."""


@dataclass(frozen=True, slots=True)
class Cover:
    """`lines` are final texts, in order."""

    title: str
    lines: tuple[Line, ...]


def sheet_names(language: str) -> tuple[str, str]:
    """What the sheet with the rows and the cover's are called."""
    return SHEET.within(language), COVER_SHEET.within(language)


def maker_words(role: str, name: str, position: str, department: str, language: str) -> str:
    """`운영 담당자 홍길동 주무관 (행정국 총무과)`; where nobody is named, the role alone."""
    called = " ".join(filter(None, (ROLES[role].within(language) if role in ROLES else role, name, position)))
    return f"{called} ({department})" if department else called


def about_making(
    maker: str, at: datetime, totals: Sequence[tuple[str, str]], through_entry_id: int, *, language: str
) -> tuple[Line, ...]:
    """Who made a file and when (`at` in the agency's zone), the ledger as of which entry, and what the figures come to."""
    sums = [
        (TOTALS.within(language) if not place else "", f"{of}: {total}") for place, (of, total) in enumerate(totals)
    ]
    return (
        (MADE_BY.within(language), maker),
        (MADE_AT.within(language), f"{at:%Y-%m-%d %H:%M:%S} ({at:%Z})"),
        (LEDGER.within(language), THROUGH.within(language).format(entry=through_entry_id)),
        *sums,
    )


def with_proof(cover: Cover, written: Written, language: str) -> Cover:
    """The cover, with what is only known when the rows are written: their number, and their checksum."""
    proof = ((ROWS.within(language), f"{written.rows:,}"), (CHECKSUM.within(language), written.checksum))
    return Cover(cover.title, (*cover.lines, *proof, ("", ABOUT_CHECKSUM.within(language))))


def beside_csv(cover: Cover, written: Written, language: str, *, is_cp949: bool) -> str:
    """The text beside a CSV: its cover, and what CP949 could not hold."""
    lines = [cover.title, ""]
    for about, said in cover.lines:
        lines += [f"{about}: {said}" if about else f"  {said}"]
    lines += ["", ABOUT_NUMBERS.within(language), *(_losses(written, language) if is_cp949 else ())]
    return "\n".join(shortened(fit(line)) for line in lines) + "\n"


def _losses(written: Written, language: str) -> Iterator[str]:
    yield ""
    if not written.lost:
        yield NOTHING_LOST.within(language)
        return
    yield LOST.within(language).format(count=written.lost, mark=IN_THE_PLACE_OF_WHAT_IS_LOST)
    for loss in written.losses:
        yield LOST_AT.within(language).format(line=loss.line, heading=loss.heading, letter=loss.letter, name=loss.name)
    if written.lost > len(written.losses):
        yield LOST_MORE.within(language).format(count=written.lost - len(written.losses), most=MOST_LISTED)


SHEET, COVER_SHEET = Wording("자료", "Data"), Wording("표지", "Cover")
MADE_BY, MADE_AT = Wording("만든 사람", "Made by"), Wording("만든 때", "Made at")
LEDGER, THROUGH = Wording("원장", "Ledger"), Wording("{entry:,}번 항목까지", "up to entry {entry:,}")
TOTALS = Wording("원장 대조 합계", "Control totals of the ledger")
ROLES = {
    "officer": Wording("운영 담당자", "programme officer"),
    "department_head": Wording("부서장", "head of department"),
    "employee": Wording("본인", "oneself"),
    "operator": Wording("서버 관리자(명령)", "operator (command)"),
}
ROWS = Wording("자료 행 수", "Rows of data")
CHECKSUM = Wording("자료 확인값(SHA-256)", "Checksum of the rows (SHA-256)")
ABOUT_CHECKSUM = Wording(
    "제목 행을 뺀 자료 행을 UTF-8 CSV로 적은 것의 값입니다. 같은 자료는 어느 형식으로 받아도 같습니다.",
    "Of the rows without the headings, as CSV in UTF-8. The same rows have the same value in every format.",
)
ABOUT_NUMBERS = Wording(
    "엑셀에서 CSV를 바로 열면 사번 앞의 0이 보이지 않을 수 있습니다. 그대로 보려면 XLSX로 내려받아 주세요. 수식으로 읽힐 수 있는 글 앞에는 ' 를 붙였습니다.",
    "Excel may not show the leading zeros of employee numbers in a CSV; take the XLSX to see them. Texts that could be"
    " read as formulas begin with '.",
)
NOTHING_LOST = Wording("CP949로 적을 수 없는 글자는 없습니다.", "CP949 could hold every character.")
LOST = Wording(
    "CP949로 적을 수 없는 글자 {count:,}자를 {mark}(으)로 바꾸었습니다. 온전한 글은 UTF-8 CSV나 XLSX에 있습니다.",
    "{count:,} characters that CP949 cannot hold were replaced by {mark}. The CSV in UTF-8 and the XLSX have them.",
)
LOST_AT = Wording("  {line:,}행 {heading}: {letter} ({name})", "  line {line:,}, {heading}: {letter} ({name})")
LOST_MORE = Wording(
    "  그 밖에 {count:,}자(처음 {most:,}자만 적었습니다)", "  and {count:,} more (the first {most:,} are named)"
)
