"""Whatever a text holds, it stands in XML."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from collabpoints.formats.xml_texts import written
from tests.attacks.corpus import SURROGATES, TEXTS


def read(text: str) -> tuple[str, str]:
    """The text as a reader of XML finds it in an element and in an attribute."""
    found = ElementTree.fromstring(f'<a b="{written(text)}">{written(text)}</a>'.encode())
    return found.text or "", found.attrib["b"]


@given(st.text(st.characters(exclude_characters="\r\n\t", exclude_categories=("Cc", "Cs"))))
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    seen = "".join("\ufffd" if ord(letter) in (0xFFFE, 0xFFFF) else letter for letter in text)
    assert read(text) == (seen, seen)


@given(st.text(st.characters(categories=("Cc", "Cs", "Cn", "L"))))
def test_no_text_breaks_it(text: str) -> None:
    read(text)


def test_no_attack_breaks_it() -> None:
    for text in (*TEXTS, *SURROGATES):
        inside, _attribute = read(text)
        assert len(inside) <= len(text)
