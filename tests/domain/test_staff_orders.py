"""Staff orders as pure rules: which act is possible when, and what it changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.errors import Code
from collabpoints.domain.roles import Role, Status
from collabpoints.domain.staff_effects import after, digest, effect_of
from collabpoints.domain.staff_orders import (
    MOST_DAYS_AHEAD,
    MOST_DAYS_BACK,
    Act,
    Around,
    Held,
    Kind,
    Order,
    Post,
    Record,
    Service,
    judge,
    judge_dates,
    possible_acts,
)

TODAY = date(2026, 11, 22)
PLANNING, TEAM, WELFARE, ROADS = 1, 2, 3, 4
AROUND = Around(TODAY, frozenset({PLANNING, TEAM, WELFARE, ROADS}), {PLANNING: 1, TEAM: PLANNING, WELFARE: 3, ROADS: 4})
OWN = Post(1, Kind.PRIMARY, PLANNING, "7급", "주무관", "예산", date(2020, 1, 1))
HEAD = Held(7, Role.DEPARTMENT_HEAD, PLANNING)
OFFICER = Held(8, Role.OFFICER)


def a_record(status: Status = Status.ACTIVE, **facts: object) -> Record:
    left_on = date(2026, 10, 1) if status is Status.LEFT else None
    service = Service(1, "100001", status, date(2020, 1, 1), left_on)
    record = Record(1, "홍길동", (service,), (OWN,), login="100001")
    return replace(record, **facts)  # type: ignore[arg-type]


def codes(record: Record, order: Order, around: Around = AROUND) -> list[Code]:
    return [refusal.code for refusal in judge(record, order, around)]


@pytest.mark.parametrize(
    ("status", "acts"),
    [
        (Status.ACTIVE, "transfer second concurrent leave part merge"),
        (Status.TRAINING, "transfer second concurrent leave return part merge"),
        (Status.SECONDED, "transfer end_secondment part merge"),
        (Status.LEAVE, "transfer return part merge"),
        (Status.LEFT, "rehire merge"),
    ],
)
def test_each_state_has_its_acts(status: Status, acts: str) -> None:
    assert [str(act) for act in possible_acts(a_record(status), TODAY)] == acts.split()


def test_a_record_that_is_another_s_takes_no_order() -> None:
    assert possible_acts(a_record(merged_into=2), TODAY) == ()


def test_who_serves_beside_his_post_can_give_that_up() -> None:
    beside = replace(OWN, id=2, kind=Kind.CONCURRENT, department_id=WELFARE)
    assert Act.END_CONCURRENT in possible_acts(a_record(posts=(OWN, beside)), TODAY)


def test_an_act_that_does_not_fit_the_state_is_refused() -> None:
    assert codes(a_record(), Order(Act.RETURN, TODAY)) == [Code.ORDER_NOT_NOW]


def test_a_transfer_wants_an_open_department() -> None:
    assert codes(a_record(), Order(Act.TRANSFER, TODAY)) == [Code.DEPARTMENT_UNKNOWN]
    assert codes(a_record(), Order(Act.TRANSFER, TODAY, 99)) == [Code.DEPARTMENT_UNKNOWN]


def test_a_transfer_to_where_one_is_says_so() -> None:
    assert codes(a_record(), Order(Act.TRANSFER, TODAY, PLANNING, rank="7급")) == [Code.ORDER_ALREADY_SO]


def test_another_rank_in_the_same_department_is_a_transfer() -> None:
    assert codes(a_record(), Order(Act.TRANSFER, TODAY, PLANNING, rank="6급")) == []


def test_what_is_written_of_earlier_days_is_not_rewritten() -> None:
    order = Order(Act.TRANSFER, OWN.starts_on, WELFARE)
    assert codes(a_record(), order) == [Code.ORDER_BEFORE_POST]
    assert codes(a_record(), replace(order, effective_on=OWN.starts_on + timedelta(days=1))) == []


@pytest.mark.parametrize("act", [Act.TRANSFER, Act.PART, Act.LEAVE])
def test_nothing_is_ordered_before_the_present_post_began(act: Act) -> None:
    began = TODAY - timedelta(days=5)
    moved = replace(OWN, id=2, department_id=ROADS, starts_on=began)
    record = a_record(posts=(replace(OWN, ends_on=began), moved))
    order = Order(act, began - timedelta(days=5), WELFARE if act is Act.TRANSFER else None)
    assert codes(record, order) == [Code.ORDER_BEFORE_POST]


@pytest.mark.parametrize("act", [Act.TRANSFER, Act.PART])
def test_what_is_only_to_come_stands_in_no_order_s_way(act: Act) -> None:
    ahead = replace(OWN, id=2, department_id=ROADS, starts_on=TODAY + timedelta(days=9))
    record = a_record(posts=(replace(OWN, ends_on=ahead.starts_on), ahead))
    order = Order(act, TODAY, WELFARE if act is Act.TRANSFER else None)
    assert codes(record, order) == []
    assert effect_of(record, order, AROUND).drops == (ahead,)


def test_records_are_not_merged_in_the_past() -> None:
    around = replace(AROUND, other=a_record(person_id=2))
    assert codes(a_record(), Order(Act.MERGE, TODAY - timedelta(days=1)), around) == [Code.ORDER_BEFORE_POST]


@pytest.mark.parametrize(("days", "is_within"), [(-93, False), (-92, True), (0, True), (366, True), (367, False)])
def test_an_order_lies_within_its_days(days: int, is_within: bool) -> None:
    assert (MOST_DAYS_BACK, MOST_DAYS_AHEAD) == (92, 366)
    assert (judge_dates(Order(Act.PART, TODAY + timedelta(days=days)), TODAY) == ()) is is_within


def test_a_planned_end_lies_behind_the_beginning() -> None:
    assert codes(a_record(), Order(Act.LEAVE, TODAY, until_on=TODAY)) == [Code.ORDER_UNTIL_BEFORE]


@pytest.mark.parametrize("number", ["", "１２３", "a b", "1" * 21, "-", "사번"])
def test_a_new_number_is_plain(number: str) -> None:
    order = Order(Act.REHIRE, TODAY, WELFARE, number=number)
    assert codes(a_record(Status.LEFT), order) == [Code.NUMBER_INVALID]


def test_a_new_number_is_nobody_s() -> None:
    order = Order(Act.REHIRE, TODAY, WELFARE, number="100001")
    assert codes(a_record(Status.LEFT), order, replace(AROUND, is_number_taken=True)) == [Code.ORDER_NUMBER_TAKEN]


def test_nobody_is_hired_again_before_he_left() -> None:
    order = Order(Act.REHIRE, date(2026, 9, 30), WELFARE, number="200001")
    assert codes(a_record(Status.LEFT), order) == [Code.ORDER_BEFORE_POST]


def test_the_last_administrator_does_not_part() -> None:
    around = replace(AROUND, is_last_administrator=True)
    assert codes(a_record(), Order(Act.PART, TODAY), around) == [Code.ROLE_LAST_ADMINISTRATOR]


@pytest.mark.parametrize(
    ("other", "actor", "said"),
    [
        (None, 9, Code.PERSON_UNKNOWN),
        (a_record(), 9, Code.ORDER_SAME_RECORD),
        (a_record(person_id=2, merged_into=3), 9, Code.ORDER_SAME_RECORD),
        (a_record(person_id=2), 1, Code.ORDER_OWN_MERGE),
        (a_record(person_id=2), 2, Code.ORDER_OWN_MERGE),
    ],
)
def test_a_merge_wants_another_record_and_another_hand(other: Record | None, actor: int, said: Code) -> None:
    around = replace(AROUND, other=other, actor_person_id=actor)
    assert codes(a_record(), Order(Act.MERGE, TODAY, other_person_id=2), around) == [said]


def test_hidden_letters_are_named_with_their_field() -> None:
    found = judge(a_record(), Order(Act.TRANSFER, TODAY, WELFARE, position="주무관\u202e"), AROUND)
    assert [(one.code, one.field) for one in found] == [(Code.TEXT_INVISIBLE, "position")]


def test_a_transfer_ends_one_post_and_begins_the_next() -> None:
    effect = effect_of(a_record(), Order(Act.TRANSFER, TODAY, WELFARE, position="팀장"), AROUND)
    assert effect.ends == (OWN,)
    assert effect.begins == Post(None, Kind.PRIMARY, WELFARE, "7급", "팀장", "예산", TODAY)
    assert not effect.ends_sessions


def test_a_transfer_replaces_what_was_to_come() -> None:
    ahead = replace(OWN, id=2, department_id=ROADS, starts_on=TODAY + timedelta(days=9))
    present = replace(OWN, ends_on=ahead.starts_on)
    effect = effect_of(a_record(posts=(present, ahead)), Order(Act.TRANSFER, TODAY, WELFARE), AROUND)
    assert (effect.ends, effect.drops) == ((present,), (ahead,))


def test_a_head_who_goes_is_no_head_and_is_signed_out() -> None:
    effect = effect_of(a_record(roles=(HEAD, OFFICER)), Order(Act.TRANSFER, TODAY, WELFARE), AROUND)
    assert (effect.ends_roles, effect.keeps_roles, effect.ends_sessions) == ((HEAD,), (OFFICER,), True)


@pytest.mark.parametrize("beside", [(), (replace(OWN, id=2, kind=Kind.CONCURRENT),)])
def test_a_head_stays_head_where_he_still_serves(beside: tuple[Post, ...]) -> None:
    where = TEAM if not beside else WELFARE
    record = a_record(roles=(HEAD,), posts=(OWN, *beside))
    assert effect_of(record, Order(Act.TRANSFER, TODAY, where), AROUND).ends_roles == ()


def test_a_secondment_elsewhere_is_a_status_and_within_the_agency_a_post() -> None:
    away = effect_of(a_record(), Order(Act.SECOND, TODAY), AROUND)
    lent = effect_of(a_record(), Order(Act.SECOND, TODAY, WELFARE, duty="지원"), AROUND)
    assert (away.status, away.begins) == (Status.SECONDED, None)
    assert (lent.status, lent.begins) == (
        None,
        Post(None, Kind.SECONDED, WELFARE, "7급", "주무관", "지원", TODAY),
    )


def test_a_secondment_ends_as_it_began() -> None:
    lent = replace(OWN, id=2, kind=Kind.SECONDED, department_id=WELFARE)
    back = Order(Act.END_SECONDMENT, TODAY)
    assert effect_of(a_record(Status.SECONDED), back, AROUND).status is Status.ACTIVE
    assert effect_of(a_record(posts=(OWN, lent)), back, AROUND).ends == (lent,)


def test_a_concurrent_post_ends_alone() -> None:
    two = [replace(OWN, id=at, kind=Kind.CONCURRENT, department_id=at) for at in (WELFARE, ROADS)]
    head = Held(9, Role.DEPARTMENT_HEAD, WELFARE)
    record = a_record(posts=(OWN, *two), roles=(HEAD, head))
    effect = effect_of(record, Order(Act.END_CONCURRENT, TODAY, WELFARE), AROUND)
    assert (effect.ends, effect.ends_roles) == ((two[0],), (head,))


def test_leave_and_return_are_a_status() -> None:
    assert effect_of(a_record(), Order(Act.LEAVE, TODAY), AROUND).status is Status.LEAVE
    assert effect_of(a_record(Status.LEAVE), Order(Act.RETURN, TODAY), AROUND).status is Status.ACTIVE


def test_somebody_may_return_to_another_department() -> None:
    effect = effect_of(a_record(Status.LEAVE), Order(Act.RETURN, TODAY, ROADS), AROUND)
    assert (effect.status, effect.begins and effect.begins.department_id) == (Status.ACTIVE, ROADS)


def test_parting_ends_everything() -> None:
    beside = replace(OWN, id=2, kind=Kind.CONCURRENT, department_id=WELFARE)
    effect = effect_of(a_record(posts=(OWN, beside), roles=(HEAD, OFFICER)), Order(Act.PART, TODAY), AROUND)
    assert (effect.ends, effect.left_on, effect.status) == ((OWN, beside), TODAY, Status.LEFT)
    assert (effect.ends_roles, effect.closes, effect.ends_sessions) == ((HEAD, OFFICER), True, True)


@pytest.mark.parametrize(("login", "then"), [("100001", "200001"), ("hong", None)])
def test_hired_again_one_signs_in_with_the_new_number_unless_one_had_a_name(login: str, then: str | None) -> None:
    record = a_record(Status.LEFT, login=login)
    effect = effect_of(record, Order(Act.REHIRE, TODAY, WELFARE, number="200001"), AROUND)
    assert effect.hires == Service(None, "200001", Status.ACTIVE, TODAY)
    assert (effect.login, effect.opens) == (then, True)


def test_of_two_services_the_other_s_ends() -> None:
    around = replace(AROUND, other=a_record(person_id=2, roles=(OFFICER,)))
    over = effect_of(a_record(), Order(Act.MERGE, TODAY, other_person_id=2), around).over
    assert over is not None
    assert (over.left_on, over.ends, over.ends_roles, over.closes) == (TODAY, (OWN,), (OFFICER,), True)


def test_of_one_service_it_goes_on_as_the_kept_one_s() -> None:
    around = replace(AROUND, other=a_record(person_id=2))
    effect = effect_of(a_record(Status.LEFT), Order(Act.MERGE, TODAY, other_person_id=2), around)
    assert effect.opens
    assert effect.over is not None
    assert (effect.over.left_on, effect.over.ends, effect.over.closes) == (None, (), True)


def test_another_effect_has_another_digest() -> None:
    effects = [effect_of(a_record(), Order(Act.TRANSFER, TODAY, where), AROUND) for where in (WELFARE, ROADS)]
    assert len({digest(effect) for effect in effects}) == 2


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Act)[:-1]), st.sampled_from((None, *sorted(AROUND.open_departments)))),
        max_size=12,
    )
)
def test_whatever_is_ordered_one_has_one_service_and_one_own_post_a_day(
    wanted: Sequence[tuple[Act, int | None]],
) -> None:
    record = a_record()
    for days, (act, department) in enumerate(wanted):
        order = Order(act, TODAY + timedelta(days=days), department, number=f"N{days}")
        if not judge(record, order, AROUND):
            record = after(record, effect_of(record, order, AROUND))
        day = order.effective_on
        own = [post for post in record.posts if post.kind is Kind.PRIMARY and post.covers(day)]
        assert len(own) == (0 if record.status is Status.LEFT else 1)
        assert sum(service.left_on is None for service in record.services) == len(own)
