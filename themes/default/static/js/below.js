/**
 * Lays out what the style sheet left for later (`content-visibility`), a few pieces at a time once the page is there: nobody
 * who scrolls fast, searches the page or takes a picture of all of it meets blanks.
 */

/** Pieces between which the page draws breath: a part of home is as much as several rows. */
const AT_ONCE = document.querySelector(".home-grid") ? 1 : 5;
const BREATH_MS = 40;

/** @type {HTMLElement[]} */
const left = [...document.querySelectorAll(".home-grid > *, .listing tbody tr")].filter((piece) => piece instanceof HTMLElement);

function some() {
  for (const piece of left.splice(0, AT_ONCE)) piece.style.contentVisibility = "visible";
  if (left.length) setTimeout(some, BREATH_MS);
}

const begin = () => setTimeout(some, BREATH_MS);
if (document.readyState === "complete") begin();
else addEventListener("load", begin, { once: true });

export {};
