"""Search of colleagues on both databases; what a query means is held by tests/domain/test_people_search.py."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code
from collabpoints.domain.people_search import TermRange, plan
from collabpoints.domain.periods import Month as Period
from collabpoints.models import Appointment, Employee, Month, PairMonthTotal, Scheme
from collabpoints.prepared import reading_line
from collabpoints.queries import colleagues, people_search
from collabpoints.queries.colleagues import Hits, colleagues_by_id, colleagues_by_number, recent, search
from collabpoints.services.search_terms import refresh_terms
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency

SEOUL = ZoneInfo("Asia/Seoul")
DAY = datetime.now(UTC).astimezone(SEOUL).date()


@dataclass
class World:
    agency_id: int
    general: int
    budget: int
    me: Colleague

    def hire(self, name: str, **facts: str) -> Colleague:
        department_id = self.general if facts.pop("at", "") == "총무과" else self.budget
        return a_colleague(self.agency_id, name, department_id, **facts)  # type: ignore[arg-type]

    def search(self, query: str, *, offset: int = 0, limit: int = 20) -> Hits:
        return search(self.agency_id, self.me.person_id, query, day=DAY, offset=offset, limit=limit)

    def found(self, query: str) -> list[str]:
        return [hit.colleague.name for hit in self.search(query).hits]

    def numbers(self, query: str, *, limit: int = 20) -> list[list[str]]:
        """The employee numbers of each page."""
        pages = [self.search(query, limit=limit)]
        while pages[-1].has_more:
            pages.append(self.search(query, offset=pages[-1].next_offset, limit=limit))
        return [[hit.colleague.number for hit in page.hits] for page in pages]


@pytest.fixture
def world(app: Flask) -> World:
    agency_id = an_agency()
    bureau = a_department(agency_id, "기획조정실", level=1)
    budget = a_department(agency_id, "예산담당관", parent_id=bureau)
    general = a_department(agency_id, "총무과")
    return World(agency_id, general, budget, a_colleague(agency_id, "나주임", general, number="20100001", duty="서무"))


def _index(world: World) -> None:
    with unit_of_work() as session:
        refresh_terms(session, world.agency_id)


def _worked(world: World, sender: Colleague, recipient: Colleague, *, months_ago: int = 0, notes: int = 1) -> None:
    """Notes of one to the other in a month, as the totals tell of them."""
    period = Period(DAY.year, DAY.month).shifted(-months_ago)
    with unit_of_work() as session:
        month_id = session.execute(
            select(Month.id).where(Month.agency_id == world.agency_id, Month.period == str(period))
        ).scalar_one_or_none()
        if month_id is None:
            month = Month(
                agency_id=world.agency_id,
                period=str(period),
                scheme_id=session.execute(select(Scheme.id)).scalar_one(),
                starts_at=period.starts_at(SEOUL),
                ends_at=period.ends_at(SEOUL),
                allowance=200,
                pair_cap=2,
            )
            session.add(month)
            session.flush()
            month_id = month.id
        session.add(
            PairMonthTotal(
                month_id=month_id,
                sender_person_id=sender.person_id,
                recipient_person_id=recipient.person_id,
                agency_id=world.agency_id,
                cap=None,
                counted=notes,
                points=10 * notes,
                notes=notes,
            )
        )


@pytest.mark.parametrize(
    "query",
    [
        "홍길동",
        " 홍 길동",
        unicodedata.normalize("NFD", "홍길동"),
        "길동",
        "홍기",
        "ㅎㄱㄷ",
        "ㄱㄷ",
        "홍ㄱㄷ",
        "ㅎ길ㄷ",
        "예산담당",
        "기획조정실",
        "도로보수",
        "보수",
        "2004",
        "２００４",
        "041-635-2004",
        "19990042",
        "1999",
    ],
)
def test_a_colleague_is_found_by(world: World, query: str) -> None:
    hong = world.hire("홍길동", number="19990042", duty="도로 보수")
    with unit_of_work() as session:
        session.execute(update(Employee).where(Employee.id == hong.employee_id).values(phone="041-635-2004"))
    world.hire("박서준", at="총무과", number="20209999", duty="인사 발령")
    _index(world)
    assert world.found(query) == ["홍길동"]


def test_two_consonants_that_the_keyboard_made_one_cluster_are_two_initials(world: World) -> None:
    world.hire("강수")
    world.hire("강민")
    _index(world)
    assert world.found("ㄳ") == ["강수"]


def test_surname_and_initials_are_found_though_the_keyboard_pulled_one_up(world: World) -> None:
    world.hire("이민수")
    world.hire("박상우")
    _index(world)
    assert world.found("임ㅅ") == ["이민수"]
    assert world.found("밗ㅇ") == ["박상우"]


def test_namesakes_are_both_shown_with_where_they_serve_and_what_they_do(world: World) -> None:
    world.hire("김민수", duty="예산 편성", position="주무관")
    world.hire("김민수", at="총무과", duty="계약", position="팀장")
    _index(world)
    shown = [
        (hit.colleague.department, hit.colleague.position, hit.colleague.duty) for hit in world.search("김민수").hits
    ]
    assert shown == [("기획조정실 예산담당관", "주무관", "예산 편성"), ("총무과", "팀장", "계약")]


def test_the_extension_is_the_last_four_digits(world: World) -> None:
    world.hire("홍길동", number="20001234")
    _index(world)
    assert world.search("홍길동").hits[0].colleague.extension == "1234"


def test_who_has_left_is_not_found(world: World) -> None:
    world.hire("홍길동", number="19990042", status="left")
    _index(world)
    assert [world.found(query) for query in ("홍길동", "19990042", "예산담당관")] == [[], [], []]


def test_who_left_since_the_terms_were_written_is_not_found(world: World) -> None:
    hong = world.hire("홍길동")
    _index(world)
    with unit_of_work() as session:
        session.execute(
            update(Employee).where(Employee.id == hong.employee_id).values(status="left", left_on=date(2026, 1, 1))
        )
    assert world.found("홍길동") == []


def test_who_moved_is_found_by_the_department_of_today(world: World) -> None:
    hong = world.hire("홍길동")
    with unit_of_work() as session:
        post = session.execute(select(Appointment).where(Appointment.employee_id == hong.employee_id)).scalar_one()
        post.ends_on = DAY
        session.flush()
        session.add(
            Appointment(
                agency_id=world.agency_id,
                employee_id=hong.employee_id,
                department_id=world.general,
                kind="primary",
                starts_on=DAY,
                duty="계약",
            )
        )
    _index(world)
    assert world.found("예산담당관") == []
    assert world.found("총무과") == ["나주임", "홍길동"]
    assert world.found("계약") == ["홍길동"]


def test_people_of_a_department_come_in_the_official_order_and_each_once(world: World) -> None:
    world.hire("예산담")
    world.hire("홍길동", duty="예산담당")
    _index(world)
    assert world.found("예산담") == ["예산담", "홍길동"]


@pytest.mark.parametrize(
    ("department", "query"),
    [
        ("IT 전략과", "it전"),
        ("IT 전략과", "IT ㅈㄹ"),
        ("R&D[1]센터", "d[1]"),
        ("C++과", "c++"),
        ("50%_지원과", "%_지"),
        ("가^나-다과", "^나-ㄷ"),
        ("역사\\문화과", "\\문"),
        ("물음?별*과", "?별*"),
        ("빗/금과", "빗/ㄱ"),
        ("정책 기획과", "정책기호"),
    ],
)
def test_a_department_is_found_by_its_letters_as_they_are(world: World, department: str, query: str) -> None:
    called = a_department(world.agency_id, department)
    a_colleague(world.agency_id, "홍길동", called)
    assert world.found(query) == ["홍길동"]


@pytest.mark.parametrize("query", ["정*과", "정?기", "[가-힣]과", "정.기", "정책|", "^정책", "과$", "정%과", "정_기"])
def test_no_sign_in_a_query_is_a_pattern(world: World, query: str) -> None:
    a_colleague(world.agency_id, "홍길동", a_department(world.agency_id, "정책기획과"))
    assert world.found(query) == []


def test_people_of_several_departments_come_department_by_department(world: World) -> None:
    bureau = a_department(world.agency_id, "안전국", level=1)  # nobody serves in the bureau itself
    first = a_department(world.agency_id, "재난과", parent_id=bureau)
    second = a_department(world.agency_id, "방재과", parent_id=bureau)
    for name, department in (("가", second), ("나", first), ("다", second), ("라", first)):
        a_colleague(world.agency_id, name, department)
    assert world.found("안전국") == ["나", "라", "가", "다"]


@pytest.mark.parametrize("query", ["ㄱ숙", "ㄱ숙ㅎ", "김ㅅ희", "ㄱㅅ희", "ㄱ수"])
def test_who_is_rare_among_many_is_found_by_a_consonant_and_a_syllable(world: World, query: str) -> None:
    for _ in range(12):  # so that looking among the few who have the syllable is the shorter way
        world.hire("강소희")
    world.hire("김숙희")
    world.hire("나숙희")
    _index(world)
    assert [name for name in world.found(query) if "숙" in name] == ["김숙희"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ㄱ숙", ["강숙영", "ㄱ숙희", "고숙희", "김숙희", "김숙", "민강숙"]),
        ("ㄱ숙ㅎ", ["ㄱ숙희", "고숙희", "김숙희"]),
        ("ㅎ숙", []),
    ],
)
def test_a_syllable_common_elsewhere_is_looked_for_behind_each_surname_of_a_consonant(
    world: World, monkeypatch: pytest.MonkeyPatch, query: str, expected: list[str]
) -> None:
    monkeypatch.setattr(people_search, "_PROBE", 40)  # more than these are many
    for name in ["강소희", "한소희"] * 40 + ["까숙희", "나숙희", "이은숙하"] * 5:
        world.hire(name)
    for name in ["고숙희", "김숙희", "김숙", "강숙영", "ㄱ숙희", "민강숙"]:
        world.hire(name)
    _index(world)
    with reading_line() as line:
        scan = people_search.Asked.about(line, world.agency_id, plan(query)[:1], DAY).scans[0]
    assert isinstance(scan, TermRange)
    assert scan.among is not None
    assert scan.among.behind == query[0]
    assert [name for page in _all_names(world, query) for name in page] == expected


def test_exact_names_come_before_longer_ones_and_whole_names_before_parts(world: World) -> None:
    for name in ("가이수진", "이수진", "이수", "김이수", "이숙"):
        world.hire(name)
    _index(world)
    assert world.found("이수") == ["이수", "이수진", "이숙", "김이수", "가이수진"]


def test_pages_neither_lose_nor_double_anybody(world: World) -> None:
    everybody = {"김수수", "수수수", "김소수", "수민", "김민수", "박수", "산수수"}
    expected = {
        "수": everybody,
        "ㅅ": everybody,
        "김ㅅ": {"김수수", "김소수"},
        "ㅅ수": {"김수수", "수수수", "김소수", "산수수"},
        "민원": everybody,
        "예산담당관": everybody,
        "200": everybody,
    }
    people = [world.hire(name, number=f"200000{n:02d}") for n, name in enumerate(sorted(everybody) * 3)]
    for colleague in people[:3]:
        _worked(world, world.me, colleague)
    _index(world)
    for query, names in expected.items():
        for limit in (1, 4, 20):
            together = [number for page in world.numbers(query, limit=limit) for number in page]
            meant = [colleague.number for colleague in people if colleague.name in names]
            assert sorted(together) == meant, (query, limit)


def test_a_page_holds_as_many_as_it_may(world: World) -> None:
    for _ in range(23):
        world.hire("김수수")
    _index(world)
    assert [len(page) for page in world.numbers("수")] == [20, 3]


def test_repeats_beyond_measure_end_a_page_early_and_lose_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(colleagues, "_MOST_AT_ONCE", 10)
    monkeypatch.setattr(people_search, "_TOGETHER", 5)
    everybody = [world.hire("민원민원", duty="민원", number=f"200000{n:02d}").number for n in range(15)]
    _index(world)
    pages = world.numbers("민원")
    assert sorted(number for page in pages for number in page) == everybody
    assert [] in pages


def test_paging_ends_somewhere(world: World) -> None:
    world.hire("홍길동")
    _index(world)
    assert world.search("홍길동", offset=10**12) == Hits((), False, 0)
    assert world.search("홍길동", offset=-1) == Hits((), False, 0)
    assert world.search("홍길동", offset=9_999) == Hits((), False, 9_999)


def test_whom_i_worked_with_lately_comes_first(world: World) -> None:
    world.hire("김가나")
    sent, got = world.hire("김다라"), world.hire("김마바")
    _worked(world, world.me, sent, months_ago=1)
    _worked(world, got, world.me)
    _index(world)
    assert world.found("김") == ["김마바", "김다라", "김가나"]


def test_whom_i_worked_with_comes_first_only_where_the_query_finds_him(world: World) -> None:
    _worked(world, world.me, world.hire("박서준"))
    world.hire("김가나")
    _index(world)
    assert world.found("김") == ["김가나"]


def test_recent_colleagues_are_ordered_by_month_then_by_notes_then_by_id(world: World) -> None:
    old, few, many, same = (world.hire(name) for name in ("고", "나", "다", "라"))
    _worked(world, world.me, old, months_ago=1, notes=2)
    _worked(world, world.me, few)
    _worked(world, world.me, many)
    _worked(world, many, world.me)
    _worked(world, world.me, same)
    assert _names(recent(world.agency_id, world.me.person_id, day=DAY)) == ["다", "나", "라", "고"]
    assert _names(recent(world.agency_id, world.me.person_id, day=DAY, limit=2)) == ["다", "나"]


def test_others_notes_and_notes_taken_back_and_notes_of_years_ago_make_nobody_recent(world: World) -> None:
    first, second = world.hire("고"), world.hire("나")
    _worked(world, first, second)
    _worked(world, world.me, first, notes=0)
    _worked(world, world.me, second, months_ago=13)
    assert recent(world.agency_id, world.me.person_id, day=DAY) == ()


def test_who_left_is_not_recent_and_leaves_his_place_to_the_next(world: World) -> None:
    left, here = world.hire("고", status="left"), world.hire("나")
    _worked(world, world.me, left, notes=2)
    _worked(world, world.me, here)
    assert _names(recent(world.agency_id, world.me.person_id, day=DAY, limit=1)) == ["나"]


def _all_names(world: World, query: str) -> list[list[str]]:
    found = [world.search(query, limit=4)]
    while found[-1].has_more:
        found.append(world.search(query, offset=found[-1].next_offset, limit=4))
    return [_names(page.hits) for page in found]


def _names(hits: tuple[colleagues.Hit, ...]) -> list[str]:
    return [hit.colleague.name for hit in hits]


def _codes(world: World, query: str) -> list[Code]:
    (hit,) = world.search(query).hits
    return [refusal.code for refusal in hit.refusals]


def test_nothing_stands_against_a_colleague_of_another_department(world: World) -> None:
    world.hire("홍길동")
    _index(world)
    assert _codes(world, "홍길동") == []


def test_oneself_is_named(world: World) -> None:
    _index(world)
    assert _codes(world, "나주임") == [Code.ONESELF]


def test_the_same_department_is_named(world: World) -> None:
    world.hire("홍길동", at="총무과")
    _index(world)
    assert _codes(world, "홍길동") == [Code.SAME_DEPARTMENT]


def test_the_cap_of_the_month_is_named_and_last_months_notes_do_not_count(world: World) -> None:
    reached, free = world.hire("홍길동"), world.hire("박서준")
    _worked(world, world.me, reached, notes=2)
    _worked(world, world.me, free, notes=2, months_ago=1)
    _index(world)
    assert _codes(world, "홍길동") == [Code.PAIR_CAP_REACHED]
    assert _codes(world, "박서준") == []


@pytest.mark.parametrize("department", ["예산담당관", "총무과"])
def test_who_is_on_leave_is_found_and_only_cannot_receive(world: World, department: str) -> None:
    world.hire("홍길동", at=department, status="leave")
    _index(world)
    assert _codes(world, "홍길동") == [Code.CANNOT_RECEIVE]


def test_colleagues_by_id_keep_the_order_given(world: World) -> None:
    first, second, left = world.hire("고"), world.hire("나"), world.hire("다", status="left")
    wanted = [second.person_id, left.person_id, first.person_id, second.person_id, 999_999]
    assert _names(colleagues_by_id(world.agency_id, world.me.person_id, wanted, day=DAY)) == ["나", "고"]


def test_colleagues_by_number_keep_the_order_given_and_know_no_other_spelling(world: World) -> None:
    world.hire("고", number="20000001")
    world.hire("나", number="20000002")
    wanted = ["20000002", "x\0", "\ud800", "2000000", "20000001", "20000002"]
    hits = colleagues_by_number(world.agency_id, world.me.person_id, wanted, day=DAY)
    assert _names(hits) == ["나", "고"]


@pytest.mark.parametrize(
    "query",
    ["", " ", "\0", "홍\0", "\ud800", "%", "_", "%%", "\\", "'; --", "홍'", "\u3164", "\u202e", "\U0010ffff", "\ud7ff",
     "가" * 1_000_000, "ㄱ" * 41, "-" * 50, "🎉", "홍%", "예_담", "1" * 400],
)  # fmt: skip
def test_a_hostile_query_finds_nobody_and_breaks_nothing(world: World, query: str) -> None:
    world.hire("홍길동")
    _index(world)
    assert world.search(query) == Hits((), False, 0)


def test_nobody_of_another_agency_is_found(world: World) -> None:
    _index(world)
    assert search(world.agency_id + 1, world.me.person_id, "나주임", day=DAY).hits == ()
