"""How steps, states and the two trees of a reorganisation are told on pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence

from collabpoints.domain.particles import filled
from collabpoints.domain.reorganisation_trees import Line, Mark, Told, side_by_side
from collabpoints.domain.reorganisations import Act, Step
from collabpoints.queries.reorganisations import Sketch

ACT_WORDS = {
    Act.OPEN: sentence("부서 새로 두기"),
    Act.MERGE: sentence("부서 통합하기"),
    Act.SPLIT: sentence("부서 나누기"),
    Act.RENAME: sentence("이름 바꾸기"),
    Act.MOVE: sentence("상위 부서나 순서 바꾸기"),
    Act.CLOSE: sentence("부서 폐지하기"),
}

# By state: what it is called, the badge's kind, its drawing.
STATE_WORDS = {
    "draft": (sentence("초안"), "plain", "pencil"),
    "planned": (sentence("예약됨"), "blue", "clock"),
    "done": (sentence("시행함"), "leaf", "check"),
    "dropped": (sentence("그만둠"), "plain", "x"),
    "fault": (sentence("시행하지 못함"), "warning", "warning"),
}

# By mark: the badge's kind and its drawing; the words stand in `told_words`.
MARK_LOOKS = {
    Mark.OPENED: ("leaf", "plus"),
    Mark.CLOSED: ("warning", "x"),
    Mark.MERGED_AWAY: ("warning", "forward"),
    Mark.MERGED: ("leaf", "plus"),
    Mark.RENAMED: ("blue", "pencil"),
    Mark.MOVED: ("blue", "forward"),
}


@dataclass(frozen=True, slots=True)
class Twig:
    """A line of a tree with what hangs below it."""

    line: Line
    below: list["Twig"] = field(default_factory=list)


def trees_of(sketch: Sketch) -> tuple[list[Twig], list[Twig]]:
    """The tree now and the tree afterwards, as nested lists."""
    before, after = side_by_side(
        sketch.found.before, sketch.found.after, sketch.found.heirs, sketch.people_before, sketch.people_after
    )
    return _nested(before), _nested(after)


def told_words(told: Told, *, is_before: bool) -> str:
    """What happens to a department, in the words of its side."""
    words = {
        Mark.OPENED: _("신설"),
        Mark.CLOSED: _("폐지"),
        Mark.MERGED_AWAY: _("%(name)s에 통합", name=told.name),
        Mark.MERGED: _("%(name)s 통합", name=told.name),
        Mark.RENAMED: _("새 이름: %(name)s", name=told.name) if is_before else _("옛 이름: %(name)s", name=told.name),
        Mark.MOVED: filled(_("%(name)s[으로] 옮김"), {"name": told.name})
        if is_before
        else _("%(name)s에서 옴", name=told.name),
    }
    return words[told.mark]


def step_words(sketch: Sketch) -> list[str]:
    """Each step as a sentence, departments by the names that they have at that point."""
    names = {code: branch.name for code, branch in sketch.found.before.branches.items()}
    return list(_sentences(sketch.steps, names))


def department_choices(sketch: Sketch) -> list[tuple[str, str]]:
    """Every department that is there after the steps, in official order: its code, and its name with what it is below."""
    after = sketch.found.after
    found = []
    for code in after.places():
        branch = after.branches[code]
        above = after.branches.get(branch.parent_code)
        words = f"{above.name} {branch.name}" if above and not after.is_top(above.code) else branch.name
        found.append((code, f"{words} ({code})"))
    return found


def _sentences(steps: Sequence[Step], names: dict[str, str]) -> Iterator[str]:
    for step in steps:
        said = _step_sentence(step.act, bool(step.name))
        values = {
            "name": step.name,
            "code": step.into_code if step.act is Act.SPLIT else step.code,
            "own": names.get(step.code, step.code),
            "parent": names.get(step.parent_code, step.parent_code),
            "into": names.get(step.into_code, step.into_code),
        }
        words = filled(said, values)
        if step.before_code:
            words += " " + filled(
                _("순서는 %(before)s 앞입니다."), {"before": names.get(step.before_code, step.before_code)}
            )
        yield words
        if step.act in (Act.OPEN, Act.RENAME):
            names[step.code] = step.name
        if step.act is Act.SPLIT and step.name:
            names.setdefault(step.into_code, step.name)


def _step_sentence(act: Act, has_name: bool) -> str:
    if act is Act.SPLIT and not has_name:
        return _("%(own)s에서 고른 직원이 %(into)s[으로] 갑니다.")
    return {
        Act.OPEN: _("%(parent)s 아래에 %(name)s(%(code)s)[을] 새로 둡니다."),
        Act.MERGE: _("%(own)s[을] %(into)s[으로] 통합합니다. 직원과 아래 부서가 함께 갑니다."),
        Act.SPLIT: _("%(own)s[을] 나누어 %(name)s(%(code)s)[을] 새로 둡니다. 고른 직원이 갑니다."),
        Act.RENAME: _("%(own)s의 이름을 %(name)s[으로] 바꿉니다."),
        Act.MOVE: _("%(own)s[을] %(parent)s 아래에 둡니다."),
        Act.CLOSE: _("%(own)s[을] 폐지합니다."),
    }[act]


def _nested(lines: Sequence[Line]) -> list[Twig]:
    tops: list[Twig] = []
    way: list[Twig] = []
    for line in lines:
        twig = Twig(line)
        del way[line.depth :]
        (way[-1].below if way else tops).append(twig)
        way.append(twig)
    return tops
