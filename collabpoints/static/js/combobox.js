/**
 * A search box as an ARIA combobox (APG: list autocomplete, the focus stays in the box, aria-activedescendant points).
 *
 * The page works without it: the box then is a field of a form that is sent. Nothing here makes HTML from text, all
 * sentences and the look of an option come from the page (data attributes, a <template>).
 *
 * Expected inside `root`: an <input>, a [role=listbox] with an id, a [data-status], a <template data-option> whose parts
 * are named by data-part (name, where, reach, note), and a <template data-more>.
 */

const ROOM_FOR_HITS = 240; // px between the box and the edge of what one sees, or the on-screen keyboard
const PAUSE_BEFORE_SEARCH = 120; // ms: a syllable is composed of two to four key presses

export class Combobox {
  /** `onChoose(hit)` is called with the hit that was chosen; the box is empty and the list closed by then. */
  constructor(root, onChoose) {
    this.root = root;
    this.onChoose = onChoose;
    this.box = root.querySelector("input");
    this.list = root.querySelector("[role=listbox]");
    this.status = root.querySelector("[data-status]");
    this.optionMould = root.querySelector("template[data-option]");
    this.moreMould = root.querySelector("template[data-more]");
    this.hits = [];
    this.next = null;
    this.query = "";
    this.active = -1;
    this.timer = 0;
    this.request = null;
    this.hasFailed = false; // the last question went unanswered: the page's own button may still find
    this.#dress();
    this.#listen();
  }

  /** Ask now, without the pause. */
  search() {
    clearTimeout(this.timer);
    this.query = this.box.value;
    if (!this.query.trim()) {
      this.close();
      this.status.textContent = "";
      return;
    }
    this.#ask(0);
  }

  close() {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.#point(-1);
  }

  clear() {
    this.request?.abort();
    clearTimeout(this.timer);
    this.box.value = "";
    this.hits = [];
    this.next = null;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.close();
  }

  get isOpen() {
    return !this.list.hidden;
  }

  #dress() {
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) {
      this.box.setAttribute(name, value);
    }
  }

  #listen() {
    // `input` comes with every change, also in the middle of composing a syllable: that is when one searches.
    this.box.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), PAUSE_BEFORE_SEARCH);
    });
    this.box.addEventListener("keydown", (event) => this.#press(event));
    this.box.addEventListener("blur", () => this.close());
    this.box.addEventListener("click", () => this.#open());
    // The focus stays in the box while a finger or a mouse chooses.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose([...this.list.children].indexOf(option));
    });
  }

  #press(event) {
    // Enter that ends a syllable (Safari says so with the code 229 only) belongs to the keyboard, not to us.
    if (event.isComposing || event.keyCode === 229) {
      if (event.key === "Enter") event.preventDefault();
      return;
    }
    const last = this.list.children.length - 1;
    switch (event.key) {
      case "ArrowDown":
        event.preventDefault();
        if (!this.isOpen) this.#open();
        if (this.isOpen) this.#point(this.active < last ? this.active + 1 : 0);
        break;
      case "ArrowUp":
        event.preventDefault();
        if (!this.isOpen) this.#open();
        if (this.isOpen) this.#point(this.active > 0 ? this.active - 1 : last);
        break;
      case "Enter":
        event.preventDefault(); // the form is sent by its button only
        if (this.isOpen && this.active >= 0) this.#choose(this.active);
        else this.search();
        break;
      case "Escape":
        if (this.isOpen) this.close();
        else if (this.box.value) this.clear();
        else break;
        event.preventDefault();
        break;
      case "Home":
      case "End":
      case "ArrowLeft":
      case "ArrowRight":
        this.#point(-1); // back to the text: the caret moves
        break;
      default:
    }
  }

  #open() {
    if (!this.list.children.length || this.box.value !== this.query) return;
    if (this.isOpen) return;
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    const seen = window.visualViewport;
    const room = seen.offsetTop + seen.height - this.box.getBoundingClientRect().bottom;
    if (room < ROOM_FOR_HITS) this.root.scrollIntoView({ block: "start" });
  }

  #point(place) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.list.children[place];
    if (!option) {
      this.box.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    this.box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #choose(place) {
    if (place >= this.hits.length) {
      this.#ask(this.next);
      return;
    }
    const hit = this.hits[place];
    this.clear();
    this.onChoose(hit);
  }

  async #ask(offset) {
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    const address = `${this.root.dataset.address}?${new URLSearchParams({ q: this.query, offset })}`;
    try {
      const answer = await fetch(address, {
        signal: request.signal,
        headers: { Accept: "application/json" },
        redirect: "manual", // signed out meanwhile: the button still works and leads to the sign-in
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#show(await answer.json(), offset);
      this.hasFailed = false;
    } catch (fault) {
      if (fault.name === "AbortError") return;
      this.hasFailed = true;
      this.close();
      this.status.textContent = this.root.dataset.failed;
    }
  }

  #show(found, offset) {
    this.hits = offset ? [...this.hits, ...found.hits] : found.hits;
    this.next = found.more ? found.next : null;
    this.list.replaceChildren(...this.hits.map((hit, place) => this.#option(hit, place)));
    if (found.more) this.list.append(this.#more());
    const words = this.root.dataset;
    if (!this.hits.length) {
      this.close();
      this.status.textContent = words.none;
      return;
    }
    this.status.textContent = (found.more ? words.foundMore : words.found).replace("{n}", this.hits.length);
    if (document.activeElement !== this.box) return;
    this.active = -1;
    this.#open();
    this.#point(offset ? offset : -1);
  }

  #option(hit, place) {
    const option = this.optionMould.content.firstElementChild.cloneNode(true);
    option.id = `${this.list.id}-${place}`;
    fill(option, hit);
    return option;
  }

  #more() {
    const option = this.moreMould.content.firstElementChild.cloneNode(true);
    option.id = `${this.list.id}-more`;
    return option;
  }
}

/** Write a hit's parts into the elements that data-part names; an element without a part goes away. */
export function fill(element, hit) {
  const parts = {
    name: hit.name,
    position: hit.position,
    department: hit.department,
    duty: hit.duty,
    extension: hit.extension,
    note: hit.note,
  };
  for (const place of element.querySelectorAll("[data-part]")) {
    const text = parts[place.dataset.part];
    if (text) place.textContent = text;
    else (place.closest("[data-with]") ?? place).remove();
  }
}
