import pytest

from collabpoints.domain.particles import filled, with_particles


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


@pytest.mark.parametrize(
    ("sentence", "value", "written"),
    [
        ("%(value)s[이] 있습니다.", "A-3", "A-3이 있습니다."),
        ("%(value)s[이] 있습니다.", "A-2", "A-2가 있습니다."),
        ("'%(value)s'[을] 골랐습니다.", "장려상", "'장려상'을 골랐습니다."),
        ("'%(value)s'[을] 골랐습니다.", "최우수", "'최우수'를 골랐습니다."),
        ("%(value)s[으로] 매깁니다.", "받은 메시지의 수", "받은 메시지의 수로 매깁니다."),
        ("%(value)s[으로] 매깁니다.", "합산", "합산으로 매깁니다."),
        ("보낸 %(value)s[을] 더합니다.", "30%", "보낸 30%를 더합니다."),
        ("%(value)s[을] 봅니다.", "", "를 봅니다."),
        ("%(value)s[을] 봅니다.", "표[을]", "표[을]를 봅니다."),
        ("%(value)s 100%% 참석", "모두", "모두 100% 참석"),
        ("Chosen: %(value)s.", "장려상", "Chosen: 장려상."),
    ],
)
def test_a_sentence_is_filled_with_the_particle_that_fits_its_value(sentence: str, value: str, written: str) -> None:
    assert filled(sentence, {"value": value}) == written
