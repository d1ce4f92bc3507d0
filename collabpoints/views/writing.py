"""The form for a note as a page shows it: what was typed, who is chosen and found, what the month leaves, what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import request

from collabpoints import clock
from collabpoints.domain.drafts import DraftText
from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.form_ids import is_form_id, new_form_id
from collabpoints.domain.points import parse_points
from collabpoints.domain.sending import MOST_RECIPIENTS
from collabpoints.forms.notes import GuideForm, NoteForm
from collabpoints.queries.allowances import Allowance, allowance
from collabpoints.queries.colleagues import (
    Hit,
    Hits,
    colleagues_by_id,
    colleagues_by_number,
    person_ids,
    recent,
    search,
)
from collabpoints.queries.drafts import draft
from collabpoints.queries.help_kinds import KindOfHelp, help_kinds
from collabpoints.services.drafts import keep_draft
from collabpoints.services.notes import NewNotes
from collabpoints.views import guides, hints
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.sentences import sentence_for, sentences_by_field

_RECENT = 6
_PAGE = 20
_MOST_SEEN = 20  # telephone numbers that a form carries along
_NOT_POINTS = -1  # what no scheme allows: the rules refuse it with their own sentence
_NOBODY = 0  # no person has this id
_ALSO_OF_THANKS = {Code.ONESELF, Code.CANNOT_RECEIVE}  # refusals that hold for thanks without points as well


@dataclass(frozen=True, slots=True)
class Writing:
    """What templates/notes/writing.html shows. `found` is None unless a search without scripts was asked for;
    `pointed_out` are telephone numbers for which the sending was held, `seen_numbers` those that the writer knows of;
    `is_composed`: the text is new from the guide."""

    form: NoteForm
    guide: GuideForm
    chosen: tuple[Hit, ...]
    recent: tuple[Hit, ...]
    found: Hits | None
    allowance: Allowance
    help_kinds: tuple[KindOfHelp, ...]
    errors: dict[str, list[str]]
    seen_numbers: tuple[str, ...] = ()
    pointed_out: tuple[str, ...] = ()
    is_composed: bool = False

    @property
    def numbers(self) -> frozenset[str]:
        """The employee numbers of those who are chosen."""
        return frozenset(hit.colleague.number for hit in self.chosen)

    @property
    def is_open(self) -> bool:
        """Whether the text is shown: somebody is chosen, or something is written already."""
        return bool(self.chosen or self.form.text.data or self.errors or guides.has_answers(self.guide))

    @property
    def is_fresh(self) -> bool:
        """Whether one has just arrived: then the search box has the focus."""
        return not self.is_open and self.found is None

    @property
    def is_spent(self) -> bool:
        """Whether nothing with points can be sent any more this month."""
        return self.allowance.notes_left <= 0

    @property
    def can_thank_alone(self) -> bool:
        """Whether thanks without points is offered: where points cannot go."""
        return self.is_spent or bool(self.errors) or any(self.is_for_thanks(hit) for hit in self.chosen)

    @property
    def is_guide_open(self) -> bool:
        """Whether the questions are shown: answers wait there, or the scheme offers them first and nothing is written yet."""
        is_first = self.allowance.scheme.is_guided and not self.form.text.data
        return is_first or guides.has_answers(self.guide)

    @property
    def hints(self) -> tuple[str, ...]:
        """What the page without scripts says about the text so far."""
        return hints.hints(self.form.text.data or "", self.allowance.scheme.stock_phrases)

    @property
    def numbers_hint(self) -> str:
        """Which telephone numbers the sending was held for."""
        return hints.numbers_hint(self.pointed_out)

    @property
    def points(self) -> int | None:
        """The points that are selected where the scheme leaves a choice."""
        return parse_points(self.form.points.data or "") or self.allowance.scheme.points_allowed[0]

    @staticmethod
    def note(hit: Hit) -> str:
        """Why points, or a note at all, cannot go to this colleague now; "" when they can."""
        return sentence_for(hit.refusals[0]) if hit.refusals else ""

    @staticmethod
    def is_for_thanks(hit: Hit) -> bool:
        """Whether points cannot go to this colleague now, and thanks alone can."""
        return bool(hit.refusals) and not any(refusal.code in _ALSO_OF_THANKS for refusal in hit.refusals)


def fresh(to: Sequence[str] = ()) -> Writing:
    """An empty form, for these employee numbers. Whether the note is public at first is the scheme's choice."""
    shown = _shown(NoteForm(formdata=None, form_id=new_form_id(), to=list(to)))
    shown.form.is_private.data = not shown.allowance.scheme.is_public_at_first
    return shown


def opened() -> Writing:
    """The form as its address asks for it: a draft's (`form`), or one for some colleagues (`to`)."""
    form_id = request.args.get("form", "")
    kept = draft(form_id, person_id=who().person_id) if is_form_id(form_id) else None
    if kept is None:
        return fresh(request.args.getlist("to")[:MOST_RECIPIENTS])
    form = NoteForm(
        formdata=None,
        form_id=kept.form_id,
        text=kept.text,
        points=kept.points,
        help_kind=str(kept.help_kind_id or ""),
        is_private=kept.is_private,
    )
    chosen = colleagues_by_id(who().agency_id, who().person_id, kept.recipient_person_ids, day=today())
    form.to.data = [hit.colleague.number for hit in chosen]
    return _shown(form)


