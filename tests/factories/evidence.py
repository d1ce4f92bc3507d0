"""Small files as office programs save them, and some that only look so."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
HWP = OLE + b"HWP Document File" + b"\x00" * 100
OLD_HWP = b"HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05" + b"\x00" * 100
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 100
HTML = b"<!doctype html><script>alert(1)</script>"


def package(**parts: str) -> bytes:
    """A ZIP with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name, content in parts.items():
            zipped.writestr(zipfile.ZipInfo(name), content)  # a fixed date: the same bytes in every process
    return made.getvalue()


HWPX = package(**{"mimetype": "application/hwp+zip", "Contents/section0.xml": "<x/>"})
DOCX = package(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
XLSX = package(**{"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
ZIP = package(**{"payload.exe": "MZ"})
GOOD = {
    "a.pdf": PDF, "a.png": PNG, "a.jpg": JPG, "a.jpeg": JPG, "a.hwp": HWP, "b.hwp": OLD_HWP, "a.hwpx": HWPX, "a.docx": DOCX,
    "a.xlsx": XLSX,
}  # fmt: skip
