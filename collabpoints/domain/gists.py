"""What a text says, whatever it looks like: by it two texts are one and the same."""

import hashlib
import unicodedata


def gist(text: str, recipient_name: str = "") -> bytes:
    """The SHA-256 of the text's letters and digits alone: spaces, signs, the case of letters and the recipient's own name
    make no other text. Of a text without letters and digits, of its signs."""
    nameless = text.replace(recipient_name, "") if recipient_name else text
    folded = unicodedata.normalize("NFKC", nameless).casefold()
    kept = "".join(character for character in folded if unicodedata.category(character)[0] in "LN")
    return hashlib.sha256((kept or folded).encode("utf-8", "surrogatepass")).digest()
