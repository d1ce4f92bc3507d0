"""Small drawings for the legend of a tree: one for each rule, in the colours of the month (formats/tree_styles.py)."""

from collabpoints.formats.tree_shapes import flower

_LEAF = "q-10 -9 0 -18q10 9 0 18z"
_DRAWINGS = {
    "wood": '<path class="wood" d="M-7 22Q-5-2 15-20L18-17Q4 0 7 22Z"/>',
    "leaf": f'<path class="l1" transform="scale(1.7)" d="M0 8{_LEAF}"/>',
    "blossom": f'<g transform="scale(2)"><path class="blossom" d="{flower()}"/><circle class="heart" r="2.4"/></g>',
    "fruit": '<use href="#{name}-f" transform="scale(1.2)"/>',
    "root": '<path class="root" d="M-5-22Q-4 2-20 18L-17 20Q0 8 0-2Q2 10 16 22L18 19Q6 4 5-22Z"/>',
    "crown": '<circle class="f3" r="19"/><circle class="glow" cx="-5" cy="-6" r="11" opacity=".5"/>',
    "year": '<circle class="f3" cx="-15" cy="11" r="6"/><circle class="f3" cx="-1" cy="5" r="9"/><circle class="f3" cx="13" cy="-5" r="11"/>',
    "small": '<circle class="f1" r="19"/>',
}


def mark(rule: str, month: int, *, name: str = "tree") -> str:
    """The drawing of a rule, as an <svg> that says nothing by itself, for a page with a tree whose ids begin with `name`."""
    return (
        f'<svg class="tree-{month}" viewBox="-24 -24 48 48" aria-hidden="true" focusable="false">'
        f"{_DRAWINGS[rule].replace('{name}', name)}</svg>"
    )
