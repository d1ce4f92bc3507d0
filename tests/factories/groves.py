"""A small agency with a grown tree: enough people in each department for its figures to be shown, and one where there are not."""

from dataclasses import dataclass

from collabpoints.domain.scheme_words import Measure
from collabpoints.domain.spans import Span
from collabpoints.services.trees import grow_span
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.boards import boards_of
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World

HEADS = 6
THANKED = 3


@dataclass(frozen=True)
class Grove:
    """Two bureaus: 기획실 with 기획담당관, 복지정책과, 기록과 and 문서과 (two people each: their figures are not shown), 건설국 with
    도로과 and 하천과 (which nobody thanked). Three of the six of 기획담당관 got three notes, two from 도로과 (blossoms), one
    from 복지정책과; the other three gave. Each of 기록과 and 문서과 got one and gave one. `reader` is of 도로과."""

    world: World
    span: Span
    planning: tuple[Colleague, ...]
    welfare: tuple[Colleague, ...]
    roads: tuple[Colleague, ...]
    archive: tuple[Colleague, ...]
    reader: Colleague

    @property
    def address(self) -> str:
        return f"/trees/{self.span}"


def a_grove(code: str = "haneul") -> Grove:
    """Everything has been sent, the boards are made, the trees have grown."""
    agency_id = an_agency(code=code, scheme="directive-2016")
    change_scheme(agency_id, persons_ranked_by=Measure.RECEIVED, departments_ranked_by=Measure.RECEIVED)
    first, second = (
        a_department(agency_id, name, code=code, level=1) for name, code in (("기획실", "B1"), ("건설국", "B2"))
    )
    places = {
        code: a_department(agency_id, name, code=code, parent_id=bureau)
        for name, code, bureau in (
            ("기획담당관", "D1", first),
            ("복지정책과", "D2", first),
            ("기록과", "D3", first),
            ("문서과", "D4", first),
            ("도로과", "D5", second),
            ("하천과", "D6", second),
        )
    }
    planning, welfare, roads = (
        tuple(a_colleague(agency_id, f"{name}{at}", places[code]) for at in range(HEADS))
        for name, code in (("홍가", "D1"), ("김가", "D2"), ("박가", "D5"))
    )
    archive = tuple(a_colleague(agency_id, f"최가{at}", places[("D3", "D4")[at // 2]]) for at in range(4))
    for at in range(HEADS):
        a_colleague(agency_id, f"강가{at}", places["D6"])
    world = World(
        agency_id, places["D1"], places["D2"], places["D5"], planning[0], planning[1], welfare[0], roads[0], archive[0]
    )
    for at, one in enumerate(planning[:THANKED]):
        world.send(roads[at], one, text=f"{at}번째 도로 일을 함께해 주셔서 고맙습니다.")
        world.send(roads[(at + 1) % HEADS], one, points=0)
        world.send(welfare[at], one)
    for at, one in enumerate(planning[THANKED:]):
        world.send(one, welfare[THANKED + at])
    for at, one in enumerate(archive):
        world.send(one, planning[at % THANKED])
        world.send(roads[at], one, points=0)
    span = boards_of(agency_id)[1].span
    grow_span(agency_id, span)
    return Grove(world, span, planning, welfare, roads, archive, roads[0])
