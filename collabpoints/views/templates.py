"""Templates are compiled once for each language: their fixed sentences are translated then, and not for every reader.

`{{ _("받은 메시지") }}` becomes the words themselves; `{{ _("%(count)s통", count=n) }}` and `{% trans %}` become the translated
sentence, in which only the values are left to fill in. A sentence that is chosen while the page is written (`_(name)`, a
plural) is looked up then, as everywhere.
"""

import re
from collections.abc import MutableMapping
from typing import Any

from flask import has_request_context
from flask.sansio.app import App
from flask.templating import Environment
from flask_babel import force_locale, get_locale, gettext
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

_VALUE = re.compile(r"%\((\w+)\)s")


class _Translating(CodeGenerator):
    """Compiles a template in the language of its environment."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        if isinstance(self.environment, Templates) and self.environment.language:
            is_markup = nodes.EvalContext(self.environment, self.name).autoescape
            with force_locale(self.environment.language):
                node = _Sentences(is_markup).visit(node)
        super().visit_Template(node, frame)


class _Sentences(NodeTransformer):
    """Puts the translated sentence where a template asks for the translation of a constant."""

    def __init__(self, is_markup: bool) -> None:
        self._is_markup = is_markup

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.nodes = [piece for child in node.nodes for piece in _pieces(child)]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"),
                args=[nodes.Const(value=str(sentence))],
                kwargs=values,
                dyn_args=None,
                dyn_kwargs=None,
            ):
                return self._translated(sentence, values, node.lineno)
        return node

    def _translated(self, sentence: str, values: list[nodes.Keyword], line: int) -> nodes.Node:
        # What Jinja's own "newstyle" gettext does at run time, also with a sentence that has no values.
        words = Markup(gettext(sentence)) if self._is_markup else gettext(sentence)  # noqa: S704  (our own catalogue)
        if not values:
            return nodes.Const(words % {}, lineno=line)
        pairs = [nodes.Pair(nodes.Const(value.key), value.value) for value in values]
        filled = nodes.Mod(nodes.Const(words), nodes.Dict(pairs))
        return filled.set_lineno(line)


def _pieces(printed: nodes.Expr) -> list[nodes.Expr]:
    """A sentence with values that is only printed, as words and values in turn: nobody needs it put together first."""
    match printed:
        case nodes.Mod(left=nodes.Const(value=str(sentence)), right=nodes.Dict(items=pairs)):
            if sentence.count("%") == len(_VALUE.findall(sentence)):
                values = {pair.key.as_const(): pair.value for pair in pairs}
                words_and_names = enumerate(_VALUE.split(sentence))
                return [values[part] if at % 2 else nodes.Const(type(sentence)(part)) for at, part in words_and_names]
    return [printed]


class Templates(Environment):
    """Flask's environment in front of one for each language, which shares its filters and globals. Outside of a request
    (a mail) nobody's language is known: templates are those of this environment, translated as they are written."""

    language: str = ""
    code_generator_class = _Translating

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._languages: dict[str, Templates] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        # No template is given globals of its own; a map laid over these would be asked name by name at every import.
        return super().make_globals(d) if d else self.globals

    def get_template(self, name: str | Template, parent: str | None = None, globals: Any = None) -> Template:
        if self.language or not has_request_context():
            return super().get_template(name, parent, globals)
        return self._in(str(get_locale())).get_template(name, parent, globals)

    def _in(self, language: str) -> "Templates":
        if language not in self._languages:
            made = self.overlay()
            made.language = language
            self._languages[language] = made
        return self._languages[language]
