"""The question to a winner, answered in the browser."""

import pytest

from collabpoints.domain.roles import Role
from tests.browser.conftest import Site
from tests.browser.test_thanking import Open
from tests.factories.agencies import a_colleague
from tests.factories.prizes import prize_scene

pytestmark = pytest.mark.browser


def test_without_scripts_the_question_is_answered(site: Site, opened: Open) -> None:
    with site.app.app_context():
        winner = a_colleague(site.world.agency_id, "오담당", site.world.planning, roles=(Role.OFFICER,))
        asked = prize_scene(site.world, winner)["own_winner"]
    page = opened(site, winner, java_script_enabled=False)
    page.goto(f"/prizes/asked/{asked}")
    page.get_by_role("button", name="받겠습니다", exact=True).click()
    assert page.get_by_text("받겠다고 답하셨습니다.").is_visible()
