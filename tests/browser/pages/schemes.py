"""운영 기준: as everybody reads them, and as they are written."""

from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused
from tests.factories.schemes import scheme_scene

PAGES = (
    Entry("/scheme", who="employee"),
    Entry("/schemes"),
    refused("/schemes", "form[action$=file] button"),
    Entry("/schemes/{scheme}"),
    Entry("/schemes/drafts/{scheme_draft}", "every field of a scheme", largest=90_000),
    refused("/schemes/drafts/{scheme_draft}", "button[value=save]", name_ko="", largest=90_000),
    Entry("/schemes/drafts/{scheme_draft}/compare"),
)


def prepare(cast: Cast) -> dict[str, object]:
    return dict(scheme_scene(cast.world, cast.employee))
