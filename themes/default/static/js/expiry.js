/**
 * Takes down what may no longer be shown, on pages that were built or cached before its last day.
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

function sweep() {
  const now = today();
  for (const element of document.querySelectorAll("[data-until]")) {
    if (!(element instanceof HTMLElement) || (element.dataset.until ?? "") >= now) continue;
    if (element.dataset.expired) {
      replacePage(element, element.dataset.expired);
      return;
    }
    // Removed rather than hidden, so that copying, printing and reading aloud skip it too.
    const list = element.parentElement;
    element.remove();
    if (list) closeEmpty(list);
    // The headings of a table without rows say nothing.
    if (list instanceof HTMLTableSectionElement && list.hidden) list.closest("table")?.remove();
  }
}

sweep();
addEventListener("pageshow", sweep);
document.addEventListener("visibilitychange", sweep);
