"""Nothing begs, counts down, nags or shames: no sentence of a page, a notice or a mail, in either language."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

HOME = Path(__file__).resolve().parents[2]
CATALOGUE = HOME / "collabpoints/translations/en/LC_MESSAGES/messages.po"
MEND = "say what is, and what one can do; or add the sentence to ALLOWED with the reason:\n"

BANNED = {
    "tells somebody what he has not done or got": r"아직|한 번도 (?:안|못|받|보내)|하나도 (?:안|못|받|보내)|받지 못(?:한|했)|0건입니다",
    "counts down": r"남은 (?:시간|기간|날)|(?:일|시간|분) 남(?:았|은)|마감|임박|곧 (?:끝|사라|마감)|서두르|D-\d"
    r"|\b(?:days?|hours?|minutes?) left\b|deadline|\bhurry\b|running out",
    "tells of points that are not spent": r"남은 포인트|포인트가 남|소멸|쓰지 않은 포인트|points left|unspent|unused points",
    "nags": r"놓치지|놓칠|잊지 마|잊으셨나요|지금 바로|어서 (?:보내|전)|don.t (?:miss|forget)|remember to|last chance|why not",
    "begs or bargains": r"부탁드립니다|돌아오곤|좋아요|많이 (?:보내|전해)|please send more|often come back",
    "ranks from the bottom": r"꼴찌|최하위|하위권|가장 적[은게]|\bworst\b|bottom of the (?:ranking|list)|bottom \d",
    "shouts": r"[!！]|\^\^|ㅎㅎ|ㅠ",
}
ALLOWED = {
    "이 나무에는 아직 내 잎이 없습니다. 고마운 일이 떠오르면 언제든 잎이 됩니다.": "answers who looked for the own leaves, with time",
    "아직 만든 링크가 없습니다.": "an administrator's empty list of links",
    "아직 없을 때": "the name of a state on the page of components",
}


def sentences() -> list[tuple[str, str]]:
    """Every sentence of the catalogue as (Korean, a text of it in either language)."""
    with CATALOGUE.open("rb") as file:
        found = [message for message in read_po(file) if message.id]
    return [(_parts(one.id)[0], text) for one in found for text in (*_parts(one.id), *_parts(one.string))]


def mails() -> list[tuple[str, str]]:
    return [(path.name, path.read_text(encoding="utf-8")) for path in (HOME / "templates/emails").iterdir()]


def _parts(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else [str(value or "")]


def faults(text: str) -> list[str]:
    """What is wrong with a sentence, with the words that say so."""
    found = ((why, re.search(words, text, re.IGNORECASE)) for why, words in BANNED.items())
    return [f"it {why} ({hit[0]})" for why, hit in found if hit]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("아직 고마움을 전하지 않으셨어요.", "tells somebody"),
        ("이번 달이 3일 남았습니다.", "counts down"),
        ("Only 3 days left to give.", "counts down"),
        ("남은 포인트 20점을 써 보세요.", "tells of points"),
        ("이달의 기회를 놓치지 마세요.", "nags"),
        ("많이 보내 주세요.", "begs"),
        ("가장 적은 부서", "ranks"),
        ("축하합니다!!", "shouts"),
    ],
)
def test_what_begs_is_seen(text: str, why: str) -> None:
    assert faults(text)[0].startswith(f"it {why}")


@pytest.mark.parametrize(
    "text",
    [
        "받은 고마움을 모아 두는 곳입니다",
        "이번 달에 포인트와 함께 3번 더 전할 수 있습니다.",
        "이 기간에는 포인트로 남은 기록이 없습니다.",
        "축하합니다.",
    ],
)
def test_what_says_what_is_may_stand(text: str) -> None:
    assert faults(text) == []


def test_no_sentence_begs_counts_down_or_nags() -> None:
    wrong = [
        f"{text}: {'; '.join(found)}"
        for korean, text in sentences()
        if korean not in ALLOWED and (found := faults(text))
    ]
    assert not wrong, MEND + "\n".join(sorted(set(wrong)))


def test_no_mail_begs_counts_down_or_nags() -> None:
    assert len(mails()) > 1
    wrong = [f"{name}: {'; '.join(found)}" for name, text in mails() if (found := faults(text))]
    assert not wrong, MEND + "\n".join(wrong)


def test_what_is_allowed_is_said_and_would_be_refused() -> None:
    known = {korean for korean, _text in sentences()}
    needless = [korean for korean in ALLOWED if korean not in known or not faults(korean)]
    assert not needless, "take these out of ALLOWED:\n" + "\n".join(needless)
