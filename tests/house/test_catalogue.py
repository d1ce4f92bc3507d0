"""Both languages are whole: every sentence has its English, and no page mixes them.

The walk builds a world in the letters of the language that is read, so that what stands in the other letters can only
be a sentence that somebody forgot to translate.
"""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import get_babel
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from collabpoints.domain.drafts import DraftText
from collabpoints.domain.roles import Role
from collabpoints.services.appeals import ask
from collabpoints.services.drafts import keep_draft
from collabpoints.services.help_kinds import add_help_kind
from collabpoints.services.notes import NewNotes, send_notes
from collabpoints.services.replies import reply
from collabpoints.services.reports import report
from collabpoints.services.reviews import reclaim
from collabpoints.services.roles import grant_role
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.forms import forms_of
from tools.catalogue_check import main

HOME = Path(__file__).resolve().parents[2]
CATALOGUE = HOME / "collabpoints/translations/en/LC_MESSAGES/messages.po"
HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,.;:'’-]+[A-Za-z]{2,}){2,}")  # three words: no product's name, no abbreviation
FORM_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
EVERYTHING = (Role.REVIEWER, Role.OFFICER, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)
PAGES_OF_A_KIND = 4  # addresses of one endpoint that the walk opens
MEND = "put these in _() and run `make translations`:\n"


def test_every_sentence_has_its_english() -> None:
    checked = subprocess.run(
        ["bash", "tools/translations.sh", "--check"], cwd=HOME, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("english", "fault"),
    [
        ('msgid "%(n)s명"\nmsgstr ""\n', "missing"),
        ('#, fuzzy\nmsgid "%(n)s명"\nmsgstr "People: %(n)s"\n', "fuzzy"),
        ('msgid "%(n)s명"\nmsgstr "People: %(m)s"\n', "placeholders differ"),
        ('msgid "%(n)s명"\nmsgstr "%(n)s % of people"\n', "placeholders differ"),
        ('msgid "%(n)s명"\nmsgstr "명: %(n)s"\n', "Korean in the English"),
        ('msgid "%(n)s명"\nmsgstr "People: %(n)s"\n\nmsgid "옛 문장"\nmsgstr "Old"\n', "left over"),
    ],
)
def test_a_catalogue_with_a_fault_is_not_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], english: str, fault: str
) -> None:
    template, catalogue = tmp_path / "messages.pot", tmp_path / "messages.po"
    template.write_text('msgid "%(n)s명"\nmsgstr ""\n', encoding="utf-8")
    catalogue.write_text(english, encoding="utf-8")
    assert main(str(template), str(catalogue)) == 1
    assert capsys.readouterr().out.startswith(f"{fault}: ")


def test_a_whole_catalogue_is_whole(tmp_path: Path) -> None:
    template, catalogue = tmp_path / "messages.pot", tmp_path / "messages.po"
    template.write_text('msgid "{n} / %(most)s"\nmsgstr ""\n', encoding="utf-8")
    catalogue.write_text('msgid "{n} / %(most)s"\nmsgstr "{n} of %(most)s"\n', encoding="utf-8")
    assert main(str(template), str(catalogue)) == 0


@dataclass(frozen=True)
class Letters:
    """What a world's people, places and notes are called; `text` is what they write to each other."""

    names: tuple[str, str, str]
    departments: tuple[str, str]
    position: str
    duty: str
    text: str


LETTERS = {
    "en": Letters(
        ("Hong", "Kim", "Lim"), ("Planning", "Roads"), "Officer", "Permits", "Thank you for staying late with me."
    ),
    "ko": Letters(
        ("홍길동", "김민수", "임꺽정"), ("기획담당관", "도로과"), "주무관", "허가", "늦게까지 함께해 주셔서 고맙습니다."
    ),
}
FOREIGN = {"en": HANGUL, "ko": ENGLISH}


def is_foreign(text: str, language: str) -> bool:
    """Whether a text of a page in that language holds the other one. Of a form's id, letters may look like words."""
    return FOREIGN[language].search(FORM_ID.sub("0", text)) is not None


