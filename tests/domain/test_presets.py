"""Every scheme that an agency has published: a month lived under it, and nothing in it that is not published or marked.

The facts are those of the table in docs/schemes.md.
"""

from dataclasses import replace
from fractions import Fraction

import pytest

from collabpoints.domain.errors import Code
from collabpoints.domain.roles import Status
from collabpoints.domain.scheme_fields import BY_PATH, FIELDS
from collabpoints.domain.scheme_words import AllowanceUnit, Approver, Beneficiary, Measure, Purpose, Span, StockCheck
from collabpoints.domain.schemes import PRESETS, parse_scheme, preset_text
from tests.domain.scheme_months import HELP, Employee, LivedMonth, lived

NAMES = {"code", "name_ko", "name_en", "used_for_ko", "used_for_en", "source", "assumptions"}
LATER = {"uses.credit_cap_hundredths"}  # no preset has credit
POINTS_OF_200 = {"allowance.unit", "allowance.amount", "points.allowed", "recipients.same_department"}
PUBLISHED: dict[str, set[str]] = {
    "chungnam-2015": {"allowance.unit", "allowance.amount", "uses.purposes", "score.received_basis_points",
                      "score.sent_basis_points", "ranking.persons_by", "prizes.spans"},
    "directive-2016": POINTS_OF_200 | {"recipients.other_agencies", "recipients.notes_to_one_person", "uses.purposes",
                                       "score.received_basis_points", "score.sent_basis_points", "ranking.persons_by",
                                       "ranking.departments_by", "prizes.spans"},
    "gyeongju-2016": POINTS_OF_200 | {"recipients.notes_to_one_person", "prizes.spans"},
    "cheonan-2019": POINTS_OF_200 | {"recipients.notes_to_one_person", "uses.purposes", "score.received_basis_points",
                                     "score.sent_basis_points", "ranking.persons_by", "prizes.spans", "text.stock_only"},
    "sancheong-2019": POINTS_OF_200 | {"uses.purposes", "prizes.spans", "prizes.tiers"},
    "daejeon-seogu-2019": {"points.allowed", "recipients.same_department", "recipients.other_agencies",
                           "uses.purposes", "prizes.spans"},
    "wando-2022": POINTS_OF_200 | {"recipients.other_agencies", "uses.purposes", "ranking.persons_by", "prizes.spans"},
    "cheongyang-2022": POINTS_OF_200 | {"recipients.other_agencies", "uses.purposes", "ranking.persons_by",
                                        "ranking.departments_by", "prizes.spans"},
    "gwangju-namgu-2023": POINTS_OF_200 | {"recipients.other_agencies", "recipients.notes_to_one_person", "uses.purposes",
                                           "ranking.departments_by", "ranking.departments_per_head",
                                           "ranking.departments_ties", "prizes.spans"},
    "gwanak-2026": {"uses.purposes", "text.guided", "ranking.persons_by", "prizes.spans"},
}  # fmt: skip
"""What the reports say. All other fields are assumptions, and each preset has to mark them with a reason."""


def assumed(code: str) -> set[str]:
    """The paths that a preset marks as assumed; `senders` stands for all of that table."""
    found: set[str] = set()
    for line in parse_scheme(preset_text(code)).assumptions:
        names, colon, reason = line.partition(": ")
        assert colon, line
        assert len(reason) > 10, line
        for name in names.split(", "):
            meant = {path for path in BY_PATH if path == name or path.startswith(f"{name}.")}
            assert meant, f"{code}: no field is called {name}"
            found |= meant
    return found


def test_every_preset_says_what_is_published() -> None:
    assert set(PUBLISHED) == set(PRESETS)


@pytest.mark.parametrize("code", PRESETS)
def test_a_preset_marks_whatever_is_not_published(code: str) -> None:
    in_question = {field.path for field in FIELDS} - NAMES - LATER
    marked = assumed(code) - LATER
    tiers_are_partly_assumed = {"prizes.tiers", "uses.purposes", "special"}
    assert marked & PUBLISHED[code] <= tiers_are_partly_assumed
    assert in_question - PUBLISHED[code] - marked == set()


