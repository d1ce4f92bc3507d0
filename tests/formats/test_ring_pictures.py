"""The picture of who gave whom how many: numbers, arrows, no names and nothing that runs."""

from xml.etree import ElementTree

from collabpoints.formats.ring_pictures import ring_picture

FLOWS = {(7, 8): 12, (8, 9): 11, (9, 7): 3}


def drawn(people: tuple[int, ...] = (7, 8, 9), title: str = "그림") -> str:
    return ring_picture(people, FLOWS, name="ring", title=title)


def test_people_are_numbered_from_one_in_their_order() -> None:
    words = [text.text for text in ElementTree.fromstring(drawn()).iter("text")]
    assert words[-3:] == ["1", "2", "3"]


def test_each_flow_between_two_of_them_has_its_number() -> None:
    words = [text.text or "" for text in ElementTree.fromstring(drawn()).iter("text")]
    assert sorted(words[:-3]) == ["11", "12", "3"]


def test_flows_to_others_are_not_drawn() -> None:
    words = [text.text for text in ElementTree.fromstring(drawn((7, 8))).iter("text")]
    assert words == ["12", "1", "2"]


def test_a_title_is_text_and_no_markup() -> None:
    assert "<b>" not in drawn(title="<b>A & B")


def test_it_needs_no_styles_and_no_scripts() -> None:
    assert not {"style", "script"} & {
        name for one in ElementTree.fromstring(drawn()).iter() for name in (one.tag, *one.attrib)
    }
