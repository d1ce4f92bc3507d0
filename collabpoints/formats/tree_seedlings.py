"""The seedling: what stands where nobody has thanked anybody yet."""

from collabpoints.domain.tree_seasons import Theme, palette
from collabpoints.formats.tree_styles import rules_of
from collabpoints.formats.xml_texts import written

WIDTH, HEIGHT = 640, 360
_EARTH = "M0 268Q320 236 640 268V332a28 28 0 0 1-28 28H28a28 28 0 0 1-28-28Z"
_MOUND = "M214 262Q320 196 426 262Q320 274 214 262Z"
_STEM = "M317 238Q312 190 322 132L327 132Q322 190 325 238Z"
_LEFT = "M323 152Q262 150 238 96Q300 84 323 152Z"
_RIGHT = "M324 142Q336 72 408 66Q406 132 324 142Z"
_HEART = "M323 134Q312 112 323 92Q336 112 326 134Z"


def draw_seedling(title: str, sentence: str, *, month: int, theme: Theme = Theme.READER, name: str = "seedling") -> str:
    """A young plant with two leaves; colours as in `draw` of formats/tree_pictures.py."""
    alone = theme is not Theme.READER
    style = f"<style>{rules_of(palette(month, theme))}</style>" if alone else ""
    namespace = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    return (
        f'<svg{namespace} class="seedling tree-{month}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{written(title)}</title>'
        f'<desc id="{name}-desc">{written(sentence)}</desc>{style}<rect class="sky" width="{WIDTH}" height="{HEIGHT}" rx="28"/>'
        f'<circle class="f1" cx="322" cy="140" r="118"/><circle class="glow" cx="300" cy="118" r="74" opacity=".5"/>'
        f'<path class="earth" d="{_EARTH}"/><path class="root" opacity=".5" d="{_MOUND}"/>'
        f'<path class="wood" d="{_STEM}"/><path class="l1" d="{_LEFT}"/><path class="l2" d="{_RIGHT}"/><path class="l3" d="{_HEART}"/></svg>'
    )