@pytest.mark.parametrize("code", PRESETS)
def test_a_preset_names_its_source_and_every_field(code: str) -> None:
    text = preset_text(code)
    scheme = parse_scheme(text)
    assert scheme.source
    for field in FIELDS:
        if field.path != "special" and getattr(scheme, field.name) is not None:
            assert f"\n{field.path.rpartition('.')[2]} = " in text, field.path


@pytest.mark.parametrize("code", PRESETS)
def test_nobody_takes_part_who_is_on_leave(code: str) -> None:
    month = lived(code, 1, 2)
    hong, kim = month.people
    away = replace(kim, status=Status.LEAVE)
    assert month.send(hong, away) == [Code.CANNOT_RECEIVE]
    assert month.send(away, hong) == [Code.CANNOT_SEND]
    assert month.send(hong, kim) == []


@pytest.mark.parametrize("code", [code for code in PRESETS if code != "chungnam-2015"])
def test_twenty_notes_of_ten_points_to_other_departments_use_up_200_points(code: str) -> None:
    month = lived(code, 1, *(range(2, 23)))
    hong, *others = month.people
    assert (month.scheme.allowance_unit, month.scheme.allowance) == (AllowanceUnit.POINTS, 200)
    assert [month.send(hong, other) for other in others[:20]] == [[]] * 20
    assert month.remaining(hong) == 0
    assert month.send(hong, others[20]) == [Code.ALLOWANCE_SHORT]
    assert month.send(hong, others[20], points=0) == []
    assert month.send(others[0], others[1], points=20) == [Code.POINTS_NOT_ALLOWED]


@pytest.mark.parametrize("code", [code for code in PRESETS if code != "chungnam-2015"])
def test_within_the_department_thanks_alone(code: str) -> None:
    month = lived(code, 1, 1)
    hong, kim = month.people
    assert month.send(hong, kim) == [Code.SAME_DEPARTMENT]
    assert month.send(hong, kim, points=0) == []


@pytest.mark.parametrize(
    ("code", "cap"),
    [("chungnam-2015", None), ("directive-2016", 2), ("gyeongju-2016", 2), ("cheonan-2019", 2), ("sancheong-2019", None),
     ("daejeon-seogu-2019", None), ("wando-2022", None), ("cheongyang-2022", None), ("gwangju-namgu-2023", 2),
     ("gwanak-2026", None)],
)  # fmt: skip
def test_the_notes_to_one_person(code: str, cap: int | None) -> None:
    month = lived(code, 1, 2)
    hong, kim = month.people
    assert month.scheme.pair_cap == cap
    told = [month.send(hong, kim) for _ in range(3)]
    assert told == ([[], [], [Code.PAIR_CAP_REACHED]] if cap == 2 else [[], [], []])
    assert month.send(kim, hong) == []  # the cap is of a direction


@pytest.mark.parametrize(
    ("code", "is_allowed"),
    [("chungnam-2015", False), ("directive-2016", True), ("gyeongju-2016", False), ("cheonan-2019", False),
     ("sancheong-2019", False), ("daejeon-seogu-2019", True), ("wando-2022", True), ("cheongyang-2022", True),
     ("gwangju-namgu-2023", True), ("gwanak-2026", False)],
)  # fmt: skip
def test_other_agencies_are_stored(code: str, is_allowed: bool) -> None:
    assert parse_scheme(preset_text(code)).is_other_agency_allowed is is_allowed


def test_chungnam_2015_thirty_notes_to_any_colleague_and_prizes_each_month() -> None:
    month = lived("chungnam-2015", 1, 1, 2, 3, 4, 5)
    hong, neighbour, kim, lee, park, choi = month.people
    assert [month.send(hong, neighbour) for _ in range(30)] == [[]] * 30
    assert month.remaining(hong) == 0
    assert month.send(hong, kim) == [Code.ALLOWANCE_SHORT]
    for _ in range(2):
        assert month.send(neighbour, kim) == []
    for _ in range(3):
        assert month.send(kim, lee) == []
    assert month.send(lee, park) == []
    assert month.score(neighbour) == 300
    assert month.score(hong) == 0  # sending counts nothing
    assert month.persons() == [[neighbour.id], [lee.id], [kim.id], [park.id]]
    assert month.winners(Span.MONTH) == [("협업포인트 우수자", [neighbour.id], []), ("우수 부서", [], [1, 3, 2])]
    assert choi.id not in {one for place in month.persons() for one in place}


