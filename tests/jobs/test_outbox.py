"""Mail with a real mail server beside it: one that takes mail, and ones that refuse, hang and die."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import insert, select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.notices import NoticeKind
from collabpoints.jobs import outbox, smtp
from collabpoints.jobs.outbox import send_due
from collabpoints.models import Account, Employee, Note, Outbox
from collabpoints.services.links import make_links
from collabpoints.services.note_changes import mark_read
from collabpoints.services.notes import NewNotes, send_notes
from collabpoints.services.notices import tell
from collabpoints.services.outbox import claim_message
from config import Config
from tests.conftest import a_config
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.postgres import free_port

LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)
THAT_DAY = date(2026, 1, 5)


class Postbox:
    """Takes mail, or says what it was told to say."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answer_rcpt = "250 OK"
        self.answer_data = "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answer_rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.answer_rcpt

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.answer_data.startswith("2"):
            assert isinstance(envelope.content, bytes)
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer_data


@dataclass
class Mail:
    """A running mail server and the settings that name it."""

    box: Postbox
    config: Config


@pytest.fixture
def mail(app: Flask) -> Iterator[Mail]:
    box = Postbox()
    port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield Mail(box, a_config("sqlite:///", smtp_url=f"smtp://127.0.0.1:{port}", mail_from="thanks@haneul.example"))
    server.stop()


@pytest.fixture(autouse=True)
def no_morning_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """No mail waits but what a test makes: from 08:30 on a note of today would bring one (tests/jobs/test_mornings.py)."""
    monkeypatch.setattr(outbox, "plan_morning", lambda _agency_id, _config: 0)


@pytest.fixture
def hong(app: Flask) -> Colleague:
    agency = an_agency()
    return a_colleague(agency, "홍길동", a_department(agency, "민원과"))


def a_message(to: Colleague, *, day: date = THAT_DAY, due_at: datetime = LONG_AGO) -> int:
    with unit_of_work() as session:
        made: int = session.execute(
            insert(Outbox)
            .values(
                agency_id=1, kind="morning", person_id=to.person_id, for_day=day, subject_id=0, due_at=due_at,
                created_at=LONG_AGO,
            )
            .returning(Outbox.id)
        ).scalar_one()  # fmt: skip
        return made


def a_note(to: Colleague) -> int:
    """A note from a colleague of another department, with a text that must not stand in any mail."""
    with reading() as session:
        count = len(session.scalars(select(Note.id)).all())
    sender = a_colleague(1, "김하나", a_department(1, f"{count}과"))
    sent = send_notes(
        agency_id=1,
        sender_person_id=sender.person_id,
        new=NewNotes(
            form_id=f"00000000-0000-4000-8000-{count:012d}",
            recipient_person_ids=(to.person_id,),
            text="비밀스러운 고마운 이야기를 여기에 적습니다",
            points=0,
            help_kind_id=None,
            is_private=True,
        ),
    )
    return sent.note_ids[0]


def the_message(message_id: int) -> Outbox:
    with reading() as session:
        found = session.get_one(Outbox, message_id)
        session.refresh(found)
        session.expunge(found)
        return found


def change(table: type, **values: object) -> None:
    with unit_of_work() as session:
        session.execute(update(table).values(**values))


def test_the_morning_mail_names_the_number_and_the_page_and_no_text(mail: Mail, hong: Colleague) -> None:
    a_note(hong)
    message = a_message(hong)
    assert send_due(mail.config) == 1
    (taken,) = mail.box.taken
    text = taken.get_content()
    assert taken["To"] == f"n{hong.number}@haneul.example"
    assert "1건" in str(taken["Subject"])
    assert "http://localhost/notices" in text
    assert "비밀" not in text
    assert "김하나" not in text
    assert the_message(message).sent_at is not None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "ko",
            "동료가 고마운 마음을 전해 왔습니다.\n협업메시지 2통, 답례 1통, 그 밖의 알림 1건이 기다리고 있습니다.\n",
        ),
        ("en", "A colleague has thanked you.\nWaiting for you here: 2 notes, 1 reply, 1 other notice.\n"),
    ],
)
def test_the_morning_mail_says_how_many_of_which_kind(mail: Mail, hong: Colleague, language: str, said: str) -> None:
    a_note(hong)
    a_note(hong)
    with unit_of_work() as session:
        for kind in (NoticeKind.REPLIED, NoticeKind.OPENED):
            tell(session, 1, [hong.person_id], kind, at=LONG_AGO)
    a_message(hong)
    change(Account, language=language)
    send_due(mail.config)
    assert said in mail.box.taken[0].get_content()


