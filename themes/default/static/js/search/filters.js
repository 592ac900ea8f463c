/**
 * What narrows a search: district, industry, kind and year, as lists to choose from that travel in the address.
 */

/** @typedef {import("./query.js").Filters} Chosen @typedef {import("./pack.js").Meta} Meta */

/** In the order in which they stand. @type {Array<keyof Chosen>} */
const NAMES = ["district", "industry", "kind", "year"];

/** What an address asks for. @param {URLSearchParams} given @returns {Chosen} */
export const chosenIn = (given) => Object.fromEntries(NAMES.flatMap((name) => (given.get(name) ? [[name, given.get(name)]] : [])));

/** Puts a choice into an address. @param {Chosen} chosen @param {URLSearchParams} address */
export function keep(chosen, address) {
  for (const name of NAMES) if (chosen[name]) address.set(name, chosen[name] ?? "");
}

/** Values and their labels. @param {keyof Chosen} name @param {Meta} meta @returns {string[][]} */
function values(name, meta) {
  if (name === "year") return meta.years.map((year) => [String(year), String(year)]);
  return { district: meta.districts, industry: meta.industries, kind: meta.kinds }[name];
}

/** The lists, made once an index is there to choose from. */
export class Filters {
  /** @param {HTMLElement} group where they stand, with their words @param {Chosen} chosen @param {() => void} onChange */
  constructor(group, chosen, onChange) {
    this.group = group;
    this.chosen = chosen;
    this.onChange = onChange;
  }

  /** @param {Meta} meta */
  show(meta) {
    if (this.group.childElementCount) return;
    const words = this.group.dataset;
    for (const name of NAMES) {
      const select = document.createElement("select");
      select.name = name;
      select.append(new Option(words.any, ""), ...values(name, meta).map(([value, label]) => new Option(label, value)));
      select.value = this.chosen[name] ?? "";
      select.addEventListener("change", () => {
        this.chosen[name] = select.value;
        this.onChange();
      });
      const label = document.createElement("label");
      label.append(words[name] ?? name, " ", select);
      this.group.append(label);
    }
    this.group.hidden = false;
  }
}
