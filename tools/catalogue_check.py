"""Is the English catalogue whole? Every Korean sentence of the code and the pages has an English one: none missing,
fuzzy, left over, or with placeholders that differ. Exits 1 with the sentences that want work."""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%%")
_HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
# Korean that belongs in English sentences: the product's own words, shown beside their translation.
_KOREAN_IN_ENGLISH = ("한국어",)


def _read(path: str) -> Catalog:
    with Path(path).open("rb") as file:
        return read_po(file)


def _texts(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else [str(value or "")]


def _faults(source: Message, english: Message | None) -> list[str]:
    said = _texts(english.string) if english is not None else [""]
    if not all(said):
        return ["missing"]
    faults = []
    if english is not None and english.fuzzy:
        faults.append("fuzzy")
    wanted = {frozenset(_PLACEHOLDER.findall(text)) for text in _texts(source.id)}
    if any(frozenset(_PLACEHOLDER.findall(text)) not in wanted for text in said):
        faults.append("placeholders differ")
    if any(_HANGUL.search(text.replace(word, "")) for text in said for word in _KOREAN_IN_ENGLISH):
        faults.append("Korean in the English")
    return faults


def main(template: str, catalogue: str) -> int:
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
