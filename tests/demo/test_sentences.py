import pytest

from collabpoints.demo.sentences import softened


@pytest.mark.parametrize(
    ("formal", "soft"),
    [
        ("기한 안에 냈습니다", "기한 안에 냈어요"),
        ("정말 고맙습니다", "정말 고마워요"),
        ("늘 응원하겠습니다", "늘 응원할게요"),
        ("제가 먼저 챙기겠습니다", "제가 먼저 챙기겠습니다"),
        ("감사 인사를 드립니다", "감사 인사를 드립니다"),
        ("편하게 불러 주세요", "편하게 불러 주세요"),
    ],
)
def test_a_softer_way_to_say_the_same(formal: str, soft: str) -> None:
    assert softened(formal) == soft