def test_without_a_new_note_the_morning_mail_says_no_thanks(mail: Mail, hong: Colleague) -> None:
    with unit_of_work() as session:
        tell(session, 1, [hong.person_id], NoticeKind.RECLAIMED, at=LONG_AGO)
    a_message(hong)
    send_due(mail.config)
    text = mail.box.taken[0].get_content()
    assert "그 밖의 알림 1건이 기다리고 있습니다." in text
    assert "고마운 마음을" not in text


def test_what_was_sent_is_not_sent_again(mail: Mail, hong: Colleague) -> None:
    a_note(hong)
    a_message(hong)
    send_due(mail.config)
    assert send_due(mail.config) == 0


def test_english_for_who_reads_english(mail: Mail, hong: Colleague) -> None:
    a_note(hong)
    a_message(hong)
    change(Account, language="en")
    send_due(mail.config)
    assert "1 unread notice" in str(mail.box.taken[0]["Subject"])


def test_before_its_time_nothing_is_sent(mail: Mail, hong: Colleague) -> None:
    a_note(hong)
    a_message(hong, due_at=datetime.now(UTC) + timedelta(hours=1))
    assert send_due(mail.config) == 0


def test_without_a_mail_server_nothing_is_touched(app: Flask, hong: Colleague) -> None:
    message = a_message(hong)
    assert send_due(a_config("sqlite:///")) == 0
    assert the_message(message).tries == 0


@pytest.mark.parametrize(
    "needless",
    [
        lambda: change(Account, is_mail_wanted=False),
        lambda: change(Account, is_active=False),
        lambda: change(Employee, email=""),
        lambda: change(Employee, email="a@b.kr\nBcc: everybody@haneul.example"),
        lambda: change(Employee, email="a@b.kr, c@d.kr"),
        lambda: change(Employee, status="left", left_on=date(2026, 1, 1)),
    ],
    ids=["not wanted", "account off", "no address", "header in the address", "two addresses", "left"],
)
def test_a_message_to_nobody_is_dropped(mail: Mail, hong: Colleague, needless: Callable[[], None]) -> None:
    a_note(hong)
    message = a_message(hong)
    needless()
    assert send_due(mail.config) == 0
    assert mail.box.taken == []
    assert the_message(message).dropped_at is not None


def test_when_nothing_is_unread_any_more_the_mail_is_dropped(mail: Mail, hong: Colleague) -> None:
    mark_read(a_note(hong), agency_id=1, person_id=hong.person_id)
    message = a_message(hong)
    assert send_due(mail.config) == 0
    assert the_message(message).dropped_at is not None


def test_of_two_mornings_that_are_due_the_later_one_is_sent(mail: Mail, hong: Colleague) -> None:
    a_note(hong)
    earlier, later = a_message(hong), a_message(hong, day=date(2026, 1, 6), due_at=LONG_AGO + timedelta(days=1))
    assert send_due(mail.config) == 1
    assert the_message(earlier).dropped_at is not None
    assert the_message(later).sent_at is not None


def test_a_server_that_refuses_for_now_gets_it_again_after_a_pause(mail: Mail, hong: Colleague) -> None:
    a_note(hong)
    message = a_message(hong)
    mail.box.answer_data = "451 try again later"
    assert send_due(mail.config) == 0
    waiting = the_message(message)
    assert (waiting.tries, waiting.claimed_until, waiting.sent_at, waiting.dropped_at) == (1, None, None, None)
    assert waiting.due_at > datetime.now(UTC)
    assert "451" in waiting.last_error


