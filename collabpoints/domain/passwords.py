"""What a password must be.

Length instead of character classes, a list of common ones, nothing personal, no forced change by the calendar:
NIST SP 800-63B section 3.1.1.2 (length, blocklist, Unicode normalised before hashing), and 개인정보의 안전성 확보조치 기준
제5조 (작성규칙을 정하여 적용: here, and shown beside the field).
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from collabpoints.domain.errors import Code, Refusal

MINIMUM = 10
MAXIMUM = 128
# Before normalising, so that a megabyte is refused by its length alone. NFKC makes a code point at most 18 long.
_LONGEST_TYPED = 4 * MAXIMUM
_FEWEST_OWN_LETTERS = 4
_FEWEST_DIFFERENT = 4
_TELEPHONE_TAIL = 4

# Our own list: keyboard runs, Korean words typed on the Latin layout (비밀번호 is qlalfqjsgh), what offices choose.
_WRITTEN = """
    password passw0rd p@ssw0rd p@ssword passwd qwerty qwertyuiop qwert asdfghjkl asdfgh asdf zxcvbnm zxcvbn zxcv qwer
    qwer1234 asdf1234 zxcv1234 1q2w3e4r5t6y 1q2w3e4r5t 1q2w3e4r 1q2w3e 1qaz2wsx3edc 1qaz2wsx 1qaz qazwsxedc qazwsx 2wsx
    q1w2e3r4t5 q1w2e3r4 q1w2e3 zaq12wsx a1s2d3f4 1234qwer 123qwe qwe123 abc123 abcd1234 abcd abcdef a1b2c3d4 aaaa1111
    0123456789 1234567890 123456789 12345678 1234567 123456 12345 1234 0987654321 987654321 9876543210 87654321 654321
    147258369 159357 123123 121212 112233 11223344 1004
    dkssudgktpdy dkssud tkfkdgo tkfkdgody rhakqtmqslek qlalfqjsgh ghkddlxld gksrnr eogksalsrnr rlawlgns qwerasdf
    rhdandnjs rhdanwk dlfrlwkd tkandtlf rhkwkd qnwkd tnsrks wjdqh rhksflwk
    collabpoints collabpoint collab thankyou thanks welcome letmein iloveyou admin administrator master manager
    guest test tester login user root changeme default secret dragon monkey football sunshine princess korea
    daehanminguk office governor province government spring summer autumn winter
    비밀번호 안녕하세요 사랑해요 협업포인트 고맙습니다 감사합니다 대한민국 관리자 공무원
"""
COMMON = frozenset(_WRITTEN.split())
_LONGEST_FIRST = sorted(COMMON, key=lambda word: (-len(word), word))


@dataclass(frozen=True, slots=True)
class Personal:
    """What everybody can look up about a person, and so must not stand in the password."""

    login: str
    name: str
    number: str
    phone: str


def is_hashable(password: str) -> bool:
    """Whether it could be a password at all: not endless, no NUL, no half characters. Asked before any hashing."""
    return len(password) <= _LONGEST_TYPED and not any(
        unicodedata.category(character) in ("Cc", "Cs") for character in password
    )


def normalised(password: str) -> str:
    """The password as it is hashed: NFKC, so that every keyboard that types it gives the same bytes."""
    return unicodedata.normalize("NFKC", password)


def judge_password(password: str, personal: Personal, *, field: str = "password") -> tuple[Refusal, ...]:
    """Everything that is wrong with a new password; empty when it may be set."""
    if len(password) > _LONGEST_TYPED:
        return (Refusal.of(Code.PASSWORD_LONG, field, maximum=MAXIMUM),)
    if not is_hashable(password):
        return (Refusal.of(Code.TEXT_INVISIBLE, field),)
    password = normalised(password)
    found: list[Refusal] = []
    if len(password) < MINIMUM:
        found.append(Refusal.of(Code.PASSWORD_SHORT, field, minimum=MINIMUM))
    if len(password) > MAXIMUM:
        found.append(Refusal.of(Code.PASSWORD_LONG, field, maximum=MAXIMUM))
    if _is_common(password):
        found.append(Refusal.of(Code.PASSWORD_COMMON, field))
    if _is_personal(password, personal):
        found.append(Refusal.of(Code.PASSWORD_PERSONAL, field))
    return tuple(found)


def _is_common(password: str) -> bool:
    folded = password.casefold()
    if len(set(folded)) < _FEWEST_DIFFERENT or _is_run(folded):
        return True
    rest = folded
    for word in _LONGEST_FIRST:
        rest = rest.replace(word, "")
    # A common word does not become a secret by a year and an exclamation mark.
    return rest != folded and sum(character.isalpha() for character in rest) < _FEWEST_OWN_LETTERS


def _is_run(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(text) > 1 and steps in ({1}, {-1})


def _is_personal(password: str, personal: Personal) -> bool:
    folded = password.casefold()
    digits = "".join(character for character in personal.phone if character.isdecimal())
    facts: Iterable[str] = (personal.login, personal.name, personal.number, digits[-_TELEPHONE_TAIL:])
    return any(len(fact) > 1 and normalised(fact).casefold() in folded for fact in facts)
