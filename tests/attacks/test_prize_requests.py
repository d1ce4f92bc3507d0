"""Hostile requests to the doors of boards, prizes, closings and jobs, with ids that stand for something and buttons that do
something, from everybody who has a role there: as in test_requests.py. `ATTACKS` counts here as it does there."""

import os
import random
from collections import Counter
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.attacks.prize_houses import PrizeHouse, a_prize_house
from tests.attacks.requests import Attack, Attacker, doors
from tests.attacks.test_requests import LEAKS, Answer, send
from tests.factories.agencies import Colleague
from tests.factories.prizes import REASON
from tests.forms import Form, forms_of
from tests.house.test_access import a_token, enter

ROUND = 200
ROUNDS = max(1, int(os.environ.get("ATTACKS", "1500")) // 1500)
_PLACES = ("/boards", "/prizes", "/note-prizes", "/months", "/jobs", "/metrics")
_BUTTONS = {
    "/add": ("add",), "/winners/": ("move", "remove", "ask"), "/confirm": ("preview", "confirm"), "/drop": ("drop", ""), "/choose/": ("choose",),
    "/asked/": ("agree", "decline"),
}  # fmt: skip
_SPANS = ("2026-13", "2026-00", "2026-Q5", "2026-H3", "26", "٢٠٢٦", "２０２６-01", "2026-1", " 2026", "2026 to 2026-12", "0000", "9999-12", "2026-Q", "2026-q4",
          "2026-10\x00", "\x00")  # fmt: skip
_GOOD = ("세 부서의 일을 하나로 모은 공이 큽니다.", "2027-01-04", "award", "1", "2", "3", "1-persons", "3-departments")


class Siege:
    """The agency under attack, and a browser for each of its people."""

    def __init__(self, app: Flask, house: PrizeHouse, seed: int) -> None:
        self.app, self.house, self.chance = app, house, random.Random(seed)
        world = house.prizes.world
        self.attacker = Attacker(app, self.chance, (*_GOOD, *_SPANS, world.kim.number, world.park.number), {})
        self.doors = [door for door in doors(app) if door[1].rule.startswith(_PLACES)]
        self.browsers: list[FlaskClient] = []

    def strike(self) -> tuple[Attack, Answer]:
        """One request: at a door by its rule, or by a form of a page."""
        if self.chance.random() < 0.04 or not self.browsers:
            self._sign_in()
        officer = self.browsers[self.house.people.index(self.house.prizes.oh)]
        client = officer if self.chance.random() < 0.4 else self.chance.choice(self.browsers)
        self.attacker.values = self._values()
        door = self.chance.choice(self.doors)
        attack = self.attacker.somewhere(door, a_token(client))
        if self.chance.random() < 0.6:
            address = self._address(door[1])
            page = client.get(address)
            forms = forms_of(page.text) if page.mimetype == "text/html" else []
            page.close()
            forms = [form for form in forms if form.action.startswith(_PLACES)]
            if forms:
                attack = self.attacker.through(self._filled(self.chance.choice(forms)), address, a_token(client))
        return attack, send(client, attack)

    def _sign_in(self) -> None:
        self.browsers = []
        for person in self.house.people:
            self.browsers.append(self.app.test_client())
            if person:
                enter(self.browsers[-1], person)

    def _values(self) -> dict[str, str]:
        """Something that stands there, mostly what belongs together."""
        house, any_of = self.house, self.chance.choice
        world = house.prizes.world
        spans = (
            *house.periods,
            *(f"{period[:4]}-Q4" for period in house.periods),
            house.periods[0][:4],
            any_of(_SPANS),
        )
        return {
            "span": any_of(spans), "period": any_of((*house.periods, any_of(_SPANS))),
            "department_id": str(any_of((world.welfare, world.planning, world.roads))),
            "proposal_id": str(any_of((house.opened, house.opened, house.confirmed, house.dropped))),
            "winner_id": str(any_of((house.winner_id, house.winner_id, house.won_id, 1, 4))),
            "note_prize_id": str(any_of((house.asked_note, house.won_note))), "note_id": str(house.note_id),
            "kind": any_of(("certificates", "slide", "csv", "xlsx")), "job": any_of(("months", "standings", "closing")),
        }  # fmt: skip

    def _address(self, rule: Rule) -> str:
        address = rule.rule
        for name in rule.arguments:
            part = next(one for one in address.split("/") if one.startswith("<") and one.endswith(f"{name}>"))
            address = address.replace(part, self.attacker.values[name])
        return address

    def _filled(self, form: Form) -> Form:
        """With its empty boxes filled in, and by one of its buttons."""
        fields = {
            name: [value or self.chance.choice(_GOOD) for value in values] for name, values in form.fields.items()
        }
        buttons = next((buttons for part, buttons in _BUTTONS.items() if part in form.action), ("",))
        return Form(form.action, form.method, {**fields, "action": [self.chance.choice(buttons)]})


@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_whatever_is_sent_about_prizes_is_no_fault_of_ours(
    app: Flask, monkeypatch: pytest.MonkeyPatch, round_: int
) -> None:
    siege = Siege(app, a_prize_house(monkeypatch), round_)
    faults, statuses = [], Counter[int]()
    for _number in range(ROUND):
        attack, answer = siege.strike()
        statuses[answer.status] += 1
        if answer.status >= 500 or any(leak in answer.text for leak in LEAKS):
            faults.append(f"{answer.status}: {attack.tells}")
    assert not faults, f"{len(faults)} of {ROUND} (seed {round_}):\n" + "\n".join(faults[:10])
    assert {200, 303, 404, 422} <= set(statuses), statuses


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PrizeHouse:
    return a_prize_house(monkeypatch)


def entered(app: Flask, who: Colleague) -> FlaskClient:
    client = app.test_client()
    enter(client, who)
    return client


def test_what_nobody_spells_as_a_span_or_a_month_is_not_found(app: Flask, house: PrizeHouse) -> None:
    welfare, found = house.prizes.world.welfare, []
    tried = [*_SPANS, "9" * 10_000, "2026-10/../..", "%", "' OR 1=1--", "\ud800"]
    places = [
        (house.prizes.oh, ("/boards/{}/departments", "/boards/{}/persons", "/boards/{}/persons/me/explanation",
                           f"/boards/{{}}/departments/{welfare}/explanation", "/months/{}", "/months/{}/confirm",
                           "/note-prizes?month={}")),
        (house.gil, ("/boards/{}/department",)),
        (house.boss, ("/months/{}", "/jobs/{}")),
    ]  # fmt: skip
    for who, addresses in places:
        client = entered(app, who)
        for address in addresses:
            for spelled in tried:
                status = client.get(
                    address.format(quote(spelled.encode("utf-8", "surrogatepass"), safe=""))
                ).status_code
                if status != 404:
                    found.append(f"{address} {spelled[:20]!r}: {status}")
    assert not found, "\n".join(found)


def test_no_month_that_nobody_spells_is_confirmed(app: Flask, house: PrizeHouse) -> None:
    officer = entered(app, house.prizes.oh)
    tried = [quote(spelled, safe="") for spelled in _SPANS]
    sent = [officer.post(f"/months/{one}/confirm", data={"csrf_token": a_token(officer)}) for one in tried]
    assert {answer.status_code for answer in sent} == {404}


def test_a_letter_that_no_database_holds_is_refused_in_every_box(app: Flask, house: PrizeHouse) -> None:
    """Each box of each form that is there, one at a time, with everything else as it should be."""
    officer, found = entered(app, house.prizes.oh), []
    world, opened = house.prizes.world, f"/prizes/{house.opened}"
    forms = {
        "/prizes": ({"span": f"{house.periods[0]} to {house.periods[0]}"}, ""),
        f"{opened}/add": ({"tier": "1-persons", "number": world.choi.number, "department": "", "reason": REASON}, "add"),
        f"{opened}/winners/{house.winner_id}": ({"tier": "1", "reason": REASON}, "move"),
        f"{opened}/drop": ({"reason": REASON}, "drop"),
        f"{opened}/confirm": (
            {"awarded_on": "2027-01-04", "certificate": "award", "giver_title": "도지사", "giver_name": "한지사", "wording": REASON,
             "reason": REASON}, "preview"),
        f"{opened}/files/csv": ({"winner": "", "reason": REASON}, ""),
        f"/note-prizes/choose/{house.note_id}": ({"reason": REASON}, "choose"),
    }  # fmt: skip
    for address, (fields, action) in forms.items():
        for name in (*fields, "revision", "action"):
            for typed in ("\x00", "a\x00b"):
                sent = {"csrf_token": a_token(officer), "revision": "1", "action": action, **fields, name: typed}
                status = officer.post(address, data=sent).status_code
                if status >= 500:
                    found.append(f"{address} {name} {typed!r}: {status}")
    assert not found, "\n".join(found)
