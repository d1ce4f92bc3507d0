"""Eight clients race to overspend: nobody passes a limit, and who reads meanwhile never sees a broken sum (promise 1)."""

import random
from collections import Counter

import pytest

from tests.factories.agencies import Colleague
from tests.faults.books import complaints, notes_from, over, reader
from tests.faults.crowds import CLIENTS, Crowd, Try
from tests.faults.sites import Site
from tests.faults.sizes import SEED, SIZES, report

pytestmark = pytest.mark.faults

_ALLOWANCE, _CAP = 20, 2  # notes of 10 points from 200; notes to one person (directive-2016)


class Race:
    """A site with the people of its rounds: 40 who receive, and new senders for each round."""

    def __init__(self, site: Site, clients: Crowd) -> None:
        self.site = site
        self.clients = clients
        self.random = random.Random(SEED)
        self.recipients = site.colleagues(CLIENTS * 5, department=0)
        self.statuses: Counter[int] = Counter()
        self.cookies: dict[Colleague, tuple[tuple[str, str], ...]] = {}

    def run(self, cycles: int) -> None:
        for _ in range(cycles):
            self.one_allowance()
            self.one_pair()
            self.one_pair()
            self.many()
            assert not over(self.site.app)

    def one_allowance(self) -> None:
        """40 presses for 20 notes' worth: 20 stand, to the last point."""
        (sender,) = self.site.colleagues(1, department=1)
        numbers = self.random.sample([one.number for one in self.recipients], CLIENTS * 5)
        tries = [[self._try(sender, number) for number in numbers[place::CLIENTS]] for place in range(CLIENTS)]
        assert self._press(tries) == notes_from(self.site.app, sender.person_id) == _ALLOWANCE

    def one_pair(self) -> None:
        """8 presses for one colleague: the cap's 2 stand."""
        (sender,) = self.site.colleagues(1, department=1)
        number = self.random.choice(self.recipients).number
        assert self._press([[self._try(sender, number)]] * CLIENTS) == _CAP
        assert notes_from(self.site.app, sender.person_id) == _CAP

    def many(self) -> None:
        """72 presses of three senders to one to three colleagues each, each other included: limits of all kinds at once."""
        senders = [self.site.colleagues(1, department=place)[0] for place in (1, 2, 3)]
        others = self.recipients[:12]
        tries = [
            [self._try(sender, *self._some(sender, senders + others)) for sender in self.random.choices(senders, k=9)]
            for _ in range(CLIENTS)
        ]
        self._press(tries)

    def _some(self, sender: Colleague, people: list[Colleague]) -> list[str]:
        numbers = [one.number for one in people if one != sender]
        return self.random.sample(numbers, self.random.randint(1, 3))

    def _try(self, sender: Colleague, *numbers: str) -> Try:
        if sender not in self.cookies:
            self.cookies[sender] = tuple(self.site.cookies(sender).items())
        return Try(self.cookies[sender], numbers)

    def _press(self, tries: list[list[Try]]) -> int:
        """How many presses were sent; every other one was refused with the form."""
        statuses = Counter(self.clients.press(self.site.port, tries))
        assert set(statuses) <= {303, 422}, statuses
        self.statuses += statuses
        return statuses[303]


def _race(site: Site, clients: Crowd, cycles: int, request: pytest.FixtureRequest) -> None:
    race = Race(site, clients)
    with reader(site.app) as seen:
        race.run(cycles)
    assert not seen.seen
    assert not complaints(site.app)
    tries = race.statuses.total()
    assert race.statuses[422] >= 0.3 * tries, f"invalid: only {race.statuses[422]} of {tries} tries were refused"
    assert seen.reads > cycles, "invalid: nobody read meanwhile"
    report(f"{request.node.name}: {tries} tries, {race.statuses[422]} refused, {seen.reads} reads meanwhile")


def test_eight_clients_do_not_overspend_on_postgresql(
    postgres_site: Site, eight_clients: Crowd, request: pytest.FixtureRequest
) -> None:
    _race(postgres_site, eight_clients, SIZES.postgres_cycles, request)


def test_eight_clients_do_not_overspend_on_sqlite(
    sqlite_site: Site, eight_clients: Crowd, request: pytest.FixtureRequest
) -> None:
    _race(sqlite_site, eight_clients, SIZES.sqlite_cycles, request)
