import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from collabpoints.demo.agency import LOGINS, DemoAgency, demo_agency
from collabpoints.demo.calendar import ZONE
from collabpoints.demo.fields import field_of, phrases
from collabpoints.demo.organisation import organisation
from collabpoints.demo.people import demo_people
from collabpoints.domain.periods import Month
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.domain.workdays import is_workday

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
DEPARTMENTS = organisation().departments


@pytest.fixture(scope="module")
def agency() -> DemoAgency:
    return demo_agency(NOW)


def _home(agency: DemoAgency, order: int, at: datetime) -> int:
    post = agency.people[order].post_on(at.astimezone(ZONE).date())
    assert post is not None
    return DEPARTMENTS[post.department].home


def test_there_are_ten_bureaus_and_sixty_departments_and_teams_below_them() -> None:
    assert Counter(department.level for department in DEPARTMENTS) == {0: 1, 1: 10, 2: 46, 3: 14}
    assert len({department.code for department in DEPARTMENTS}) == len(DEPARTMENTS)
    assert all(DEPARTMENTS[d.parent].level < d.level for d in DEPARTMENTS if d.parent is not None)


@pytest.mark.parametrize("month", [Month(2026, 1), Month(2026, 7), Month(2027, 3)])
@pytest.mark.parametrize("seed", range(5))
def test_two_pairs_of_namesakes_serve_within_one_department(seed: int, month: Month) -> None:
    people = demo_people(Random(seed), month)
    found = Counter((DEPARTMENTS[person.post.department].home, person.name) for person in people)

    assert sorted(found.values())[-3:] == [1, 2, 2]
    assert len(people) == 1200
    assert len({person.name for person in people}) < 1150


def test_numbers_and_extensions_are_unique_and_duties_many(agency: DemoAgency) -> None:
    people = agency.people
    assert len({person.number for person in people}) == 1200
    assert len({person.phone[-4:] for person in people}) == 1200
    assert len({person.post.duty for person in people}) >= 150
    assert {person.status.value for person in people} == {"active", "leave", "seconded", "training"}
    assert {person.post.rank for person in people} >= {"3급", "4급", "5급", "6급", "7급", "8급", "9급", "공무직"}


def test_most_serve_for_life_some_without_a_rank_and_some_for_a_term(agency: DemoAgency) -> None:
    found = Counter(person.employment for person in agency.people)
    assert set(found) == {"일반직", "공무직", "임기제"}
    assert found["일반직"] > 1000
    assert min(found.values()) >= 20
    assert all((person.employment == "공무직") == (person.post.rank == "공무직") for person in agency.people)


@pytest.mark.parametrize("month", [Month(2026, 1), Month(2026, 7), Month(2027, 3)])
def test_everybody_joined_in_the_year_of_his_number_and_before_he_served(month: Month) -> None:
    for person in demo_people(Random(1), month):
        assert str(person.joined_on.year) == person.number[:4]
        assert person.joined_on <= person.posts[0].starts_on


def test_posts_follow_each_other_without_a_gap_and_some_moved_lately(agency: DemoAgency) -> None:
    moved = [person for person in agency.people if len(person.posts) == 2]
    assert len(moved) > 100
    assert all(before.ends_on == after.starts_on for before, after in (person.posts for person in moved))


def test_every_department_has_a_head(agency: DemoAgency) -> None:
    headed = {
        person.post.department
        for person in agency.people
        if person.post.position == DEPARTMENTS[person.post.department].head_position
    }
    assert headed == {department.place for department in DEPARTMENTS if department.level}


def test_seven_months_of_notes_end_now(agency: DemoAgency) -> None:
    found = Counter(str(Month.of(batch.sending.sent_at, ZONE)) for batch in agency.batches for _ in batch.notes)
    assert list(found) == ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"]
    assert all(1500 <= count <= 2500 for count in list(found.values())[:-1])
    assert all(batch.sending.sent_at < NOW for batch in agency.batches)


def test_notes_are_written_on_working_days_in_office_hours(agency: DemoAgency) -> None:
    local = [batch.sending.sent_at.astimezone(ZONE) for batch in agency.batches]
    assert all(is_workday(at.date()) and 8 <= at.hour < 21 for at in local)


def test_busy_departments_send_many_times_what_quiet_ones_do(agency: DemoAgency) -> None:
    found = Counter(_home(agency, batch.sending.sender, batch.sending.sent_at) for batch in agency.batches)
    ordered = sorted(found.values())
    assert ordered[-5] > 5 * ordered[5]


