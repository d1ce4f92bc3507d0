"""A small agency with a few colleagues: enough world for most tests of notes."""

from dataclasses import dataclass
from uuid import uuid4

from collabpoints.services.notes import NewNotes, Sent, send_notes
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency

TEXT = "어제 늦게까지 예산 자료를 같이 살펴봐 주셔서 제때 낼 수 있었습니다."


@dataclass(frozen=True)
class World:
    """Hong and Lim serve in one department, Kim and Park in two others; Choi is on leave."""

    agency_id: int
    planning: int
    welfare: int
    roads: int
    hong: Colleague
    lim: Colleague
    kim: Colleague
    park: Colleague
    choi: Colleague

    def send(
        self,
        sender: Colleague,
        *recipients: Colleague,
        text: str = TEXT,
        points: int = 10,
        is_private: bool = False,
        form_id: str = "",
    ) -> Sent:
        new = NewNotes(
            form_id=form_id or str(uuid4()),
            recipient_person_ids=tuple(colleague.person_id for colleague in recipients),
            text=text,
            points=points,
            is_private=is_private,
        )
        return send_notes(agency_id=self.agency_id, sender_person_id=sender.person_id, new=new)


def a_world(*, scheme: str = "directive-2016") -> World:
    agency_id = an_agency(scheme=scheme)
    planning = a_department(agency_id, "기획담당관")
    welfare = a_department(agency_id, "복지정책과")
    roads = a_department(agency_id, "도로과")
    return World(
        agency_id,
        planning,
        welfare,
        roads,
        hong=a_colleague(agency_id, "홍길동", planning),
        lim=a_colleague(agency_id, "임꺽정", planning),
        kim=a_colleague(agency_id, "김민수", welfare),
        park=a_colleague(agency_id, "박서연", roads),
        choi=a_colleague(agency_id, "최은영", roads, status="leave"),
    )
