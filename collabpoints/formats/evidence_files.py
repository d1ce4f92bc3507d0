"""Evidence: which files are taken, told by what their bytes are and not only by their name.

Pictures, PDF and the office formats of a Korean agency. A file is kept and handed out as it came, never opened or
converted; so looking at its first bytes and, where it is a package, at the names of its parts is enough.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from hashlib import sha256

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.texts import cleaned, has_resident_number, without_unfit

LARGEST_FILE = 5 * 1024 * 1024
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What may be added, by the name's ending."""

_LONGEST_NAME = 200
_MEGABYTE = 1024 * 1024
_FIRST_BYTES = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HWP = b"HWP Document File"  # begins the stream FileHeader, which is never packed; an old .hwp begins with it
_ZIP = b"PK\x03\x04"
_PARTS = {"docx": ("[Content_Types].xml", "word/"), "xlsx": ("[Content_Types].xml", "xl/")}
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that may be kept: its cleaned name, its type by name and bytes, and its bytes."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hex."""
        return sha256(self.content).hexdigest()


def evidence_file(name: str, content: bytes) -> EvidenceFile:
    """The file, if it may be kept. Raises Refused about the field `evidence`: EVIDENCE_EMPTY, EVIDENCE_TOO_LARGE,
    EVIDENCE_TYPE (a name that is not taken), EVIDENCE_CONTENT (bytes that are not what the name says), RESIDENT_NUMBER."""
    shown = clean_name(name)
    ending = shown.rpartition(".")[2].lower() if "." in shown else ""
    if has_resident_number(shown):
        raise Refused([Refusal.of(Code.RESIDENT_NUMBER, "evidence")])
    if not content:
        raise Refused([Refusal.of(Code.EVIDENCE_EMPTY, "evidence", name=shown)])
    if len(content) > LARGEST_FILE:
        raise Refused(
            [Refusal.of(Code.EVIDENCE_TOO_LARGE, "evidence", name=shown, megabytes=LARGEST_FILE // _MEGABYTE)]
        )
    if ending not in MEDIA_TYPES:
        raise Refused([Refusal.of(Code.EVIDENCE_TYPE, "evidence", name=shown, allowed=", ".join(MEDIA_TYPES))])
    if not _is(ending, content):
        raise Refused([Refusal.of(Code.EVIDENCE_CONTENT, "evidence", name=shown, ending=ending)])
    return EvidenceFile(shown, MEDIA_TYPES[ending], content)


def clean_name(name: str) -> str:
    """The name without folders and without what hides, turns or breaks it or means something to a file system; at most
    200 characters, the ending kept. A name of which nothing is left is "file"."""
    last = without_unfit(cleaned(name)).replace("\\", "/").rpartition("/")[2]
    plain = " ".join(last.translate(_NOT_IN_NAMES).split())
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    stem = stem.strip(". ") or "file"
    ending = f".{ending.strip()}" if ending.strip() else ""
    return stem[: max(1, _LONGEST_NAME - len(ending))] + ending if len(ending) < 20 else (stem + ending)[:_LONGEST_NAME]


def _is(ending: str, content: bytes) -> bool:
    if ending in _FIRST_BYTES:
        return content.startswith(_FIRST_BYTES[ending])
    if ending == "hwp":
        return content.startswith(_HWP) or (content.startswith(_OLE) and _HWP in content)
    return content.startswith(_ZIP) and _is_package(ending, content)


def _is_package(ending: str, content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if ending == "hwpx":
                with package.open("mimetype") as part:
                    return part.read(64).strip() == MEDIA_TYPES["hwpx"].encode()
            types, folder = _PARTS[ending]
            names = package.namelist()
            return types in names and any(name.startswith(folder) for name in names)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, KeyError, EOFError):
        return False
