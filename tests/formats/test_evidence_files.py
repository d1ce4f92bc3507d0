"""Which files may prove something, by name and by bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.texts import is_unfit
from collabpoints.formats.evidence_files import LARGEST_FILE, MEDIA_TYPES, clean_name, evidence_file
from tests.factories.evidence import DOCX, EXE, GOOD, HTML, HWPX, JPG, OLE, PDF, PNG, XLSX, ZIP


def refused(name: str, content: bytes) -> Code:
    with pytest.raises(Refused) as said:
        evidence_file(name, content)
    (refusal,) = said.value.refusals
    assert refusal.field == "evidence"
    return refusal.code


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_taken_as_it_came(name: str) -> None:
    taken = evidence_file(name, GOOD[name])
    assert (taken.name, taken.content) == (name, GOOD[name])
    assert taken.media_type == MEDIA_TYPES[name.partition(".")[2]]
    assert len(taken.digest) == 64


def test_the_ending_may_be_written_in_capitals() -> None:
    assert evidence_file("결과.PDF", PDF).media_type == "application/pdf"


@pytest.mark.parametrize(
    "name",
    ["a.html", "a.htm", "a.svg", "a.exe", "a.js", "a.zip", "a.xls", "a.docm", "a.pdf.exe", "pdf", "a", "a."],
)
@pytest.mark.parametrize("content", [PDF, HTML], ids=["pdf", "html"])
def test_an_ending_that_is_not_listed_is_refused(name: str, content: bytes) -> None:
    assert refused(name, content) is Code.EVIDENCE_TYPE


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bill.pdf", EXE),
        ("page.pdf", HTML),
        ("page.png", HTML),
        ("late.pdf", b" " + PDF),
        ("a.jpg", PNG),
        ("a.png", JPG),
        ("sheet.hwp", OLE),
        ("a.hwp", ZIP),
        ("a.hwpx", ZIP),
        ("a.hwpx", DOCX),
        ("a.docx", ZIP),
        ("a.docx", XLSX),
        ("a.xlsx", DOCX),
        ("a.xlsx", HWPX),
        ("a.docx", DOCX[:60]),
        ("a.hwpx", b"PK\x03\x04"),
        ("a.xlsx", EXE),
    ],
)
def test_bytes_that_are_not_what_the_name_says_are_refused(name: str, content: bytes) -> None:
    assert refused(name, content) is Code.EVIDENCE_CONTENT


def test_an_empty_file_is_refused() -> None:
    assert refused("a.pdf", b"") is Code.EVIDENCE_EMPTY


def test_five_megabytes_are_taken_and_a_byte_more_is_not() -> None:
    assert evidence_file("a.pdf", PDF.ljust(LARGEST_FILE, b" "))
    assert refused("a.pdf", PDF.ljust(LARGEST_FILE + 1, b" ")) is Code.EVIDENCE_TOO_LARGE


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("결과 보고.pdf", "결과 보고.pdf"),
        ("결과.pdf", "결과.pdf"),
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("C:\\보고\\a.pdf", "a.pdf"),
        ("a\x00.pdf", "a.pdf"),
        ("a.pdf\x00.exe", "a.pdf.exe"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\r\nX-Evil: 1.pdf", "a X-Evil_ 1.pdf"),
        ('a";filename="b.pdf', "a_;filename=_b.pdf"),
        (".pdf", "file.pdf"),
        ("...pdf", "file.pdf"),
        ("", "file"),
        ("..", "file"),
        ("/", "file"),
        ("  a  b .pdf", "a b.pdf"),
        ("가" * 300 + ".pdf", "가" * 196 + ".pdf"),
        ("\u1100" * 300 + ".pdf", "\u1100" * 3 + ".pdf"),
        ("z" + "\u0321" * 90 + ".pdf", "z" + "\u0321" * 3 + ".pdf"),
        ("👨‍👩‍👧‍👦" * 3 + ".pdf", "👨‍👩‍👧‍👦" * 3 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_hides_breaks_or_leads_away(name: str, shown: str) -> None:
    assert clean_name(name) == shown


def test_a_name_with_a_registration_number_is_stored_nowhere() -> None:
    assert refused("900101-1234567.pdf", PDF) is Code.RESIDENT_NUMBER


@given(name=st.text(max_size=300))
def test_any_name_becomes_one_plain_line(name: str) -> None:
    shown = clean_name(name)
    assert 1 <= len(shown) <= 200
    assert not set(shown) & set('/\\<>:"|?*\n\r\t\x00')
    assert not is_unfit(shown)
    assert shown.strip(" ") == shown


@given(name=st.sampled_from(sorted(GOOD)), content=st.binary(max_size=200))
def test_whatever_the_bytes_are_the_answer_is_a_file_or_one_refusal(name: str, content: bytes) -> None:
    try:
        found = evidence_file(name, content).content
    except Refused as said:
        (found,) = (content for _refusal in said.refusals)
    assert found == content
