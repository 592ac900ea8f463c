/**
 * What narrows a search: district, industry, kind and year, as lists to choose from that travel in the address.
 */

import { NAMES, known, values } from "./question.js";

/** @typedef {import("./query.js").Filters} Chosen @typedef {import("./pack.js").Meta} Meta */

/** The lists, made once an index is there to choose from. */
export class Filters {
  /** @param {HTMLElement} group where they stand, with their words @param {Chosen} chosen @param {() => void} onChange */
  constructor(group, chosen, onChange) {
    this.group = group;
    this.chosen = chosen;
    this.onChange = onChange;
    /** @type {Map<keyof Chosen, HTMLSelectElement>} */
    this.lists = new Map();
  }

  get any() {
    return NAMES.some((name) => this.chosen[name]);
  }

  /** Another choice than by hand: from the address, or none. @param {Chosen} chosen */
  choose(chosen) {
    this.chosen = chosen;
    for (const [name, list] of this.lists) list.value = chosen[name] ?? "";
  }

  /** The choice, without what this index does not know. @param {Meta} meta @returns {Chosen} */
  known(meta) {
    return (this.chosen = known(this.chosen, meta));
  }

  /** @param {Meta} meta */
  show(meta) {
    if (this.lists.size) return;
    for (const name of NAMES) this.group.append(this.list(name, meta));
    this.group.hidden = false;
  }

  /** @param {keyof Chosen} name @param {Meta} meta */
  list(name, meta) {
    const words = this.group.dataset;
    const select = document.createElement("select");
    select.name = name;
    select.append(new Option(words.any, ""), ...values(name, meta).map(([value, label]) => new Option(label, value)));
    select.value = this.chosen[name] ?? "";
    select.addEventListener("change", () => {
      this.chosen[name] = select.value;
      this.onChange();
    });
    this.lists.set(name, select);
    const label = document.createElement("label");
    label.append(words[name] ?? name, " ", select);
    return label;
  }
}