def test_the_scheme_allows_every_note(agency: DemoAgency) -> None:
    scheme = parse_scheme(agency.scheme_text)
    pairs: Counter[tuple[str, int, int]] = Counter()
    spent: Counter[tuple[str, int]] = Counter()
    for batch in agency.batches:
        sending, month = batch.sending, str(Month.of(batch.sending.sent_at, ZONE))
        for recipient in sending.recipients:
            assert recipient != sending.sender
            own, other = (_home(agency, order, sending.sent_at) for order in (sending.sender, recipient))
            if sending.points:
                assert own != other
                pairs[month, sending.sender, recipient] += 1
                spent[month, sending.sender] += scheme.cost(sending.points)
    assert scheme.pair_cap is not None
    assert max(pairs.values()) <= scheme.pair_cap
    assert max(spent.values()) <= scheme.allowance


def test_the_texts_may_be_stored_as_they_are(agency: DemoAgency) -> None:
    for batch in agency.batches:
        assert batch.text == cleaned(batch.text)
        assert judge_text(batch.text, minimum=15, maximum=300) == ()
        assert not re.search(r"[\[\]{}]|  |\.\.", batch.text), batch.text


def test_at_least_ninety_five_per_cent_of_the_sentences_are_distinct(agency: DemoAgency) -> None:
    sentences = [
        sentence.strip()
        for batch in agency.batches
        for _note in batch.notes
        for sentence in re.split(r"[.!?]", batch.text)
        if sentence.strip()
    ]
    assert len(sentences) > 20_000
    assert len(set(sentences)) >= 0.95 * len(sentences)


def test_what_belongs_to_a_season_is_said_in_it_only(agency: DemoAgency) -> None:
    november = [batch.text for batch in agency.batches if str(Month.of(batch.sending.sent_at, ZONE)) == "2026-11"]
    assert not any("모내기" in text or "폭염" in text for text in november)
    assert any("행정사무감사" in text for text in november)


def test_replies_fit_their_column(agency: DemoAgency) -> None:
    replies = [note.reply for batch in agency.batches for note in batch.notes if note.reply]
    assert replies
    assert all(judge_text(reply, minimum=1, maximum=200) == () for reply in replies)


def test_most_notes_are_read_and_some_forty_per_cent_replied_to(agency: DemoAgency) -> None:
    old = [note for batch in agency.batches if batch.sending.sent_at < NOW - timedelta(60) for note in batch.notes]
    assert sum(note.read_at is not None for note in old) > 0.97 * len(old)
    assert 0.35 < sum(note.reply is not None for note in old) / len(old) < 0.45
    assert {note.withdrawn for note in old} == {None, "taken_back", "given_back"}


def test_the_cast_has_notes_waiting(agency: DemoAgency) -> None:
    for login in LOGINS:
        assert _reads(agency, login)[-3:] == [None, None, None]


def test_the_cast_has_notes_waiting_on_the_day_of_new_appointments_too() -> None:
    agency = demo_agency(datetime(2026, 12, 31, 15, 5, tzinfo=UTC))
    assert str(agency.months[-1]) == "2027-01"
    for login in LOGINS:
        assert _reads(agency, login)[-3:] == [None, None, None]


def _reads(agency: DemoAgency, login: str) -> list[datetime | None]:
    mine = [note for batch in agency.batches for note in batch.notes if note.recipient == agency.cast[login]]
    return [note.read_at for note in mine if note.withdrawn is None]


def test_later_in_the_month_only_adds_to_what_was_there(agency: DemoAgency) -> None:
    earlier = demo_agency(datetime(2026, 11, 10, tzinfo=UTC))
    assert earlier.people == agency.people
    texts = [batch.text for batch in earlier.batches]
    assert texts == [batch.text for batch in agency.batches][: len(texts)]


def test_every_help_can_go_on_with_give() -> None:
    """주다 joins a stem that ends in an open ㅏ, ㅐ, ㅓ, ㅕ, ㅔ, ㅘ or ㅝ."""
    helps = list(phrases().lists["leader_helps"])
    helps += [help_ for code in {department.field for department in DEPARTMENTS} for help_ in field_of(code).helps]
    for help_ in helps:
        vowel, final = divmod((ord(help_[-1]) - 0xAC00) % 588, 28)
        assert final == 0, help_
        assert "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"[vowel] in "ㅏㅐㅓㅔㅕㅘㅝ", help_
