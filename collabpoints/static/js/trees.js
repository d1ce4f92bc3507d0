/**
 * Reading a collaboration tree: pointing at a limb, tapping it or walking to it says in the caption what it is.
 *
 * The page works without it: every limb with a tree of its own is a link that says its sentence, and the table beside has
 * the same numbers. All words come from the page. Expected inside `[data-tree]`: an <svg> with limbs (`.limb[data-place]`,
 * `data-parent` is the place of the one they grow from; those that stand for nothing are aria-hidden) and leaves that open a
 * note (`a.leaf`, each after its limb), a table whose rows have the same `data-place`, a `data-name` and, where the limb's
 * own sentence does not say it, what is `data-told` of it, and a `[data-caption]` with parts named by data-part: name,
 * sentence, way (a link).
 */

const LIMB = ".limb[data-place]:not([aria-hidden])";
const LEAF = "a.leaf";
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

class Reader {
  constructor(root) {
    this.root = root;
    this.picture = root.querySelector("svg:has(.limb)");
    this.caption = root.querySelector("[data-caption]");
    if (!this.picture || !this.caption) return;
    this.limbs = [...this.picture.querySelectorAll(LIMB)];
    this.#gather();
    this.walker = this.limbs.find((limb) => limb.dataset.place === root.dataset.marked) ?? this.marks[0];
    if (!this.walker) return;
    this.parts = new Map([...this.caption.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
    this.rows = new Map([...root.querySelectorAll("tr[data-place]")].map((row) => [row.dataset.place, row]));
    this.shown = null;
    this.touched = false;
    this.#listen();
    for (const mark of this.marks) mark.setAttribute("tabindex", mark === this.walker ? "0" : "-1");
    this.#mark(root.dataset.marked);
  }

  /** All that one walks to, and from which place each grows: a leaf from the limb before it, or from none. */
  #gather() {
    this.marks = [...this.picture.querySelectorAll(`${LIMB}, ${LEAF}`)];
    this.grownFrom = new Map();
    let place = "";
    for (const one of this.picture.querySelectorAll(`.limb[data-place], ${LEAF}`)) {
      if (one.matches(LEAF)) this.grownFrom.set(one, place);
      else place = one.matches(LIMB) ? one.dataset.place : "";
      if (one.matches(LIMB)) this.grownFrom.set(one, one.dataset.parent ?? "");
    }
  }

  #listen() {
    const around = this.picture.parentElement; // a drawing that listens for the focus would become a stop itself
    around.addEventListener("pointerdown", (event) => (this.touched = event.pointerType !== "mouse"));
    around.addEventListener("pointerover", (event) => {
      if (event.pointerType === "mouse") this.#show(markAt(event.target), "off");
    });
    around.addEventListener("focusin", (event) => {
      if (!this.touched) this.#show(markAt(event.target), "off"); // what has the focus is read out by itself
    });
    around.addEventListener("click", (event) => this.#tap(event));
    around.addEventListener("keydown", (event) => this.#walk(event));
    for (const [place, row] of this.rows) {
      row.addEventListener("pointerenter", () => this.#mark(place));
      row.addEventListener("pointerleave", () => this.#mark(this.shown?.dataset.place ?? this.root.dataset.marked));
    }
  }

  /** The first touch names a limb, the second one opens it. A mouse has named it before it presses. */
  #tap(event) {
    const mark = markAt(event.target);
    if (mark && this.touched && mark !== this.shown) {
      event.preventDefault();
      this.#show(mark, "polite");
      this.#stop(mark);
    }
    this.touched = false;
  }

  #walk(event) {
    const mark = markAt(event.target);
    if (!mark || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    this.touched = false;
    const next = event.key === "Escape" ? this.#out() : this.#next(mark, event.key);
    if (next === undefined) return;
    event.preventDefault(); // an arrow at the end of a branch scrolls nothing
    if (next && this.marks.includes(next)) this.#stop(next);
    next?.focus();
  }

  /** What a key leads to: undefined for other keys, null where there is nothing. */
  #next(mark, key) {
    const beside = this.#on(this.grownFrom.get(mark));
    if (key in STEPS) return beside[beside.indexOf(mark) + STEPS[key]] ?? null;
    if (key === "Home") return beside[0];
    if (key === "End") return beside.at(-1);
    if (key === "ArrowUp") return (mark.matches(LIMB) && this.#on(mark.dataset.place)[0]) || null;
    if (key === "ArrowDown") return this.limbs.find((limb) => limb.dataset.place === this.grownFrom.get(mark)) ?? null;
    return undefined;
  }

  #on(place) {
    return this.marks.filter((mark) => this.grownFrom.get(mark) === place);
  }

  #out() {
    this.caption.tabIndex = -1;
    return this.parts.get("way").hidden ? this.caption : this.parts.get("way");
  }

  #stop(mark) {
    this.walker.setAttribute("tabindex", "-1");
    this.walker = mark;
    mark.setAttribute("tabindex", "0");
  }

  #show(mark, live) {
    if (!mark || mark === this.shown) return;
    this.shown = mark;
    this.caption.setAttribute("aria-live", live);
    const row = this.rows.get(mark.dataset.place);
    const said = mark.getAttribute("aria-label");
    const name = row?.dataset.name ?? said;
    this.parts.get("name").textContent = name;
    this.parts.get("sentence").textContent = row?.dataset.told ?? said.replace(name, "").replace(/^: /, "");
    const way = this.parts.get("way");
    const href = mark.getAttribute("href");
    way.hidden = !href;
    if (href) way.setAttribute("href", href);
    way.textContent = mark.matches(LEAF) ? way.dataset.leaf : way.dataset.limb;
    this.#mark(mark.dataset.place);
  }

  #mark(place) {
    for (const limb of this.limbs) {
      limb.classList.toggle("is-shown", limb.dataset.place === place);
      limb.classList.toggle("is-near", place !== undefined && limb.dataset.parent === place);
    }
    for (const [at, row] of this.rows) row.classList.toggle("is-shown", at === place);
  }
}

function markAt(target) {
  return target instanceof Element ? target.closest(`${LIMB}, ${LEAF}`) : null;
}

for (const root of document.querySelectorAll("[data-tree]")) new Reader(root);

// Pages without trees take part in no transition: on the way to them none begins.
addEventListener("pageswap", ({ activation, viewTransition }) => {
  const path = activation?.entry?.url ? new URL(activation.entry.url).pathname : "";
  if (!viewTransition || (/^\/trees(\/|$)/.test(path) && !path.endsWith("/poster"))) return;
  for (const step of ["ready", "finished", "updateCallbackDone"]) viewTransition[step]?.catch(() => {});
  viewTransition.skipTransition();
});