def test_the_pause_doubles_with_each_try(mail: Mail, hong: Colleague) -> None:
    a_note(hong)
    message = a_message(hong)
    mail.box.answer_data = "451 try again later"
    change(Outbox, tries=3)
    send_due(mail.config)
    pause = the_message(message).due_at - datetime.now(UTC)
    assert timedelta(minutes=7) < pause <= timedelta(minutes=8)


def test_an_address_that_the_server_does_not_know_is_given_up(mail: Mail, hong: Colleague) -> None:
    a_note(hong)
    message = a_message(hong)
    mail.box.answer_rcpt = "550 no such user"
    send_due(mail.config)
    assert the_message(message).last_error == "recipient refused: 550"
    assert the_message(message).dropped_at is not None


def test_one_refused_message_does_not_hold_up_the_next(mail: Mail, hong: Colleague) -> None:
    kim = a_colleague(1, "김둘", a_department(1, "총무과"))
    a_note(hong)
    a_note(kim)
    a_message(hong)
    a_message(kim, due_at=LONG_AGO + timedelta(seconds=1))
    with unit_of_work() as session:
        session.execute(update(Employee).where(Employee.person_id == hong.person_id).values(email="x"))
    assert send_due(mail.config) == 1


@pytest.mark.parametrize("way", ["closed port", "hangs up", "says nothing"])
def test_a_dead_server_loses_nothing_and_answers_within_its_limit(
    mail: Mail, hong: Colleague, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_SECONDS", 0.5)
    a_note(hong)
    message = a_message(hong)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if way != "closed port":
            listener.listen()
        if way == "hangs up":
            threading.Thread(target=lambda: listener.accept()[0].close(), daemon=True).start()
        dead = replace(mail.config, smtp_url=f"smtp://127.0.0.1:{listener.getsockname()[1]}")
        began = datetime.now(UTC)
        assert send_due(dead) == 0
        assert datetime.now(UTC) - began < timedelta(seconds=5)
    assert the_message(message).tries == 1
    with unit_of_work() as session:
        session.execute(update(Outbox).values(due_at=LONG_AGO))
    assert send_due(mail.config) == 1


def test_a_process_that_died_with_a_message_gives_it_back_when_its_lease_ends(mail: Mail, hong: Colleague) -> None:
    a_note(hong)
    a_message(hong)
    claim_message()
    assert send_due(mail.config) == 0
    change(Outbox, claimed_until=LONG_AGO)
    assert send_due(mail.config) == 1


def test_a_repeat_after_a_crash_carries_the_same_message_id(mail: Mail, hong: Colleague) -> None:
    a_note(hong)
    a_message(hong)
    send_due(mail.config)
    change(Outbox, sent_at=None)
    send_due(mail.config)
    first, second = mail.box.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert str(first["Message-ID"]).endswith("@haneul.example>")


def test_two_senders_at_once_send_each_message_once(app: Flask, mail: Mail, hong: Colleague) -> None:
    people = [a_colleague(1, f"이{n}", a_department(1, f"부서{n}")) for n in "가나다라"]
    for person in people:
        a_note(person)
        a_message(person)

    def send() -> None:
        with app.app_context():
            send_due(mail.config)

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(str(taken["To"]) for taken in mail.box.taken) == sorted(
        f"n{person.number}@haneul.example" for person in people
    )


def test_the_first_password_mail_carries_a_link_that_opens(app: Flask, mail: Mail, hong: Colleague) -> None:
    now = datetime.now(UTC)
    (link,) = make_links(1, [hong.account_id], None, now, 72, key=mail.config.secret_key, is_by_mail=True)
    assert send_due(mail.config) == 1
    path = f"/password/first/{link.token}"
    assert f"http://localhost{path}" in mail.box.taken[0].get_content()
    assert app.test_client().get(path).status_code == 200


def test_a_password_is_not_sent_over_a_line_without_encryption(
    mail: Mail, hong: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_OWN_MACHINE", ())
    a_note(hong)
    message = a_message(hong)
    assert send_due(replace(mail.config, smtp_url=mail.config.smtp_url.replace("//", "//me:hidden@"))) == 0
    assert "STARTTLS" in the_message(message).last_error
    assert "hidden" not in the_message(message).last_error
