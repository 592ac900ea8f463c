/**
 * The search box and the answers below it, as one combobox with a grid (ARIA Authoring Practices, "editable combobox with
 * grid popup"). A grid, since its cells may hold links: whoever's reader knows nothing of roles still meets a list of
 * headings that are links, and each of them is a tab stop.
 *
 * The focus stays in the box while the arrow keys go through the answers; what the box names as active is marked.
 */

/** Keys that go on from the active answer in the text. */
const IN_TEXT = ["ArrowLeft", "ArrowRight", "Backspace", "Delete"];

export class Combobox {
  /** @param {HTMLInputElement} input @param {HTMLElement} section `#results` @param {() => void} onClear */
  constructor(input, section, onClear) {
    this.input = input;
    this.section = section;
    this.onClear = onClear;
    /** Place of the active answer; -1 while it is the text. */
    this.at = -1;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-haspopup", "grid"], ["aria-expanded", "false"]]) input.setAttribute(name, value);
    input.addEventListener("keydown", (event) => this.inBox(event));
    for (const other of ["blur", "input"]) input.addEventListener(other, () => this.activate(-1));
    section.addEventListener("keydown", (event) => this.inAnswers(event));
  }

  /** @returns {HTMLElement[]} */
  cells() {
    return Array.from(this.section.querySelectorAll("[role=gridcell]"));
  }

  /** Other answers are there, or none. */
  renew() {
    const grid = this.section.querySelector("[role=grid]");
    this.activate(-1);
    this.input.setAttribute("aria-expanded", String(Boolean(grid)));
    if (grid) this.input.setAttribute("aria-controls", grid.id);
    else this.input.removeAttribute("aria-controls");
  }

  /** @param {number} at */
  activate(at) {
    this.at = at;
    this.section.querySelector("[aria-selected=true][role=gridcell]")?.removeAttribute("aria-selected");
    const cell = this.cells()[at];
    if (!cell) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    cell.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", cell.id);
    cell.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  inBox(event) {
    // An input method uses the same keys to choose among characters; Safari tells so by the code alone.
    if (event.isComposing || event.keyCode === 229) {
      // Escape gives up what is being composed; left to itself a search field would be cleared by it.
      if (event.key === "Escape") event.preventDefault();
      return;
    }
    if (held(event) && event.key !== "Enter") return;
    const cells = this.cells();
    // The answers and the text itself are a ring.
    const stops = cells.length + 1;
    const to = { ArrowDown: (this.at + 2) % stops - 1, ArrowUp: (this.at + stops) % stops - 1 }[event.key];
    if (to !== undefined) {
      if (!cells.length) return;
      this.activate(to);
    } else if (event.key === "Escape") {
      if (this.at < 0 && !this.input.value) return;
      if (this.at < 0) this.clear();
      else this.activate(-1);
    } else if (this.at < 0 || IN_TEXT.includes(event.key)) {
      this.activate(-1);
      return;
    } else if (event.key === "Home" || event.key === "End") {
      this.activate(event.key === "Home" ? 0 : cells.length - 1);
    } else if (event.key === "Enter") {
      open(cells[this.at], event);
    } else {
      return;
    }
    event.preventDefault();
  }

  clear() {
    this.input.value = "";
    this.onClear();
  }

  /** Whoever tabbed into the links goes through them by the arrow keys, too. @param {KeyboardEvent} event */
  inAnswers(event) {
    const links = this.cells().map(link);
    const at = links.indexOf(/** @type {HTMLElement} */ (event.target));
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (at < 0 || (!step && event.key !== "Escape")) return;
    event.preventDefault();
    const next = step ? links[at + step] ?? (step < 0 ? this.input : links[at]) : this.input;
    next?.focus();
  }
}

/** Whether a key means something else than by itself. @param {KeyboardEvent} event */
const held = ({ altKey, ctrlKey, metaKey, shiftKey }) => altKey || ctrlKey || metaKey || shiftKey;

/** The link that an answer is. @param {HTMLElement} cell @returns {HTMLElement | null} */
const link = (cell) => cell.querySelector("a");

/** Follows an answer's link; with the keys held that open it elsewhere. @param {HTMLElement} cell @param {KeyboardEvent} keys */
function open(cell, { ctrlKey, metaKey, shiftKey }) {
  link(cell)?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
}
