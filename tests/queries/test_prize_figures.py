"""The three numbers of the slide: what may be told of a span."""

import pytest
from flask import Flask

from collabpoints.domain.scheme_words import Viewers
from collabpoints.queries.prize_figures import span_figures
from tests.factories.boards import boards_of, newest_month
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world


@pytest.mark.parametrize(("third", "told"), [("hong", 3), ("lim", None)])
def test_a_total_that_would_betray_a_small_cell_is_not_told(app: Flask, third: str, told: int | None) -> None:
    world: World = a_world()
    change_scheme(ranking_viewers=Viewers.EVERYONE, is_same_department_allowed=True)
    world.send(world.hong, world.kim)
    world.send(world.kim, world.hong)
    # Lim has received nothing, so no board names him: his one note must not be had from the total.
    world.send(getattr(world, third), world.kim)
    boards_of(world.agency_id)
    figures = span_figures(world.agency_id, newest_month(world.agency_id))
    assert (figures.notes, figures.thanked) == (told, 2)
