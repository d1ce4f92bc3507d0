"""One press is one note, however often it arrives (promise 2): pressed 50 times at once, and with the answer lost."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.factories.agencies import Colleague
from tests.faults.books import complaints, notes_from, standing
from tests.faults.crowds import TEXT
from tests.faults.proxies import deaf_proxy
from tests.faults.sites import Site
from tests.faults.sizes import SIZES
from tests.faults.windows import BROKEN, Answer, Fields, Window

pytestmark = pytest.mark.faults

_AT_ONCE = 50
_OTHER = "자료를 함께 살펴봐 주셔서 고맙습니다. 덕분에 보고를 잘 마쳤습니다."


@pytest.fixture(params=["sqlite_site", "postgres_site"])
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def recipient(site: Site) -> Colleague:
    return site.colleagues(1, department=0)[0]


@pytest.fixture
def sender(site: Site) -> Colleague:
    return site.colleagues(1, department=1)[0]


def at_once(site: Site, sender: Colleague, fields: Fields, texts: Callable[[int], str]) -> list[Answer]:
    """The same form sent from 50 windows in one instant; `texts` says what each holds."""
    gate = threading.Barrier(_AT_ONCE)
    # One form: its token belongs to the session in which it was opened, as in a browser whose button is hammered.
    opened = site.window(sender)
    fields |= opened.writing(*fields["to"])
    opened.close()

    def press(place: int) -> Answer:
        window = Window(site.port, dict(opened.cookies))
        gate.wait(60)
        try:
            return window.send(fields, texts(place))
        finally:
            window.close()

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(press, range(_AT_ONCE)))


def test_pressed_fifty_times_at_once_it_is_one_note(site: Site, recipient: Colleague) -> None:
    for sender in site.colleagues(SIZES.press_rounds, department=1):
        answers = at_once(site, sender, {"to": [recipient.number]}, lambda _place: TEXT)
        assert notes_from(site.app, sender.person_id) == 1
        assert {answer.status for answer in answers} == {303}
        assert len({answer.location for answer in answers}) == 1
    assert not complaints(site.app)


def test_with_two_contents_at_once_one_is_sent_and_the_other_refused(
    site: Site, sender: Colleague, recipient: Colleague
) -> None:
    answers = at_once(site, sender, {"to": [recipient.number]}, lambda place: TEXT if place % 2 else _OTHER)
    statuses = [answer.status for answer in answers]
    assert set(statuses[0::2]) | set(statuses[1::2]) == {303, 409}
    assert len(set(statuses[0::2])) == len(set(statuses[1::2])) == 1
    assert notes_from(site.app, sender.person_id) == 1
    assert not complaints(site.app)


def test_a_used_form_with_another_text_is_refused(site: Site, sender: Colleague, recipient: Colleague) -> None:
    window = site.window(sender)
    fields = window.writing(recipient.number)
    assert window.send(fields, TEXT).status == 303
    assert window.send(fields, _OTHER).status == 409
    window.close()
    assert notes_from(site.app, sender.person_id) == 1


def test_a_lost_answer_and_a_second_press_are_one_note(site: Site, sender: Colleague, recipient: Colleague) -> None:
    window = site.window(sender)
    fields = window.writing(recipient.number)
    window.close()
    with deaf_proxy(site.port) as proxy:
        far = Window(proxy.port, window.cookies)
        proxy.drops = True
        with pytest.raises(BROKEN):
            far.send(fields, TEXT)
        (first,) = standing(site.app)[fields["form_id"][0]]  # it was committed before its answer was lost
        proxy.drops = False
        answer = far.send(fields, TEXT)
        far.close()
    assert answer.status == 303
    assert standing(site.app)[fields["form_id"][0]] == (first,)
    assert notes_from(site.app, sender.person_id) == 1
