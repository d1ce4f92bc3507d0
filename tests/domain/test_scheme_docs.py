"""docs/schemes.md says of fields and presets what the table of fields and the files say."""

from tools.scheme_docs import PAGE, main, page


def test_the_page_is_made_from_the_table() -> None:
    assert main(check=True) == 0, "run `python tools/scheme_docs.py` and commit docs/schemes.md"


def test_a_page_that_says_something_else_is_noticed() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text.replace("| `allowance.unit` |", "| `allowance.coin` |")) == text != ""
