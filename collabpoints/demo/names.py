"""Korean names as in life: surnames by their share, given names by the generation that was given them.

Shares in hundredths of a per cent, rounded, after the surname counts of the 2015 census of Statistics Korea.
"""

from random import Random

_SURNAMES = """
김2150 이1470 박840 최470 정430 강235 조212 윤205 장200 임166 한155 오153 서151 신150 권142 황140 안137 송137 전112 홍112
유110 고94 문93 양92 손91 배81 백76 허66 남55 심54 노63 하46 곽41 성40 차40 주39 우39 구39 민34 류33 나32 진32 지31 엄29 채26 원26
천24 방19 공18 현18 함16 변17 염14 여12 추11 도11 소10 석9 선8 설8 마7 길7 연6 위6 표6 명5 기5 반5 왕5 금5 옥5 남궁4 황보2 제갈1
"""
_GIVEN = {
    "1960s": """
    영수 영호 영철 정호 상철 성호 광수 병철 동수 종수 재호 경수 진호 상훈 기영 용식 명수 형식 춘식 인호 상현 정식 만수 태식
    영숙 미숙 경희 정숙 영희 명숙 은숙 현숙 미경 경숙 정희 순자 선희 영미 혜숙 금숙 옥희 은희 미영 정미 말순 복자 춘희 명희
    """,
    "1970s": """
    성훈 정훈 재현 동현 상우 정우 승현 준호 진우 성민 영진 병훈 종현 태현 기훈 경민 창민 현철 민수 세훈 용준 대현 원석 지훈
    은영 지영 미정 현정 은주 수진 은정 혜진 윤정 선영 정은 희정 은경 소영 경아 주연 미선 진희 현주 유미 인숙 보경 나영 성희
    """,
    "1980s": """
    지훈 민수 현우 성현 준영 동욱 재훈 상민 민호 승민 태호 기현 진영 정민 우진 종혁 준혁 현준 경호 세영 형준 민재 석현 한울
    지혜 유진 지은 민정 수정 혜원 아름 보람 선미 은지 지현 소연 미진 현지 하나 지연 정아 나래 수연 혜림 다정 가영 슬기 유리
    """,
    "1990s": """
    민준 지호 도현 건우 준서 성준 승우 태윤 재원 민석 동건 찬호 우현 수호 시우 예준 정현 한결 재민 윤호 태민 상윤 원준 현민
    서연 민지 예진 수빈 지수 유나 다은 은서 채원 하은 예은 지원 소희 혜인 가은 서영 나은 윤아 수민 주희 다연 세은 예림 지민
    """,
}
_DECADES = (("1960s", 1972), ("1970s", 1981), ("1980s", 1990), ("1990s", 9999))


def _split(entry: str) -> tuple[str, int]:
    letters = entry.rstrip("0123456789")
    return letters, int(entry[len(letters) :])


SURNAMES, _SHARES = zip(*(_split(entry) for entry in _SURNAMES.split()), strict=True)
GIVEN = {decade: tuple(dict.fromkeys(names.split())) for decade, names in _GIVEN.items()}


def name_of(rng: Random, birth_year: int) -> tuple[str, str]:
    """A surname and a given name for somebody born in that year."""
    decade = next(decade for decade, before in _DECADES if birth_year < before)
    surname: str = rng.choices(SURNAMES, _SHARES)[0]
    return surname, rng.choice(GIVEN[decade])
