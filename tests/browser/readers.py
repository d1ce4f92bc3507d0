"""What a screen reader is told: the accessibility tree of Chromium, asked for what has the focus."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 60

# A stop that a keyboard reaches has to be seen: a ring around it, or something of it that is told apart.
_SEEN = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const is_drawn = (part) => getComputedStyle(part).stroke !== "none" && parseFloat(getComputedStyle(part).strokeWidth) >= 3;
  const has_ring =
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) ||
    style.boxShadow !== "none" ||
    (at instanceof SVGElement && [at, ...at.querySelectorAll("*")].some(is_drawn));
  const is_in_view = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {has_ring, is_in_view, is_page: at === document.body || at === document.documentElement};
}"""


@dataclass(frozen=True)
class Stop:
    """What has the focus, as it is read out. `states` holds what the browser tells besides (`expanded`, `invalid`,
    `pressed` ...); `active` is the option at which a box with a list points."""

    role: str
    name: str
    value: str
    description: str
    states: dict[str, Any] = field(default_factory=dict)
    active: "Stop | None" = None


class Reader:
    """A keyboard and a pair of ears at one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tools = page.context.new_cdp_session(page)
        self.tools.send("Accessibility.enable")

    def heard(self) -> Stop:
        """What has the focus now."""
        found = self.tools.send("Runtime.evaluate", {"expression": "document.activeElement"})
        stop = self._stop({"objectId": found["result"]["objectId"]})
        assert stop.states.get("focused") is True, f"the focus is lost: {stop}"
        return stop

    def live(self) -> list[str]:
        """What stands in places that are read out as they change."""
        return [words for region in self.page.get_by_role("status").all() if (words := region.inner_text().strip())]

    def tab(self, *, back: bool = False) -> Stop:
        """The next stop; it has a name, is in view and is marked."""
        self.page.keyboard.press("Shift+Tab" if back else "Tab")
        stop = self.heard()
        seen = self.page.evaluate(_SEEN)
        if not seen["is_page"]:
            assert stop.name, f"a stop without a name: {stop}"
            assert seen["is_in_view"], f"a stop out of view: {stop}"
            assert seen["has_ring"], f"a stop that one cannot see: {stop}"
        return stop

    def tab_to(self, role: str, name: str, *, back: bool = False) -> Stop:
        """Press Tab until something of that role whose name begins so has the focus."""
        passed = []
        for _ in range(MOST_STOPS):
            stop = self.tab(back=back)
            if stop.role == role and stop.name.startswith(name):
                return stop
            passed.append(f"{stop.role} {stop.name!r}")
        raise AssertionError(f"no {role} {name!r} among {passed}")

    def tab_into(self, place: str) -> Stop:
        """Press Tab until the focus is within what a selector names."""
        for _ in range(MOST_STOPS):
            stop = self.tab()
            if self.page.evaluate("place => document.activeElement.closest(place) !== null", place):
                return stop
        raise AssertionError(f"no stop within {place}")

    def _stop(self, which: dict[str, Any]) -> Stop:
        (node, *_others) = self.tools.send("Accessibility.getPartialAXTree", {**which, "fetchRelatives": False})[
            "nodes"
        ]
        states = _states(node)
        pointed = states.pop("activedescendant", None)
        return Stop(
            role=_value(node, "role"),
            name=_value(node, "name"),
            value=_value(node, "value"),
            description=_value(node, "description"),
            states=states,
            active=self._stop({"backendNodeId": pointed}) if pointed else None,
        )


def _value(node: dict[str, Any], key: str) -> str:
    return " ".join(str(node.get(key, {}).get("value", "")).split())


def _states(node: dict[str, Any]) -> dict[str, Any]:
    states = {}
    for one in node.get("properties", []):
        value = one["value"]
        related = value.get("relatedNodes", [])
        states[one["name"]] = related[0]["backendDOMNodeId"] if related else value.get("value")
    return states
