/**
 * Reading a collaboration tree: pointing at a limb, tapping it or walking to it says in the caption what it is.
 *
 * The page works without it: every limb with a tree of its own is a link that says its sentence, and the table beside has
 * the same numbers. All words come from the page. Expected inside `[data-tree]`: an <svg> with limbs (`.limb[data-place]`,
 * `data-parent` is the place of the one they grow from), a table whose rows have the same `data-place`, a `data-name` and
 * what is `data-told` of it, and a `[data-caption]` with parts named by data-part: name, sentence, way (a link).
 */

const LIMB = ".limb[data-place]:not([aria-hidden])"; // a bough stands for nothing by itself
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

class Reader {
  constructor(root) {
    this.root = root;
    this.limbs = [...root.querySelectorAll(LIMB)];
    this.caption = root.querySelector("[data-caption]");
    if (!this.limbs.length || !this.caption) return;
    this.parts = new Map([...this.caption.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
    this.rows = new Map([...root.querySelectorAll("tr[data-place]")].map((row) => [row.dataset.place, row]));
    this.shown = null;
    this.touched = false;
    this.walker = this.limbs[0];
    this.#listen();
    this.#makeOneStop();
    const marked = this.limbs.find((limb) => limb.dataset.place === root.dataset.marked);
    if (!marked) return;
    this.#stop(marked);
    this.#mark(marked.dataset.place);
  }

  #listen() {
    const picture = this.root.querySelector("svg:has(.limb)");
    picture.addEventListener("pointerdown", (event) => (this.touched = event.pointerType !== "mouse"));
    picture.addEventListener("pointerover", (event) => {
      if (event.pointerType === "mouse") this.#show(limbAt(event.target), "off");
    });
    picture.addEventListener("focusin", (event) => {
      if (!this.touched) this.#show(limbAt(event.target), "off"); // the link itself is read out
    });
    picture.addEventListener("click", (event) => this.#tap(event));
    picture.addEventListener("keydown", (event) => this.#walk(event));
    for (const [place, row] of this.rows) {
      row.addEventListener("pointerenter", () => this.#mark(place));
      row.addEventListener("pointerleave", () => this.#mark(this.shown?.dataset.place));
    }
  }

  /** The first touch names a limb, the second one opens it. A mouse has named it before it presses. */
  #tap(event) {
    const limb = limbAt(event.target);
    if (!limb || event.target.closest("a.leaf")) return;
    if (this.touched && limb !== this.shown) {
      event.preventDefault();
      this.#show(limb, "polite");
      this.#stop(limb);
    }
    this.touched = false;
  }

  #walk(event) {
    const limb = limbAt(event.target);
    if (!limb || event.altKey || event.ctrlKey || event.metaKey) return;
    this.touched = false;
    if (event.key === "Escape") {
      event.preventDefault();
      this.caption.querySelector("a:not([hidden])")?.focus();
      return;
    }
    const next = this.#next(limb, event.key);
    if (next === undefined) return;
    event.preventDefault(); // an arrow at the end of a branch scrolls nothing
    if (next) {
      this.#stop(next);
      next.focus();
    }
  }

  /** The limb to which a key leads: undefined for other keys, null where there is none. */
  #next(limb, key) {
    const beside = this.#grownFrom(limb.dataset.parent);
    const at = beside.indexOf(limb);
    if (key in STEPS) return beside[at + STEPS[key]] ?? null;
    if (key === "Home") return beside[0];
    if (key === "End") return beside.at(-1);
    if (key === "ArrowUp") return this.#grownFrom(limb.dataset.place)[0] ?? null;
    if (key === "ArrowDown") return this.limbs.find((one) => one.dataset.place === limb.dataset.parent) ?? null;
    return undefined;
  }

  #grownFrom(place) {
    return this.limbs.filter((one) => (one.dataset.parent || "") === (place || ""));
  }

  /** The tree is one stop of the Tab key; inside, the arrows walk. */
  #makeOneStop() {
    for (const limb of this.limbs) limb.setAttribute("tabindex", limb === this.walker ? "0" : "-1");
  }

  #stop(limb) {
    this.walker.setAttribute("tabindex", "-1");
    this.walker = limb;
    limb.setAttribute("tabindex", "0");
  }

  #show(limb, live) {
    if (!limb || limb === this.shown) return;
    this.shown = limb;
    this.caption.setAttribute("aria-live", live);
    const row = this.rows.get(limb.dataset.place);
    this.parts.get("name").textContent = row?.dataset.name ?? "";
    this.parts.get("sentence").textContent = row?.dataset.told ?? limb.getAttribute("aria-label");
    const way = this.parts.get("way");
    const href = limb.getAttribute("href");
    way.hidden = !href;
    if (href) way.setAttribute("href", href);
    this.#mark(limb.dataset.place);
  }

  #mark(place) {
    for (const limb of this.limbs) limb.classList.toggle("is-shown", limb.dataset.place === place);
    for (const [at, row] of this.rows) row.classList.toggle("is-shown", at === place);
  }
}

function limbAt(target) {
  return target instanceof Element ? target.closest(LIMB) : null;
}

for (const root of document.querySelectorAll("[data-tree]")) new Reader(root);
