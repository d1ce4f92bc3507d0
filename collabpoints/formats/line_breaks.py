"""Where lines of Korean text end, pure: widths arrive as a function, in any unit; a text is as wide as its parts are.

Lines end between words (어절); a word wider than the line is cut between letters. Nothing is left out.
"""

import unicodedata
from collections.abc import Callable, Sequence

Measure = Callable[[str], float]
_LONELY = 0.25  # a last line that fills less of the width looks forgotten


def lines_of(text: str, width: float, measure: Measure) -> list[str]:
    """The lines, each filled as far as it goes; a line end in the text ends a line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _pieces(paragraph, width, measure):
            longer = f"{line} {word}" if line else word
            if line and measure(longer) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def even_lines_of(text: str, width: float, measure: Measure) -> list[list[str]]:
    """Paragraphs of lines that are about equally filled, for text set to both edges: the sum of the squares of what is
    left over is the least, and the last line is not a single short word where that can be helped."""
    return [_even(_pieces(paragraph, width, measure), width, measure) for paragraph in text.split("\n")]


def _even(words: Sequence[str], width: float, measure: Measure) -> list[str]:
    widths = [measure(word) for word in words]
    blank = measure("가 가") - 2 * measure("가")
    best: list[tuple[float, int]] = [(0.0, len(words))]  # from the last word back: cost, and where the next line begins
    for start in range(len(words) - 1, -1, -1):
        choices: list[tuple[float, int]] = []
        left = width + blank
        for end in range(start + 1, len(words) + 1):
            left -= blank + widths[end - 1]
            if left < 0 and end > start + 1:
                break
            choices.append((_cost(left / width, is_last=end == len(words)) + best[len(words) - end][0], end))
        best.append(min(choices))
    lines: list[str] = []
    start = 0
    while start < len(words):
        end = best[len(words) - start][1]
        lines.append(" ".join(words[start:end]))
        start = end
    return lines or [""]


def _cost(left: float, *, is_last: bool) -> float:
    if is_last:
        return float(left > 1 - _LONELY)
    return left**2


def _pieces(paragraph: str, width: float, measure: Measure) -> list[str]:
    """Its words, those that are wider than a line cut between letters."""
    pieces: list[str] = []
    for word in paragraph.split():
        piece = ""
        for letter in word if measure(word) > width else ():
            if piece and measure(piece + letter) > width:
                pieces.append(piece)
                piece = ""
            piece += letter
        pieces.append(piece or word)
    return pieces


def one_line(text: str) -> str:
    """The text as one line: letters composed, what cannot be seen dropped, every run of blanks and line ends one blank."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(letter for letter in composed if not _is_unseen(letter)).strip()


def paragraphs(text: str) -> str:
    """The text with each paragraph on one line; empty ones dropped."""
    return "\n".join(filter(None, map(one_line, text.split("\n"))))


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") or "\ufe00" <= letter <= "\ufe0f"