@pytest.mark.parametrize(
    ("text", "language", "is_mixed"),
    [
        ("/notes/new?form=95a624e3-f5d9-4cee-baba-fcd1443b6b0a", "ko", False),
        ("95a624e3-f5d9-4cee-baba-fcd1443b6b0a: please try again", "ko", True),
        ("please try 95a624e3-f5d9-4cee-baba-fcd1443b6b0a", "ko", False),
        ("cee-baba-fcd", "ko", True),
        ("다시 해 주세요 (TOML)", "ko", False),
        ("Please try again, 홍길동", "en", True),
        ("/notes/new?form=95a624e3-f5d9-4cee-baba-fcd1443b6b0a", "en", False),
    ],
)
def test_the_walk_knows_the_other_language_from_the_id_of_a_form(text: str, language: str, is_mixed: bool) -> None:
    assert is_foreign(text, language) is is_mixed


def a_full_world(letters: Letters) -> Colleague:
    """An agency where most pages have something to show; answers with the one who holds every role."""
    agency_id = an_agency()
    planning, roads = (a_department(agency_id, name) for name in letters.departments)

    def serves(name: str, department_id: int, *roles: Role) -> Colleague:
        words = {"position": letters.position, "rank": letters.position, "duty": letters.duty}
        return a_colleague(agency_id, name, department_id, **words, roles=roles)

    me = serves(letters.names[0], planning, *EVERYTHING)
    far, near = serves(letters.names[1], roads), serves(letters.names[2], planning)
    kind = add_help_kind(agency_id=agency_id, name_ko="함께 일하기", name_en="Working side by side")

    def send(sender: Colleague, recipient: Colleague, *, points: int, form_id: int) -> int:
        new = NewNotes(
            form_id=f"6f1d2c3a-0000-4000-8000-{form_id:012d}",
            recipient_person_ids=(recipient.person_id,),
            text=letters.text,
            points=points,
            is_private=form_id == 2,
            help_kind_id=kind,
        )
        return send_notes(agency_id=agency_id, sender_person_id=sender.person_id, new=new).note_ids[0]

    answered = send(me, far, points=10, form_id=1)
    reply(answered, agency_id=agency_id, person_id=far.person_id)
    send(far, me, points=10, form_id=2)
    send(near, me, points=0, form_id=3)
    send(near, far, points=10, form_id=4)
    send(me, near, points=0, form_id=5)
    _in_review(agency_id, letters, send(near, far, points=10, form_id=6), by=serves(letters.names[0], roads), end=far)
    waiting = send(far, near, points=0, form_id=7)
    report(waiting, agency_id=agency_id, person_id=near.person_id, reason=letters.text)
    draft = DraftText(form_id="6f1d2c3a-0000-4000-8000-000000000009", text=letters.text)
    keep_draft(agency_id=agency_id, person_id=me.person_id, draft=draft, now=NOW)
    grant_role(
        agency_id,
        near.person_id,
        Role.DEPARTMENT_HEAD,
        department_id=planning,
        granted_by=me.person_id,
        reason=letters.text,
        now=NOW,
    )
    return me


def _in_review(agency_id: int, letters: Letters, note_id: int, *, by: Colleague, end: Colleague) -> None:
    """The note is reclaimed, and one of its people asks for another look."""
    report(note_id, agency_id=agency_id, person_id=end.person_id, reason=letters.text)
    reclaim(note_id, agency_id=agency_id, person_id=by.person_id, reason=letters.text)
    ask(note_id, agency_id=agency_id, person_id=end.person_id, reason=letters.text)


