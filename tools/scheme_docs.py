"""The fields of a scheme as docs/schemes.md shows them, made from the table of fields. `--check` writes nothing and fails
where the page says something else.
"""

import sys
from pathlib import Path

from collabpoints.domain.scheme_fields import BY_PATH, GROUPS, fields_of
from collabpoints.domain.scheme_kinds import Field
from collabpoints.domain.scheme_lists import Rows
from collabpoints.domain.schemes import PRESETS, parse_scheme, preset_text

PAGE = Path(__file__).resolve().parents[1] / "docs" / "schemes.md"
PRESET_MARKS = ("<!-- presets: made by tools/scheme_docs.py -->", "<!-- end of presets -->")
FIELD_MARKS = ("<!-- fields: made by tools/scheme_docs.py -->", "<!-- end of fields -->")


def presets() -> str:
    """The presets with what they say, one a line; what a preset assumes is marked with an asterisk."""
    lines = [
        "| 이름 | 배정 | 한 건 | 같은 부서 | 같은 사람 | 합산 포인트 | 시상 | 출처 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for code in PRESETS:
        scheme = parse_scheme(preset_text(code))
        marked = " ".join(line.partition(":")[0] for line in scheme.assumptions).replace(",", " ").split()
        cells = [f"`{code}` {scheme.name_ko}"]
        for group in (
            ("allowance.amount", "allowance.unit"),
            ("points.allowed",),
            ("recipients.same_department",),
            ("recipients.notes_to_one_person",),
            ("score.received_basis_points", "score.sent_basis_points"),
            ("prizes.spans",),
        ):
            fields = [BY_PATH[path] for path in group]
            said = " · ".join(field.worded(getattr(scheme, field.name)).ko for field in fields)
            is_assumed = any(
                field.path == name or field.path.startswith(f"{name}.") for field in fields for name in marked
            )
            cells.append(f"{said}{' *' if is_assumed else ''}")
        lines.append(f"| {' | '.join([*cells, scheme.source])} |")
    return "\n".join(lines)


def fields() -> str:
    """Every field: key, label, what it may be, what its absence means, explanation, in both languages."""
    parts = []
    for group, wording in GROUPS.items():
        parts.append(f"### {wording.ko} · {wording.en}\n")
        parts.append("| 항목 | 이름 | 값 | 없으면 | 설명 |\n|---|---|---|---|---|")
        parts += [_line(field, field.path) for field in fields_of(group)]
        for field in fields_of(group):
            if isinstance(field.kind, Rows):
                parts += [_line(column, f"{field.path}[].{column.path}") for column in field.kind.columns]
        parts.append("")
    return "\n".join(parts).strip()


def _line(field: Field, path: str) -> str:
    absent = "필수 · required"
    if not field.is_required:
        worded = field.worded(field.default)
        both = worded.ko if worded.ko == worded.en else f"{worded.ko} · {worded.en}"
        absent = both or "빈칸 · empty"
    limits = field.kind.limits()
    return (
        f"| `{path}` | {field.label.ko}<br>{field.label.en} | {limits.ko}<br>{limits.en} | {absent}"
        f" | {field.explanation.ko}<br>{field.explanation.en} |"
    )


def page(text: str) -> str:
    """The page with its two tables as they have to be."""
    for (begin, end), made in ((PRESET_MARKS, presets()), (FIELD_MARKS, fields())):
        before, _, rest = text.partition(begin)
        after = rest.partition(end)[2]
        text = f"{before}{begin}\n\n{made}\n\n{end}{after}"
    return text


def main(check: bool) -> int:
    text = PAGE.read_text(encoding="utf-8")
    made = page(text)
    if check:
        return int(text != made)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
