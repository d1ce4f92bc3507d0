"""One word a thing, as the office says it: words that were tried and given up do not come back, in either language."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

HOME = Path(__file__).resolve().parents[2]
CATALOGUE = HOME / "collabpoints/translations/en/LC_MESSAGES/messages.po"

# What stands there (a pattern), and what to say instead.
KOREAN = {
    r"까닭": "이유 (why something is so) or 사유 (what somebody writes down for the record)",
    r"셈(?:했|한 |합니다)": "집계 (sums of many) or 계산 (a figure worked out)",
    r"견주": "비교",
    r"거두|거둔|거둡": "철회 (a request, a proposal) or 해제 (a role)",
    r"다녀간": "신호",
    r"일회용 주소": "로그인 링크",
    r"굳(?:어 있|히|고,)": "확정",
    r"\b달 확정": "월별 결과 확정, and with a month `2026년 9월 결과 확정`",
    r"시상(?:을|) ?(?:열었|엽니다|열기|그만)": "시상 준비, 시상 중단",
    r"이어 쓰": "이어서 쓰기",
    r"발신|송신|수신자|전송": "보내기, 보낸 분, 받는 분",
    r"클릭|유저|디폴트|세션|토큰|리다이렉트|렌더|캐시|쿼리": "what a person does or sees: 누르기, 직원, 로그인 ...",
    r"보내어지|되어지|보여지|잊혀지|에 의해(?:서)? ": "the active voice",
    r"귀하|당신": "the person's name with the position, or nobody",
    r"장부": "원장",
    r"메세지": "메시지",
}
ENGLISH = {
    r"\bmessages?\b": "note",
    r"\breckon": "count, work out",
    r"\bleaderboard": "ranking",
    r"\bstanding\b": "rank, ranking",
    r"\bschemes?\b": "rules",
    r"\bbooks\b|\bthe books?\b": "ledger",
    r"\bkudos\b|\bbonus\b|\bwithdraw the note": "thanks, note",
    r"\buser\b|\brecipient user": "colleague, employee",
    r"\bclick": "press",
}


def pairs() -> list[tuple[str, str]]:
    """Every sentence, Korean and English, both forms of a plural."""
    with CATALOGUE.open("rb") as file:
        found = [message for message in read_po(file) if message.id]
    return [
        (korean, english) for one in found for korean, english in zip(_parts(one.id), _parts(one.string), strict=True)
    ]


def _parts(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else [str(value or "")]


def wrong(text: str, words: dict[str, str]) -> list[str]:
    """The words of a sentence that want another, with that one."""
    hits = ((re.search(pattern, text, re.IGNORECASE), instead) for pattern, instead in words.items())
    return [f"`{hit[0]}` is said: {instead}" for hit, instead in hits if hit]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("고른 까닭을 적습니다.", KOREAN),
        ("9월 달 확정", KOREAN),
        ("초안을 견주어 봅니다.", KOREAN),
        ("메시지가 보내어지면", KOREAN),
        ("This message is private.", ENGLISH),
        ("The books do not balance.", ENGLISH),
    ],
)
def test_a_word_that_was_given_up_is_seen(text: str, words: dict[str, str]) -> None:
    assert len(wrong(text, words)) == 1


@pytest.mark.parametrize("text", ["2026년 9월 결과 확정", "월별 결과 확정", "순위를 확정했습니다.", "한 달 확인"])
def test_the_word_itself_may_stand(text: str) -> None:
    assert wrong(text, KOREAN) == []


def test_korean_has_one_word_a_thing() -> None:
    found = [f"{korean}: {'; '.join(faults)}" for korean, _english in pairs() if (faults := wrong(korean, KOREAN))]
    assert not found, "\n".join(found)


def test_english_has_one_word_a_thing() -> None:
    found = [f"{english}: {'; '.join(faults)}" for _korean, english in pairs() if (faults := wrong(english, ENGLISH))]
    assert not found, "\n".join(found)


def test_mails_have_the_same_words() -> None:
    mails = sorted((HOME / "templates/emails").iterdir())
    assert mails
    found = [
        f"{mail.name}: {'; '.join(faults)}"
        for mail in mails
        if (faults := wrong(mail.read_text(encoding="utf-8"), KOREAN if ".ko." in mail.name else ENGLISH))
    ]
    assert not found, "\n".join(found)
