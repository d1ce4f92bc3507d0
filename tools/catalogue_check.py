"""Is the English catalogue whole? Every Korean sentence of the code and the pages has an English one: none missing,
fuzzy, left over, or with placeholders that differ. Exits 1 with the sentences that want work."""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

# %(name)s is filled in by Python and the templates, {name} by the browser's scripts; <b> shows a name.
_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%%|\{[a-z_]+\}|</?[a-z]+>")
_HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")


def _read(path: str) -> Catalog:
    with Path(path).open("rb") as file:
        return read_po(file)


def _texts(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else [str(value or "")]


def _marks(text: str) -> tuple[frozenset[str], bool]:
    """The placeholders of a sentence, and whether a percent sign stands there that belongs to none of them."""
    return frozenset(_PLACEHOLDER.findall(text)), "%" in _PLACEHOLDER.sub("", text)


def _faults(source: Message, english: Message | None) -> list[str]:
    said = _texts(english.string) if english is not None else [""]
    if not all(said):
        return ["missing"]
    faults = []
    if english is not None and english.fuzzy:
        faults.append("fuzzy")
    wanted = {_marks(text) for text in _texts(source.id)}
    if any(_marks(text) not in wanted for text in said):
        faults.append("placeholders differ")
    if any(_HANGUL.search(text) for text in said):
        faults.append("Korean in the English")
    return faults


def main(template: str, catalogue: str) -> int:
    """How a shell wants to know it: 0 when the catalogue holds what the template asks for, 1 after saying what not."""
    wanted, english = _read(template), _read(catalogue)
    found = 0
    for message in wanted:
        if not message.id:
            continue
        for fault in _faults(message, english.get(_texts(message.id)[0], message.context)):
            found += 1
            print(f"{fault}: {_texts(message.id)[0]}")
    for message in english:
        if message.id and wanted.get(_texts(message.id)[0], message.context) is None:
            found += 1
            print(f"left over: {_texts(message.id)[0]}")
    if found:
        print(f"{found} sentences want work: run `make translations`, then edit {catalogue}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