class Spoken(HTMLParser):
    """What a page says to eyes and to readers, but for what is marked as being in another language."""

    _SAYING = ("aria-label", "alt", "title", "placeholder", "label")
    _EMPTY = ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr")

    def __init__(self, language: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.language = language
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        spoken_in = given.get("lang") or (self._open[-1][1] if self._open else self.language)
        if tag not in self._EMPTY:
            self._open.append((tag, spoken_in))
        if spoken_in == self.language:
            self.texts += [text for name, text in given.items() if name in self._SAYING or name.startswith("data-")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        tag, spoken_in = self._open[-1] if self._open else ("", self.language)
        if tag not in ("script", "style") and spoken_in == self.language and data.strip():
            self.texts.append(" ".join(data.split()))


@pytest.mark.parametrize(
    ("page", "heard"),
    [
        ("<p>한 <b>둘</b></p>", ["한", "둘"]),
        ('<button aria-label="하나" value="둘">셋</button>', ["하나", "셋"]),
        ('<p data-words="하나"><img alt="둘">셋</p>', ["하나", "둘", "셋"]),
        ('<button lang="ko">한국어</button><p>하나</p>', ["하나"]),
        ("<script>하나</script><p>둘</p>", ["둘"]),
    ],
)
def test_the_walk_hears_what_a_page_says_in_its_language(page: str, heard: list[str]) -> None:
    spoken = Spoken("en")
    spoken.feed(page)
    assert spoken.texts == heard


@dataclass
class Walk:
    """A walk through every page that opens to `client`, in one language."""

    app: Flask
    client: FlaskClient
    language: str
    seen: dict[str, int] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)

    def everywhere(self) -> None:
        """Open each address without parameters and, from there on, what the pages link to; send each form empty."""
        rules = self.app.url_map.iter_rules()
        waiting = [rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments]
        forms: dict[str, tuple[str, dict[str, str]]] = {}
        while waiting:
            address = waiting.pop(0)
            answer = self._open(address)
            if answer is None or answer.mimetype != "text/html":
                continue
            waiting += re.findall(r'<a [^>]*href="(/[^"#]*)', answer.text)
            for form in forms_of(answer.text):
                if form.method == "post":
                    action = form.action or address
                    fields = dict.fromkeys(form.fields, "") | {"action": "send"}
                    fields |= {name: form.fields[name][0] for name in ("csrf_token", "form_id") if name in form.fields}
                    forms.setdefault(self._endpoint(action, "POST"), (action, fields))
        for endpoint in sorted(forms, key=lambda endpoint: endpoint.startswith("sign_in.")):  # the way out comes last
            action, fields = forms[endpoint]
            self._listen(f"POST {action}", self.client.post(action, data=fields, follow_redirects=True))

    def _open(self, address: str) -> TestResponse | None:
        address = address.replace("&amp;", "&")
        endpoint = self._endpoint(address, "GET")
        if endpoint == "static" or self.seen.get(endpoint, 0) == PAGES_OF_A_KIND:
            return None
        self.seen[endpoint] = self.seen.get(endpoint, 0) + 1
        answer = self.client.get(address, follow_redirects=True)
        self._listen(f"GET {address}", answer)
        return answer

    def _endpoint(self, address: str, method: str) -> str:
        try:
            return str(self.app.url_map.bind("localhost").match(address.partition("?")[0], method=method)[0])
        except HTTPException:
            return address

    def _listen(self, where: str, answer: TestResponse) -> None:
        for text in _texts(answer, self.language):
            if is_foreign(text, self.language):
                self.leaks.append(f"{where}: {text}")


def _texts(answer: TestResponse, language: str) -> list[str]:
    if answer.mimetype == "application/json":
        return [answer.text]
    if answer.mimetype != "text/html":
        return []  # files, and what machines ask
    spoken = Spoken(language)
    spoken.feed(answer.text)
    return spoken.texts


@pytest.fixture
def compiled(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The application reads the catalogue as it stands in the tree now, compiled or not."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with CATALOGUE.open("rb") as source, (folder / "messages.mo").open("wb") as target:
        write_mo(target, read_po(source, locale="en"))
    babel = get_babel(app)
    monkeypatch.setattr(babel, "translation_directories", [str(tmp_path)])
    babel.instance.domain_instance.cache.clear()
    yield
    babel.instance.domain_instance.cache.clear()


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_page_mixes_the_languages(app: Flask, sign_in: Callable[[Colleague], FlaskClient], language: str) -> None:
    client = sign_in(a_full_world(LETTERS[language]))
    client.set_cookie("language", language)
    walk = Walk(app, client, language)
    walk.everywhere()
    pages = {"home.page", "notes.page", "schemes.page", "roles.page", "account.page", "reviews.note", "appeals.one"}
    assert pages <= walk.seen.keys()
    assert not walk.leaks, MEND + "\n".join(sorted(set(walk.leaks)))


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_page_before_signing_in_mixes_the_languages(app: Flask, client: FlaskClient, language: str) -> None:
    a_full_world(LETTERS[language])
    client.set_cookie("language", language)
    walk = Walk(app, client, language)
    walk.everywhere()
    assert "sign_in.form" in walk.seen
    assert not walk.leaks, MEND + "\n".join(sorted(set(walk.leaks)))


@pytest.mark.usefixtures("compiled")
def test_a_page_in_english_says_so_to_readers(app: Flask, client: FlaskClient) -> None:
    client.set_cookie("language", "en")
    page = client.get("/sign-in").text
    assert '<html lang="en">' in page
    assert "Sign in" in page
