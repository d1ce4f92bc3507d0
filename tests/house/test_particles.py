"""A particle (조사) that follows a name or a number fits it: 홍길동 주무관이, 김하나 계장이, 3을, 2를. Nowhere stands a fixed one, and
nowhere an office form's `을(를)`."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

HOME = Path(__file__).resolve().parents[2]
CATALOGUE = HOME / "collabpoints/translations/en/LC_MESSAGES/messages.po"

# 입니다, 부터, 까지, 에, 에게, 의, 도, 만 and 님 are the same after every word; behind a closing bracket the word before
# the bracket decides, and that one is fixed.
PARTICLE = r"(?:은|는|이|가|을|를|과|와|으로|로|이라|라|이나|나|이며|며|이고|고)(?![가-힣])"
_OF_SENTENCE = re.compile(rf"(?:%\((\w+)\)[sd]|\{{(\w+)\}})(?:</\w+>)?[」』\"'”’]*{PARTICLE}")
_OF_PAGE = re.compile(rf"\}}\}}(?:</\w+>)?[」』\"'”’]*{PARTICLE}")
_OF_CODE = re.compile(rf"(?<!\{{)\{{[^{{}}\n]+\}}[」』\"'”’]*{PARTICLE}")
_BOTH = re.compile(r"[은이을과와](?:\([는가를와과]\))|\((?:으|이)\)(?:로|라)")
MEND = (
    "write the form after a final consonant in brackets, `%(name)s[을]`, and fill the sentence with domain/particles.filled "
    "(views/sentences.py does), or turn the sentence so that no particle follows:\n"
)

# What always ends in the same sound.
FIXED = {
    "month": "a month ends in 월 (2026년 9월)",
}


def sentences() -> list[str]:
    """Every Korean sentence of the catalogue, both forms of a plural."""
    with CATALOGUE.open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    return [text for found in ids for text in ([found] if isinstance(found, str) else found)]


def fixed_particles(text: str) -> list[str]:
    """The places of a sentence where a fixed particle follows a value that may end in any sound."""
    return [found[0] for found in _OF_SENTENCE.finditer(text) if (found[1] or found[2]) not in FIXED]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%(name)s이 왔습니다.", ["%(name)s이"]),
        ("‘%(name)s’는 상입니다.", ["%(name)s’는"]),
        ("<b>%(name)s</b>를 봅니다.", ["%(name)s</b>를"]),
        ("{who}를 골랐습니다.", ["{who}를"]),
        ("%(name)s[을] 골랐습니다.", []),
        ("%(name)s님이 골랐습니다.", []),
        ("%(count)s입니다.", []),
        ("%(count)s이상한", []),
        ("%(day)s부터 %(last)s까지", []),
        ("최소(%(minimum)s)가 큽니다.", []),
        ("%(month)s을 확정합니다.", []),
    ],
)
def test_a_fixed_particle_behind_a_value_is_seen(text: str, found: list[str]) -> None:
    assert fixed_particles(text) == found


def test_no_sentence_has_a_fixed_particle_behind_a_value() -> None:
    wrong = [f"{', '.join(found)}: {text}" for text in sentences() if (found := fixed_particles(text))]
    assert not wrong, MEND + "\n".join(wrong)


def test_no_sentence_leaves_the_choice_of_the_particle_to_the_reader() -> None:
    wrong = [text for text in sentences() if _BOTH.search(text)]
    assert not wrong, MEND + "\n".join(wrong)


def test_no_page_or_mail_has_a_fixed_particle_behind_a_value() -> None:
    pages = [path for path in sorted((HOME / "templates").rglob("*")) if path.suffix in (".html", ".txt")]
    wrong = [f"{path.relative_to(HOME)}: {found[0]}" for path in pages for found in _OF_PAGE.finditer(path.read_text())]
    assert not wrong, MEND + "\n".join(wrong)


def test_no_code_puts_a_fixed_particle_behind_a_value() -> None:
    code = sorted((HOME / "collabpoints").rglob("*.py"))
    wrong = [f"{path.relative_to(HOME)}: {found[0]}" for path in code for found in _OF_CODE.finditer(path.read_text())]
    assert not wrong, MEND + "\n".join(wrong)


def test_sentences_with_marked_particles_stand_where_they_are_filled() -> None:
    marked = [text for text in sentences() if re.search(r"\[(?:을|이라|이|은|과|으로|아)\]", text)]
    assert marked, "no sentence is marked: this test looks for the wrong thing"
    code = [path.read_text(encoding="utf-8") for path in sorted((HOME / "collabpoints").rglob("*.py"))]
    filling = [text for text in code if re.search(r"\b(?:filled|with_particles)\(", text)]
    lost = [text for text in marked if not any(text in module for module in filling)]
    assert not lost, "keep them in a module that fills them with domain/particles.filled:\n" + "\n".join(lost)