def test_directive_2016_departments_are_ranked_by_what_their_members_used() -> None:
    month = lived("directive-2016", 1, 1, 2, 3)
    hong, lim, kim, lee = month.people
    for sender, recipient in ((hong, kim), (hong, kim), (lim, kim), (lim, lee), (kim, hong)):
        assert month.send(sender, recipient) == []
    assert month.persons() == [[kim.id], [hong.id, lee.id]]
    assert month.departments() == [[1], [2]]  # 40 and 10 used; department 3 used none, though it received
    assert month.scheme.prize_spans == {Span.YEAR}
    assert month.scheme.tiers == ()


def test_gyeongju_2016_is_for_the_evaluation_at_the_end_of_the_year() -> None:
    month = lived("gyeongju-2016", 1, 2, 3)
    hong, kim, lee = month.people
    for sender, recipient in ((hong, kim), (lee, kim), (kim, hong)):
        assert month.send(sender, recipient) == []
    assert month.scheme.purposes == {Purpose.PRIZES, Purpose.DEPARTMENT_EVALUATION}
    assert month.scheme.prize_spans == {Span.YEAR}
    assert month.persons() == [[kim.id], [hong.id]]
    assert month.departments() == [[2], [1]]


def test_cheonan_2019_received_whole_sent_half_and_special_points() -> None:
    month = lived("cheonan-2019", 1, 2, 3, 4, 5)
    hong, kim, lee, park, choi = month.people
    for recipient in (kim, kim, lee):
        assert month.send(hong, recipient) == []
    assert month.send(kim, lee) == []
    assert month.send(lee, hong) == []
    month.grant(park, "agency-head", 70)
    month.grant(choi, "video-meeting", 10)
    assert [month.score(one) for one in month.people] == [25, 25, 25, 70, 10]
    assert month.score(hong) == Fraction(10) + Fraction(30, 2)
    month.grant(hong, "innovation", 50)
    month.grant(kim, "promoter", 20)
    assert month.persons() == [[hong.id], [park.id], [kim.id], [lee.id], [choi.id]]
    assert month.winners(Span.QUARTER) == [
        ("최우수", [hong.id], []), ("우수", [park.id], []), ("장려", [kim.id, lee.id], []),
    ]  # fmt: skip


def test_cheonan_2019_half_of_an_odd_sum_is_not_rounded() -> None:
    month = lived("cheonan-2019", 1, 2)
    scheme = replace(month.scheme, points_allowed=(5,))
    odd = LivedMonth(scheme, month.people)
    assert odd.send(odd.people[0], odd.people[1]) == []
    assert odd.score(odd.people[0]) == Fraction(5, 2)


def test_cheonan_2019_special_kinds_and_their_bounds() -> None:
    scheme = parse_scheme(preset_text("cheonan-2019"))
    bounds = {kind.code: (kind.minimum, kind.maximum) for kind in scheme.special_kinds}
    assert bounds == {"innovation": (10, 50), "video-meeting": (10, 10), "promoter": (20, 50), "agency-head": (30, 70)}
    head = scheme.special_kind("agency-head")
    assert head is not None
    assert head.approved_by is Approver.AGENCY_HEAD
    assert scheme.special_kind("nothing") is None


def test_cheonan_2019_a_bare_thanks_is_sent_and_looked_at() -> None:
    month = lived("cheonan-2019", 1, 2)
    hong, kim = month.people
    assert month.send(hong, kim, text="정말로 감사합니다. 수고하셨습니다.") == []
    assert month.scheme.stock_check is StockCheck.REVIEW


def test_sancheong_2019_persons_and_departments_win_at_the_end_of_the_year() -> None:
    month = lived("sancheong-2019", 1, 2, 3, 4, 5)
    hong, kim, lee, park, choi = month.people
    for recipient, notes in ((kim, 5), (lee, 4), (park, 3), (choi, 2)):
        assert [month.send(hong, recipient) for _ in range(notes)] == [[]] * notes
    assert month.send(kim, hong) == []
    assert month.winners(Span.YEAR) == [
        ("최우수", [kim.id], [2]), ("우수", [lee.id], [3]), ("장려", [park.id, choi.id], [4]),
    ]  # fmt: skip


