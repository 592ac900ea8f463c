/**
 * Copy buttons: `data-copy` is the selector of what is copied, a line an element. What is said after it stands on the
 * live region, as `data-copied` and `data-failed`. The day of reading, which a citation names, is filled in.
 */

import { today } from "./today.js";

const live = document.getElementById("live");

/** @param {string} text */
function announce(text) {
  if (live) live.textContent = text;
}

/** @param {Element[]} sources */
function select(sources) {
  const [first, last] = [sources[0], sources[sources.length - 1]];
  if (!first || !last) return;
  const range = document.createRange();
  range.setStartBefore(first);
  range.setEndAfter(last);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** @param {Element[]} sources @returns {Promise<boolean>} */
async function copy(sources) {
  try {
    await navigator.clipboard.writeText(sources.map((source) => (source.textContent ?? "").trim()).join("\n"));
    return true;
  } catch {
    // Plain http and some in-app browsers have no clipboard interface: leave the text selected, and try the old way.
    select(sources);
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  const label = button.textContent ?? "";
  let reset = 0;
  button.addEventListener("click", async () => {
    const found = [...document.querySelectorAll(button.dataset.copy ?? "")];
    // What has ended is on the page, and not for anybody to take along.
    const sources = found.filter((source) => !source.closest("[hidden]"));
    if (!sources.length) return;
    const done = await copy(sources);
    announce((done ? live?.dataset.copied : live?.dataset.failed) ?? "");
    if (!done) return;
    button.style.minWidth = `${button.offsetWidth}px`; // the label gets shorter, the button does not
    button.textContent = live?.dataset.copied ?? label;
    clearTimeout(reset);
    reset = setTimeout(() => {
      button.textContent = label;
      announce("");
    }, 3000);
  });
}

for (const day of document.querySelectorAll("[data-read]")) day.textContent = `[${today()}]`;
