import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabpoints.domain.hangul import initial, initials
from collabpoints.domain.people_search import (
    DepartmentName,
    Findable,
    Kind,
    Lookup,
    NumberRange,
    Terms,
    finds,
    first_term,
    plan,
    terms_of,
)

SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
NAMES = st.text(SYLLABLES, min_size=1, max_size=12)
DIGITS = "0123456789"

# How a two-set keyboard (두벌식) composes: what a key adds to what stands there.
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
_VOWEL_KEYS = {"ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ"}
_FINAL_KEYS = {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
               "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}  # fmt: skip
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def _parts(syllable: str) -> tuple[str, str, str]:
    lead, rest = divmod(ord(syllable) - 0xAC00, 588)
    return _LEADS[lead], _VOWELS[rest // 28], _FINALS[rest % 28]


def _syllable(lead: str, vowel: str, final: str = "") -> str:
    return chr(0xAC00 + _LEADS.index(lead) * 588 + _VOWELS.index(vowel) * 28 + _FINALS.index(final))


def _pulled_up(before: str, lead: str) -> str:
    """What the box shows when a consonant is typed after a finished syllable."""
    if not before or not "가" <= before[-1] <= "힣":
        return before + lead
    first, vowel, final = _parts(before[-1])
    joined = {keys: cluster for cluster, keys in _FINAL_KEYS.items()}.get(final + lead, "") if final else lead
    return before[:-1] + _syllable(first, vowel, joined) if joined in _FINALS[1:] else before + lead


def _seen_while_typing(name: str) -> list[str]:
    """Everything that the search box shows while a name is typed, key by key."""
    seen: list[str] = []
    before = ""
    for syllable in name:
        lead, vowel, final = _parts(syllable)
        seen.append(_pulled_up(before, lead))
        seen.append(before + _syllable(lead, _VOWEL_KEYS.get(vowel, vowel)[0]))
        seen.append(before + _syllable(lead, vowel))
        if final:
            seen.append(before + _syllable(lead, vowel, _FINAL_KEYS.get(final, final)[0]))
        before += syllable
        seen.append(before)
    return seen


def _person(name: str = "김민수", duty: str = "", phone: str = "", number: str = "", department: str = "") -> Findable:
    return Findable(frozenset(terms_of(name, duty, phone)), number, department)


def _finds(query: str, person: Findable) -> bool:
    return any(finds(lookup, person) for lookup in plan(query))


@settings(deadline=None)
@given(NAMES, st.data())
def test_everybody_is_found_by_any_part_of_his_name(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert _finds(name[start:end], _person(name))
    assert _finds(unicodedata.normalize("NFD", name[start:end]), _person(name))
    assert _finds(initials(name[start:end]), _person(name))


@settings(deadline=None)
@given(NAMES, st.data())
def test_everybody_is_found_by_any_mix_of_syllables_and_initials_of_his_name(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    mixed = "".join(data.draw(st.sampled_from([letter, initial(letter)])) for letter in name[start:])
    assert _finds(mixed, _person(name))
    assert _finds(unicodedata.normalize("NFD", mixed), _person(name))


@settings(deadline=None)
@given(NAMES)
def test_everybody_is_found_after_every_key_while_his_name_is_typed(name: str) -> None:
    person = _person(name)
    assert [seen for seen in _seen_while_typing(name) if not _finds(seen, person)] == []


def test_the_keyboard_of_these_tests_types_as_people_see_it() -> None:
    assert _seen_while_typing("이원")[:6] == ["ㅇ", "이", "이", "이", "잉", "이우"]
    assert "밗" in _seen_while_typing("박상")
    assert _seen_while_typing("김민")[4:] == ["김", "김ㅁ", "김미", "김미", "김민", "김민"]


@settings(deadline=None)
@given(NAMES, st.integers(1, 11))
def test_surname_and_initials_find_him_though_the_keyboard_pulls_the_first_one_up(name: str, width: int) -> None:
    written, rest = name[:width], initials(name[width:])
    seen = _pulled_up(written, rest[0]) + rest[1:] if rest else written
    assert _finds(seen, _person(name))


@settings(deadline=None)
@given(st.text(DIGITS, min_size=3, max_size=11), st.text(DIGITS, max_size=8))
def test_everybody_is_found_by_the_tail_of_his_telephone_number(tail: str, rest: str) -> None:
    assert _finds(tail, _person(phone=f"({rest}) {tail}"))


@settings(deadline=None)
@given(st.text(DIGITS, min_size=2, max_size=12), st.text(DIGITS, max_size=8))
def test_everybody_is_found_by_the_beginning_of_his_number(beginning: str, rest: str) -> None:
    assert _finds(beginning, _person(number=beginning + rest))


@settings(deadline=None)
@given(st.text(), st.text(), st.text())
def test_terms_fit_the_column_and_hold_nothing_empty(name: str, duty: str, phone: str) -> None:
    assert all(0 < len(term) <= 60 for _kind, term in terms_of(name, duty, phone))


@settings(deadline=None)
@given(st.text(st.characters()), NAMES)
def test_no_query_is_an_error_and_every_range_can_be_asked_of_a_database(query: str, name: str) -> None:
    for lookup in plan(query):
        finds(lookup, _person(name))
        for text in _texts(lookup):
            text.encode()
            assert "\0" not in text


def _texts(lookup: Lookup) -> list[str]:
    if isinstance(lookup, NumberRange):
        return [lookup.low, lookup.high]
    if isinstance(lookup, DepartmentName):
        return [lookup.stem]
    letters = [bound for scan in lookup.ranges for letter in scan.letters for bound in (letter.low, letter.high)]
    return [bound for scan in lookup.ranges for bound in (scan.low, scan.high)] + letters


@settings(deadline=None)
@given(NAMES, st.data())
def test_where_a_lookup_names_two_ranges_both_find_the_same_people(name: str, data: st.DataObject) -> None:
    mixed = "".join(data.draw(st.sampled_from([letter, initial(letter)])) for letter in data.draw(NAMES))
    person = _person(name)
    for lookup in plan(mixed):
        if isinstance(lookup, Terms):
            assert len({bool(first_term(scan, person)) for scan in lookup.ranges}) == 1


@settings(deadline=None)
@given(NAMES, st.data())
def test_whom_a_range_finds_among_others_has_a_term_among_them(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    mixed = "".join(data.draw(st.sampled_from([letter, initial(letter)])) for letter in name[start:])
    person = _person(name)
    for lookup in plan(mixed):
        for scan in lookup.ranges if isinstance(lookup, Terms) else ():
            if scan.among is not None and first_term(scan, person):
                assert first_term(scan.among, person)


def test_a_syllable_behind_a_consonant_is_looked_for_by_itself_too() -> None:
    lookup = plan("ㄱ숙")[0]
    assert isinstance(lookup, Terms)
    assert [scan.among and (scan.among.behind, scan.among.low) for scan in lookup.ranges] == [
        None,
        ("", "숙"),
        ("ㄱ", "숙"),
    ]


@pytest.mark.parametrize(
    ("name", "is_held"),
    [("김숙", True), ("김숙희", True), ("ㄱ숙", True), ("김순", False), ("이숙", False), ("숙", False)],
)
def test_a_range_behind_a_consonant_holds_what_it_says(name: str, is_held: bool) -> None:
    lookup = plan("ㄱ숙")[0]
    assert isinstance(lookup, Terms)
    behind = lookup.ranges[-1].among
    assert behind is not None
    assert behind.holds(Kind.NAME, name) == is_held


@pytest.mark.parametrize("query", ["", "  ", "\0", "김\0", "\ud800", "\u202e수", "\u3164", "\x1b[2J"])
def test_a_query_that_says_nothing_or_hides_something_looks_nothing_up(query: str) -> None:
    assert plan(query) == ()


def test_ten_megabytes_are_read_as_their_beginning() -> None:
    assert plan("가" * 10_000_000) == plan("가" * 40)


@pytest.mark.parametrize("query", ["예산", "예산편", "예산 편성", "편성", "예사", "산편"])
def test_a_duty_is_found_by_its_words_and_what_they_are_made_of(query: str) -> None:
    assert _finds(query, _person(duty="예산 편성"))


@pytest.mark.parametrize("query", ["정책기획", "기획조정실", "정책기호", "정책ㄱㅎ", "기획조정실 정책기획관"])
def test_a_department_is_found_by_any_part_of_its_path(query: str) -> None:
    assert _finds(query, _person(department="기획조정실 정책기획관"))


@pytest.mark.parametrize("query", ["예", "ㅇㅅ", "편성하"])
def test_one_letter_or_initials_list_no_duties(query: str) -> None:
    assert not _finds(query, _person(duty="예산 편성", department="예산과"))


@pytest.mark.parametrize("query", ["a12", "A12", "ａ１２"])
def test_a_number_with_letters_is_found_in_either_case(query: str) -> None:
    assert _finds(query, _person(number="A1204"))


def test_four_digits_are_an_extension_before_they_are_a_number() -> None:
    assert [type(lookup) for lookup in plan("2004")][:2] == [Terms, NumberRange]
    assert [type(lookup) for lookup in plan("20040")][:2] == [NumberRange, Terms]


def test_terms_of_a_person() -> None:
    assert terms_of("김민수", "예산", "041-635-2004") == {
        (Kind.NAME, "김민수"),
        (Kind.NAME_PART, "민수"),
        (Kind.NAME_PART, "수"),
        (Kind.INITIALS, "ㄱㅁㅅ김민수"),
        (Kind.INITIALS_PART, "ㅁㅅ민수"),
        (Kind.INITIALS_PART, "ㅅ수"),
        (Kind.DUTY, "예산"),
        (Kind.TELEPHONE, "4002536140"),
    }