def test_daejeon_seogu_2019_honours_three_persons_and_no_department() -> None:
    month = lived("daejeon-seogu-2019", 1, 2, 3, 4, 5)
    hong, kim, lee, park, choi = month.people
    for recipient, notes in ((kim, 4), (lee, 3), (park, 2), (choi, 1)):
        assert [month.send(hong, recipient) for _ in range(notes)] == [[]] * notes
    assert month.winners(Span.YEAR) == [("협업포인트 우수 직원", [kim.id, lee.id, park.id], [])]


def test_wando_2022_special_points_for_ideas_savings_and_cross_department_results_count() -> None:
    month = lived("wando-2022", 1, 2, 3)
    hong, kim, lee = month.people
    assert month.send(hong, kim) == []
    month.grant(lee, "saving", 30)
    month.grant(lee, "idea", 10)
    month.grant(hong, "cross-department", 50)
    assert [month.score(one) for one in month.people] == [50, 10, 40]
    assert month.persons() == [[hong.id], [lee.id], [kim.id]]


def test_cheongyang_2022_special_points_go_to_a_person_or_to_a_department() -> None:
    month = lived("cheongyang-2022", 1, 2, 3)
    hong, kim, lee = month.people
    assert month.send(hong, kim) == []
    assert month.send(kim, lee) == []
    month.grant(hong, "special", 20)
    month.grant(3, "special", 30)
    (kind,) = month.scheme.special_kinds
    assert kind.given_to is Beneficiary.EITHER
    assert month.persons() == [[hong.id], [kim.id, lee.id]]
    assert month.departments() == [[3], [1], [2]]
    assert month.score(lee) == 10  # the department's points are not its people's


def test_gwangju_namgu_2023_departments_are_ranked_per_head_of_the_average_headcount() -> None:
    month = lived("gwangju-namgu-2023", 1, 2, 3)
    month.headcount = {1: 10, 2: 2, 3: 5}
    hong, kim, lee = month.people
    assert month.send(hong, kim) == []
    assert month.send(hong, kim) == []
    assert month.send(hong, lee) == []
    # 1: 30 sent by 10; 2: 20 received by 2; 3: 10 received by 5
    assert month.departments() == [[2], [1], [3]]


def test_gwangju_namgu_2023_a_tie_is_broken_by_received_and_then_by_sent() -> None:
    month = lived("gwangju-namgu-2023", 1, 2, 3, 4, 9)
    month.headcount = {1: 2, 2: 2, 3: 4, 4: 4, 9: 1000}
    a, b, c, d, others = month.people
    crowd = [Employee(100 + place, 9) for place in range(10)]
    month.people = (*month.people, *crowd)
    # per head 10 each: 1 received 20, 2 received 10 and sent 10, 3 received 20 and sent 20, 4 received 20 and sent 20
    for one, received, sent in ((a, 2, 0), (b, 1, 1), (c, 2, 2), (d, 2, 2)):
        for place in range(received):
            assert month.send(crowd[place], one) == []
        for place in range(sent):
            assert month.send(one, crowd[place]) == []
    assert month.departments()[:3] == [[3, 4], [1], [2]]  # 3 and 4 differ in nothing: they share the rank
    month.scheme = replace(month.scheme, departments_ties=())
    assert month.departments()[0] == [1, 2, 3, 4]
    month.scheme = replace(month.scheme, departments_ties=(Measure.RECEIVED,))
    assert month.departments()[:2] == [[1, 3, 4], [2]]
    assert others.department == 9


def test_gwanak_2026_the_note_is_guided_and_half_years_add_basic_and_special_points() -> None:
    month = lived("gwanak-2026", 1, 2)
    hong, kim = month.people
    assert month.scheme.is_guided
    assert month.scheme.prize_spans == {Span.HALF_YEAR}
    assert month.send(hong, kim, text=HELP) == []
    month.grant(hong, "special", 20)
    assert month.persons() == [[hong.id], [kim.id]]
