/**
 * The form for a note: colleagues are chosen without leaving the page, the length is counted while one writes, what is
 * typed is kept on the server as a draft, and one press is one note. Without this file the same form does the same by
 * going back and forth (templates/notes/writing.html).
 */
import { Combobox, fill } from "./combobox.js";

const PAUSE_BEFORE_KEEPING = 1500; // ms without a key press
const PAUSE_BEFORE_HINT = 900;
const PAUSE_BEFORE_AGAIN = 5000; // ms after which a send that led nowhere (stopped, line cut) can be pressed again
const MOST_AFTER_LEAVING = 60_000; // bytes that a browser still sends for a page that is gone (64 KiB by the standard)
const MEANINGLESS = /[\u200b\ufeff\u2060\u00ad]/gu; // dropped by the server too (domain/texts.py)

const form = document.querySelector("form[data-writing]");
if (form) write(form);

function write(form) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const text = form.elements.text;
  const search = new Combobox(part("combobox"), choose);
  const keeping = keeper(form, part("kept"));
  const hinting = hinter(form, text, part("hints"));
  let isSending = false;

  greet(search.box);
  part("hits")?.remove(); // the list of the page without scripts
  count();
  arrange();

  form.addEventListener("input", (event) => {
    if (event.target === search.box) return;
    if (event.target === text) {
      count();
      hinting.soon();
    }
    keeping.soon();
  });
  form.addEventListener("keydown", (event) => {
    // Enter in a line of the guide would press the form's first button, the search.
    if (event.key === "Enter" && event.target.matches(".guide input") && !event.isComposing) event.preventDefault();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=action]");
    const [act, number] = (button?.value ?? "").split(":");
    if (act === "search" && search.hasFailed) return; // signed out, perhaps: let the form be sent and say so
    if (act === "search") search.search();
    else if (act === "choose") choose(button.dataset);
    else if (act === "remove") drop(number);
    else return;
    event.preventDefault();
    if (act === "search") search.box.focus();
  });
  form.addEventListener("submit", (event) => {
    if (isSending) event.preventDefault(); // a second press, or Enter held down
    isSending = true;
    setTimeout(() => (isSending = false), PAUSE_BEFORE_AGAIN);
    keeping.stop();
  });
  addEventListener("pagehide", () => keeping.now());
  addEventListener("pageshow", (event) => {
    if (event.persisted) isSending = false; // came back to a page that was kept alive
  });

  function choose(hit) {
    if (!chips().some((chip) => chip.dataset.number === hit.number)) {
      const chip = part("chip-mould").content.firstElementChild.cloneNode(true);
      chip.dataset.number = hit.number;
      if (hit.thanks) chip.dataset.thanks = hit.thanks;
      Object.assign(chip.querySelector("input"), { name: "to", value: hit.number });
      const button = chip.querySelector("button");
      button.value = `remove:${hit.number}`;
      button.setAttribute("aria-label", button.getAttribute("aria-label").replace("{who}", () => `${hit.name} ${hit.position}`));
      fill(chip, hit);
      part("chips").append(chip);
      say(part("chosen-words").dataset.added.replace("{who}", () => `${hit.name} ${hit.position}`));
    }
    arrange();
    text.focus();
    keeping.soon();
  }

  function drop(number) {
    const chip = chips().find((one) => one.dataset.number === number);
    chip?.remove();
    arrange();
    search.box.focus();
    keeping.soon();
  }

  function chips() {
    return [...part("chips").children];
  }

  /** What is chosen decides what is shown: the text, and the button for thanks alone. */
  function arrange() {
    const chosen = chips();
    part("chosen").hidden = chosen.length === 0;
    if (chosen.length) part("body").hidden = false;
    const alone = part("alone");
    alone.hidden = alone.dataset.always === undefined && !chosen.some((chip) => chip.dataset.thanks);
    part("guide-who").textContent = chosen.map(called).join(", ");
    for (const button of form.querySelectorAll("button[value^='choose:']")) {
      const isChosen = chosen.some((chip) => `choose:${chip.dataset.number}` === button.value);
      button.setAttribute("aria-pressed", String(isChosen));
    }
  }

  function called(chip) {
    const words = [...chip.querySelectorAll("[data-part=name], [data-part=position]")];
    return words.map((word) => word.textContent.trim()).join(" ");
  }

  function count() {
    const counter = part("counter");
    const length = [...text.value.normalize("NFC").replace(MEANINGLESS, "").trim()].length;
    counter.textContent = counter.dataset.words.replace("{n}", length);
    counter.classList.toggle("is-over", length > Number(counter.dataset.maximum));
  }

  function say(words) {
    part("chosen-words").textContent = words;
  }
}

/** The focus is in the box when one arrives, but not when one comes back to look at something. */
function greet(box) {
  const [arrival] = performance.getEntriesByType("navigation");
  if (arrival?.type !== "back_forward") return;
  // The browser keeps the page's autofocus for its first frame, which comes after this script.
  requestAnimationFrame(() => requestAnimationFrame(() => box.blur()));
}

/** Asks the server what there is to say about the text, once one pauses, and shows it where it is read out calmly. */
function hinter(form, text, place) {
  let timer = 0;
  let request;

  async function ask() {
    request?.abort();
    request = new AbortController();
    const asked = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, text: text.value });
    try {
      const answer = await fetch(place.dataset.hints, { method: "POST", body: asked, redirect: "manual", signal: request.signal });
      if (answer.ok) show((await answer.json()).hints);
    } catch {
      // No hint is no harm: the text is judged where it counts when it is sent.
    }
  }

  function show(hints) {
    const shown = [...place.children].map((line) => line.textContent);
    if (JSON.stringify(shown) === JSON.stringify(hints)) return; // said already
    place.replaceChildren(
      ...hints.map((hint) => Object.assign(document.createElement("p"), { className: "hint", textContent: hint })),
    );
  }

  return {
    soon() {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE_BEFORE_HINT);
    },
  };
}

/**
 * Keeps what is typed as a draft on the server, never in the browser: office machines are shared. Once a draft is kept
 * the address names it, so that a reload or "back" finds it again.
 */
function keeper(form, status) {
  let timer = 0;
  let kept = snapshot();

  function snapshot() {
    const typed = new FormData(form);
    typed.delete("q");
    return new URLSearchParams(typed);
  }

  async function keep() {
    clearTimeout(timer);
    const typed = snapshot();
    if (String(typed) === String(kept)) return;
    kept = typed;
    const keepalive = String(typed).length < MOST_AFTER_LEAVING;
    try {
      const answer = await fetch(form.dataset.drafts, { method: "POST", body: typed, keepalive, redirect: "manual" });
      if (answer.ok) history.replaceState(history.state, "", form.dataset.draftAddress);
      status.textContent = answer.ok ? status.dataset.done : answer.status === 422 ? status.dataset.refused : status.dataset.failed;
    } catch {
      kept = null;
      status.textContent = status.dataset.failed;
    }
  }

  return {
    soon() {
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE_BEFORE_KEEPING);
    },
    now() {
      if (timer) keep();
    },
    stop() {
      clearTimeout(timer);
      timer = 0;
    },
  };
}
