/**
 * Lays out what the style sheet left for later (`content-visibility`), a few pieces at a time once the page is there: nobody
 * who scrolls fast, searches the page or takes a picture of all of it meets blanks.
 */

/** Pieces between which the page draws breath. */
const AT_ONCE = 5;
const BREATH_MS = 40;

/** @type {HTMLElement[]} */
const left = [...document.querySelectorAll(".home-grid > *, .listing tbody tr")].filter((piece) => piece instanceof HTMLElement);

function some() {
  for (const piece of left.splice(0, AT_ONCE)) piece.style.contentVisibility = "visible";
  if (left.length) setTimeout(some, BREATH_MS);
}

if (document.readyState === "complete") some();
else addEventListener("load", some, { once: true });

export {};
