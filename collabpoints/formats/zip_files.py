"""Several files in one: a ZIP whose same content makes the same bytes."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date


def zip_file(files: Iterable[tuple[str, bytes]], *, made_on: date) -> bytes:
    """A ZIP of these files (name, content), in the order handed in; names are UTF-8 and carry no folder."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, each in files:
            entry = zipfile.ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, each)
    return content.getvalue()
