/**
 * The lobby screen by itself: asks for a newer tree now and then, and shows its two trees in turn.
 *
 * The page works without it (it reloads itself). With it nothing flashes: the new picture replaces the old one at once, and
 * where the network or the server is away the last good one stays. What the server says of a revoked link is shown as well.
 * Expected: `main[data-again][data-changes]` (seconds) with `.scene` elements, all but the first one `[data-away]`.
 */

const SOON = 60;
const seconds = (name, otherwise) => Number(document.querySelector("main").dataset[name]) || otherwise;

async function look() {
  let again = seconds("again", 600);
  try {
    const answer = await fetch(location.href, { cache: "no-store", credentials: "omit" });
    if (answer.ok || answer.status === 404) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    else again = SOON;
  } catch {
    again = SOON;
  }
  setTimeout(look, again * 1000);
}

/** A new version of the site brings other styles: then the whole page is taken anew, for the server is there. */
function show(page) {
  const fresh = page.querySelector("main.lobby__room");
  if (!fresh) return;
  const parts = (from) => [...from.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.src || one.href).join();
  if ("again" in fresh.dataset && parts(page) !== parts(document)) {
    location.reload();
    return;
  }
  document.title = page.title;
  document.querySelector("main").replaceWith(document.adoptNode(fresh));
}

function turn() {
  const scenes = [...document.querySelectorAll(".scene")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (scenes.length > 1 && !calm) {
    const next = (scenes.findIndex((scene) => !("away" in scene.dataset)) + 1) % scenes.length;
    for (const [at, scene] of scenes.entries()) {
      scene.toggleAttribute("data-away", at !== next);
      scene.inert = at !== next;
    }
  }
  setTimeout(turn, seconds("changes", 45) * 1000);
}

setTimeout(look, seconds("again", 600) * 1000);
setTimeout(turn, seconds("changes", 45) * 1000);
