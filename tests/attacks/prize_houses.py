"""An agency with everything that the pages of boards, prizes and closings can name, for who attacks them: a month that is
confirmed with prizes, one that is confirmed with an open proposal in which somebody was asked, one that has ended, and
notes that were chosen."""

from dataclasses import dataclass, replace

import pytest

from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import HeadView
from collabpoints.services.closings import ask_for_closing
from collabpoints.services.months import turn_months
from collabpoints.services.note_prizes import answer, choose, confirm
from collabpoints.services.prizes import drop
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.boards import boards_of, newest_month
from tests.factories.clocks import turn_clock
from tests.factories.prizes import REASON, PrizeWorld, a_prize_world, hide, winner_of

PRIVATE = "둘만 보기로 보낸 비밀스러운 고마움은 아무 데도 보이지 않아야 합니다."
"""The text of every private note."""


@dataclass(frozen=True)
class PrizeHouse:
    """`prizes` of three months: `periods` are the confirmed one with prizes, the confirmed one with a proposal, and the one
    whose closing is asked for. Park opted out and is the asked `winner_id` of `opened`; Kim won in `confirmed`; `asked_note` (`note_id`) and `won_note` are prizes of notes from Hong to Kim. Gil heads Kim's department."""

    prizes: PrizeWorld
    gil: Colleague
    boss: Colleague
    periods: tuple[str, str, str]
    confirmed: int
    dropped: int
    opened: int
    winner_id: int
    won_id: int
    asked_note: int
    won_note: int
    note_id: int

    @property
    def people(self) -> tuple[Colleague | None, ...]:
        """Nobody, and somebody of every role."""
        world = self.prizes.world
        named = (world.hong, world.kim, world.park, self.gil)
        return (None, *named, self.prizes.oh, self.prizes.shin, self.boss)


def a_prize_house(monkeypatch: pytest.MonkeyPatch, **terms: object) -> PrizeHouse:
    """Two months were confirmed; the clock stands in the fourth."""
    prizes = a_prize_world(**{"heads_see": HeadView.THANKED, **terms})
    world, agency_id = prizes.world, prizes.agency_id
    gil = a_colleague(agency_id, "길과장", world.welfare, position="과장", roles=(Role.DEPARTMENT_HEAD,))
    boss = a_colleague(agency_id, "김관리", world.roads, roles=(Role.ADMINISTRATOR,))
    note_id = _give(prizes)
    prizes.close(monkeypatch)
    dropped = prizes.open()
    drop(dropped, agency_id=agency_id, person_id=prizes.oh.person_id, revision=1, reason=REASON)
    confirmed = prizes.open()
    prizes.confirm(confirmed)
    won_note = _choose(prizes, note_id)
    for who in (world.hong, world.kim):
        answer(won_note, agency_id=agency_id, person_id=who.person_id, agrees=True)
    confirm(won_note, agency_id=agency_id, person_id=prizes.oh.person_id)
    hide(world.park)
    second = replace(prizes, period=str(newest_month(agency_id)))
    note_id = _give(second)
    second.close(monkeypatch)
    opened = second.open()
    third = newest_month(agency_id)
    _give(second)
    turn_clock(monkeypatch, f"{third.first.shifted(1)}-20T10:00:00+09:00")
    turn_months(agency_id)
    boards_of(agency_id)
    ask_for_closing(agency_id, str(third), actor_person_id=prizes.oh.person_id)
    return PrizeHouse(
        prizes, gil, boss, (prizes.period, second.period, str(third)), confirmed, dropped, opened,
        winner_id=winner_of(opened, world.park), won_id=winner_of(confirmed, world.kim),
        asked_note=_choose(prizes, note_id), won_note=won_note, note_id=note_id,
    )  # fmt: skip


def _give(prizes: PrizeWorld) -> int:
    """Kim, Park and Hong are thanked, in this order; the id of a public note from Hong to Kim. Lim's is private."""
    world = prizes.world
    for who, points in ((world.kim, 30), (world.park, 20), (world.hong, 10)):
        prizes.give(who, points)
    world.send(world.lim, world.kim, text=PRIVATE, is_private=True)
    return world.send(world.hong, world.kim).note_ids[0]


def _choose(prizes: PrizeWorld, note_id: int) -> int:
    return choose(note_id, agency_id=prizes.agency_id, person_id=prizes.shin.person_id, reason=REASON)
