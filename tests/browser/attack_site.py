"""What the attacks in a real browser share: what a text may not do to a page, and which texts may be typed where."""

from collections.abc import Sequence

from playwright.sync_api import Page

from collabpoints.domain.staff_cells import judge, kept
from collabpoints.domain.staff_columns import Column
from collabpoints.domain.texts import cleaned, judge_text
from tests.attacks.corpus import TEXTS

# What an attacker's text would add to the page if it were read as HTML, and what it would push away.
# Asked with which elements the page has besides, and whether it is bare: without header and footer.
AUDIT = """asked => {
  const [besides, isBare] = asked ?? ["", false], found = [];
  const own = new Set(("html head meta title link script body a header footer main nav div span p h1 h2 h3 ul ol li dl dt dd b strong em small br hr " +
    "form label input button textarea select option optgroup fieldset legend details summary article section time table caption colgroup col thead tbody tr th td " +
    "template svg path circle rect line g use symbol defs ellipse polyline polygon mark abbr code aside figure pre kbd img blockquote " + besides).split(" "));
  const all = [...document.querySelectorAll("*"), ...[...document.querySelectorAll("template")].flatMap(t => [...t.content.querySelectorAll("*")])];
  for (const element of all) {
    const tag = element.localName;
    if (!own.has(tag)) found.push(`element <${tag}>`);
    if (tag === "img" && !element.src.startsWith(location.origin + "/static/")) found.push(`img ${element.src}`);
    if (tag === "script" && !element.src.startsWith(location.origin + "/static/")) found.push(`script ${element.src}`);
    if (tag === "meta" && element.httpEquiv) found.push("meta http-equiv");
    for (const {name, value} of element.attributes) {
      if (/^on|^style$|^srcdoc$|^ping$|^background$|^is$|^ng-|^v-|^x-/.test(name)) found.push(`<${tag} ${name}>`);
      if (/^(href|src|action|formaction|data|xlink:href)$/.test(name)) {
        const to = new URL(value, location.href);
        if (to.origin !== location.origin) found.push(`<${tag} ${name}=${value}>`);
      }
    }
  }
  for (const one of ["main", "h1", "title:not(svg title)", ...(isBare ? [] : ["body > footer", "body > header"])])
    if (document.querySelectorAll(one).length !== 1) found.push(`${document.querySelectorAll(one).length} × ${one}`);
  const foot = document.querySelector("body > footer")?.getBoundingClientRect(), main = document.querySelector("main").getBoundingClientRect();
  if (!isBare && (foot.height < 10 || foot.width < 100)) found.push("the footer is not to be seen");
  if (!isBare && foot.top + 1 < main.bottom) found.push("the footer stands in the page");
  if (document.documentElement.scrollWidth > innerWidth) found.push(`wide: ${document.documentElement.scrollWidth}`);
  const cards = [...document.querySelectorAll("article.letter")].map(card => card.getBoundingClientRect());
  cards.forEach((card, n) => {
    if (card.height < 40) found.push(`card ${n} has no height`);
    if (n && card.top < cards[n - 1].bottom - 1 && card.left < cards[n - 1].right - 1 && cards[n - 1].left < card.right - 1) found.push(`card ${n} covers another`);
  });
  if (window.pwned) found.push("a script ran");
  return found;
}"""


def audit(page: Page, *, besides: str = "", is_bare: bool = False) -> None:
    """Nothing that a text could have added or moved is found. `besides`: elements that this page has and others have not;
    `is_bare`: it has no header and no footer."""
    found = page.evaluate(AUDIT, [besides, is_bare])
    assert found == [], f"{page.url[:200]}: {found}"


def shown(page: Page, selector: str) -> list[str]:
    """The texts of these elements as the document holds them."""
    texts: list[str] = page.eval_on_selector_all(selector, "found => found.map(one => one.textContent)")
    return texts


def stands(page: Page, texts: Sequence[str]) -> None:
    """Every text stands on the page, letter by letter."""
    whole = page.evaluate("document.body.textContent.replace(/\\s+/g, ' ')")
    missing = [text for text in texts if " ".join(text.split()) not in whole]
    assert missing == [], page.url[:200]


def notes_of(payloads: Sequence[str]) -> list[str]:
    """Notes with the payloads in them that may be sent."""
    texts = (cleaned(f"고맙습니다, 정말로. {payload}") for payload in payloads)
    return [text for text in texts if not judge_text(text, minimum=10, maximum=500)]


def cells_of(column: Column, most: int) -> list[str]:
    """Cells of HR's file with the payloads in them that may be kept."""
    found = (kept(f"김{payload}"[:most]) for payload in TEXTS)
    return list(dict.fromkeys(text for text in found if text and judge(column, 1, text, text) is None))


def groups(texts: Sequence[str], size: int) -> list[list[str]]:
    """The texts in their order, so many at a time."""
    return [list(texts[start : start + size]) for start in range(0, len(texts), size)]
