/**
 * Sorts the rows of a list by one of its columns: a button in each heading, and on narrow screens, where rows are
 * cards, a choice above them. What is sorted is this page of the list; without this module it is as the server made it.
 */

/** @typedef {"ascending" | "descending"} Order */

const table = document.querySelector("table.listing");
const control = document.querySelector(".sort");
const select = control?.querySelector("select");
const heads = table instanceof HTMLTableElement ? [...(table.tHead?.rows[0]?.cells ?? [])] : [];
const body = table instanceof HTMLTableElement ? table.tBodies[0] : undefined;

/** @param {Order} order */
const other = (order) => (order === "ascending" ? "descending" : "ascending");

/** Newest and largest first, names from A to Z. @param {number} column @returns {Order} */
const natural = (column) => (heads[column]?.dataset.sort === "text" ? "ascending" : "descending");

/** What a cell is compared by: its key, a name, or all of its lines. @param {HTMLTableRowElement} row @param {number} column */
function value(row, column) {
  const cell = row.cells[column];
  return cell?.dataset.key ?? (cell?.querySelector("a") ?? cell)?.textContent?.trim() ?? "";
}

/** @param {number} column @param {Order} order */
function sort(column, order) {
  if (!body) return;
  const sign = order === "ascending" ? 1 : -1;
  const kind = heads[column]?.dataset.sort;
  const rows = [...body.rows].map((row) => ({ row, value: value(row, column) }));
  const number = (/** @type {string} */ text) => Number(text.replaceAll(",", ""));
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  rows.sort((a, b) => {
    // Rows that say nothing stand last in both orders.
    if (!a.value || !b.value) return Number(!a.value) - Number(!b.value);
    if (kind === "number") return sign * (number(a.value) - number(b.value));
    if (kind === "date") return sign * (a.value < b.value ? -1 : Number(a.value > b.value));
    return sign * collator.compare(a.value, b.value);
  });
  body.append(...rows.map((entry) => entry.row));
  heads.forEach((head, at) => (at === column ? head.setAttribute("aria-sort", order) : head.removeAttribute("aria-sort")));
  if (select) select.value = `${column} ${order}`;
  say(column, order);
}

/** @param {number} column @param {Order} order */
function say(column, order) {
  const live = document.querySelector("#live");
  if (!live || !(control instanceof HTMLElement)) return;
  const words = { column: heads[column]?.textContent?.trim() ?? "", order: control.dataset[order] ?? "" };
  live.textContent = (control.dataset.sorted ?? "").replace("{column}", words.column).replace("{order}", words.order);
}

/** @param {HTMLTableCellElement} head @param {number} column */
function offer(head, column) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const now = head.getAttribute("aria-sort");
    sort(column, now === "ascending" || now === "descending" ? other(now) : natural(column));
  });
  for (const order of /** @type {Order[]} */ (["ascending", "descending"])) {
    const words = `${head.textContent?.trim()} ${control instanceof HTMLElement ? control.dataset[order] : ""}`;
    select?.add(new Option(words, `${column} ${order}`, false, head.getAttribute("aria-sort") === order));
  }
}

if (control) {
  heads.forEach(offer);
  // Where the page comes in an order that no column shows, none is chosen.
  if (select && !heads.some((head) => head.hasAttribute("aria-sort"))) select.selectedIndex = -1;
  select?.addEventListener("change", () => {
    const [column, order] = select.value.split(" ");
    sort(Number(column), order === "ascending" ? "ascending" : "descending");
  });
}

export {};
