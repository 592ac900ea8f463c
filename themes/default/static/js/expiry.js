/**
 * Takes down what may no longer be shown, on pages that were built or cached before its last day. While the page still
 * comes in it is hidden as it comes, so that it is never painted.
 *
 * `data-until="2029-05-20"` is the last day of showing, in the time of the portal. An element that also carries
 * `data-expired` is a whole page: its content gives way to that sentence.
 */

import { today } from "./today.js";

/**
 * @param {HTMLElement} page
 * @param {string} sentence
 */
function replacePage(page, sentence) {
  const heading = document.createElement("h1");
  heading.textContent = sentence;
  page.replaceChildren(heading);
  page.hidden = false;
  delete page.dataset.until;
  document.title = sentence;
  for (const trace of document.querySelectorAll('.crumbs, script[type="application/ld+json"], meta[name="Description"], meta[name="ArticleTitle"], meta[name="Keywords"], meta[property^="og:"]')) trace.remove();
}

/** When a list has lost its last entry, its note of absence stands in, or its section goes. @param {Element} list */
function closeEmpty(list) {
  for (const child of list.children) if (child instanceof HTMLElement && !child.hidden) return;
  if (!(list instanceof HTMLElement)) return;
  list.hidden = true;
  const note = list.nextElementSibling;
  if (note instanceof HTMLElement && note.hasAttribute("data-empty")) note.hidden = false;
  else if (list.parentElement?.matches("section")) list.parentElement.hidden = true;
}

/** What has ended by a day. @param {string} now @returns {HTMLElement[]} */
function ended(now) {
  const dated = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-until]")]);
  return dated.filter((element) => (element.dataset.until ?? "") < now);
}

/** A list says how many of its rows it no longer shows: its numbers are those of the day of its data. @param {number} rows */
function tell(rows) {
  const note = document.querySelector("[data-ended]");
  if (!rows || !(note instanceof HTMLElement)) return;
  note.textContent = (note.dataset.ended ?? "").replace("{n}", String(rows));
  note.hidden = false;
}

let rowsGone = 0;

function sweep() {
  for (const element of ended(today())) {
    if (element.dataset.expired) {
      replacePage(element, element.dataset.expired);
      return;
    }
    // Removed rather than hidden, so that copying, printing and reading aloud skip it too.
    const list = element.parentElement;
    if (element.matches(".listing tr")) rowsGone += 1;
    element.remove();
    if (list) closeEmpty(list);
    // The headings of a table without rows say nothing, nor does the choice of their order.
    if (list instanceof HTMLTableSectionElement && list.hidden) {
      const table = list.closest("table");
      if (table?.previousElementSibling?.matches(".sort")) table.previousElementSibling.remove();
      table?.remove();
    }
  }
  tell(rowsGone);
}

/** From when the page is complete, for as long as it stays open. */
function keepSweeping() {
  sweep();
  addEventListener("pageshow", sweep);
  document.addEventListener("visibilitychange", sweep);
}

/** Taking down what is still being read in would mix up the page: until it is complete, what has ended is only hidden. */
function hideWhatComes() {
  const now = today();
  const hide = () => {
    for (const element of ended(now)) {
      element.hidden = true;
      if (element.dataset.expired) document.title = element.dataset.expired;
    }
  };
  const watch = new MutationObserver(hide);
  watch.observe(document, { childList: true, subtree: true });
  hide();
  const complete = () => {
    watch.disconnect();
    keepSweeping();
  };
  document.addEventListener("DOMContentLoaded", complete, { once: true });
}

if (document.readyState === "loading") hideWhatComes();
else keepSweeping();