def stepped(form: NoteForm) -> Writing:
    """The form after a step without scripts: somebody searched for, chosen, or taken off, answers made into a text. Who presses
    "send" while answers wait sees the text first."""
    act, _, value = (form.action.data or "").partition(":")
    numbers = form.to.data or []
    found = None
    if act == "choose" and value not in numbers:
        form.to.data = [*numbers, value]
    if act == "choose":
        form.q.data = ""
    if act == "remove":
        form.to.data = [number for number in numbers if number != value]
    if act in ("search", "more"):
        found = _found(form.q.data or "", int(value) if act == "more" and _is_number(value) else 0)
    if act in ("compose", "send", "thanks"):
        return _composed(form)
    return replace(_kept(form), found=found)


def pointed_out(form: NoteForm, numbers: tuple[str, ...]) -> Writing:
    """The form with a notice of these numbers; it carries them, so that the next press sends."""
    return replace(_kept(form), pointed_out=numbers, seen_numbers=numbers)


def refused(form: NoteForm, refusals: Sequence[Refusal]) -> Writing:
    """The form with everything that was typed and every objection; each names the colleague whom it concerns."""
    codes = {refusal.code for refusal in refusals}
    if codes & {Code.FORM_ALREADY_USED, Code.FORM_ID_INVALID}:
        form.form_id.data = new_form_id()
    shown = _kept(form)
    people = {hit.colleague.person_id: hit.colleague for hit in shown.chosen}
    errors = sentences_by_field(refusal for refusal in refusals if _person(refusal) not in people)
    for refusal in refusals:
        if (colleague := people.get(_person(refusal))) is not None:
            sentence = f"{colleague.name} {colleague.position}: {sentence_for(refusal)}"
            errors.setdefault(refusal.field, []).append(sentence)
    return replace(shown, errors=errors)


def new_notes(form: NoteForm) -> NewNotes:
    """What the form asks to send, unjudged: a spelling that is no number becomes one that the rules refuse."""
    numbers = _numbers(form)
    known = person_ids(who().agency_id, numbers)
    return NewNotes(
        form_id=form.form_id.data or "",
        recipient_person_ids=tuple(dict.fromkeys(known.get(number, _NOBODY) for number in numbers)),
        text=form.text.data or "",
        points=0 if form.action.data == "thanks" else _points(form.points.data or ""),
        is_private=form.is_private.data,
        help_kind_id=_help_kind_id(form.help_kind.data or ""),
    )


def keep(form: NoteForm) -> bool:
    """What was typed is kept as a draft; whether it was (services/drafts.py says when not)."""
    return _keep(form, _by_number(_numbers(form)))


def _kept(form: NoteForm) -> Writing:
    shown = _shown(form)
    if (form.text.data or "").strip() or guides.is_begun():
        _keep(form, shown.chosen)
    return shown


def _composed(form: NoteForm) -> Writing:
    """The form with its answers in the text, where they can be changed; the questions are empty again."""
    shown = _kept(form)
    if not guides.has_answers(shown.guide):
        return shown
    form.text.data = guides.text_with_answers(form.text.data or "", shown.chosen)
    return replace(shown, guide=guides.no_answers(today()), is_composed=True)


def _keep(form: NoteForm, chosen: Sequence[Hit]) -> bool:
    typed = DraftText(
        form_id=form.form_id.data or "",
        recipient_person_ids=tuple(hit.colleague.person_id for hit in chosen),
        text=guides.text_with_answers(form.text.data or "", chosen),
        points=form.points.data or "",
        help_kind_id=_help_kind_id(form.help_kind.data or ""),
        is_private=form.is_private.data,
    )
    return keep_draft(agency_id=who().agency_id, person_id=who().person_id, draft=typed, now=clock.now())


def _shown(form: NoteForm) -> Writing:
    me = who()
    return Writing(
        form=form,
        guide=guides.questions(today()),
        chosen=_by_number(_numbers(form)),
        recent=recent(me.agency_id, me.person_id, day=today(), limit=_RECENT),
        found=None,
        allowance=allowance(me.agency_id, me.person_id),
        help_kinds=help_kinds(me.agency_id),
        errors={},
        seen_numbers=tuple(request.form.getlist("seen_numbers")[:_MOST_SEEN]),
    )


def _found(query: str, offset: int) -> Hits:
    return search(who().agency_id, who().person_id, query, day=today(), offset=offset, limit=_PAGE)


def _by_number(numbers: Sequence[str]) -> tuple[Hit, ...]:
    return colleagues_by_number(who().agency_id, who().person_id, numbers, day=today())


def _numbers(form: NoteForm) -> list[str]:
    # One more than may be chosen, so that the rules can say that it is too many.
    return list(dict.fromkeys(form.to.data or []))[: MOST_RECIPIENTS + 1]


def _person(refusal: Refusal) -> int:
    person = dict(refusal.values).get("person")
    return person if isinstance(person, int) else _NOBODY


def _points(given: str) -> int | None:
    if not given:
        return None  # the form asks for none where the scheme fixes them
    return parse_points(given) or _NOT_POINTS


def _help_kind_id(given: str) -> int | None:
    if not given:
        return None
    return int(given) if _is_number(given) else 0


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) <= 9
