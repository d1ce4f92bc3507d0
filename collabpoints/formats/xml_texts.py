"""Texts in pictures that are files: XML holds fewer characters than a text may."""

import re
from html import escape

_BEYOND = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(text: str) -> str:
    """The text as it stands in XML, in an element or an attribute. What XML cannot hold (controls, half a pair) stands as
    U+FFFD: such texts are refused wherever they are typed, but one that a hand put into a row must not break a picture."""
    return escape(_BEYOND.sub("\ufffd", text))
