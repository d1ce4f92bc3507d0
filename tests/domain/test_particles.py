import pytest

from collabpoints.domain.particles import with_particles


@pytest.mark.parametrize(
    ("marked", "written"),
    [
        ("예산안[을] 자료[을]", "예산안을 자료를"),
        ("국장님[이] 동료[이]", "국장님이 동료가"),
        ("사업[은] 축제[은]", "사업은 축제는"),
        ("서울[으로] 회의실[으로] 도청[으로] 대로[으로]", "서울로 회의실로 도청으로 대로로"),
        ("과장님[과] 팀장[이라] 나래[아]", "과장님과 팀장이라 나래야"),
        ("3번[을] 성과관리(BSC)[을] 「조례」[을] 1[을] 2[을]", "3번을 성과관리(BSC)를 「조례」를 1을 2를"),
        ("[을] 그대로", "[을] 그대로"),
    ],
)
def test_particles_fit_the_word_before(marked: str, written: str) -> None:
    assert with_particles(marked) == written
