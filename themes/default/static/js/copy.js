/**
 * Copy buttons: `data-copy` is the selector of what is copied. What is said after it stands on the live
 * region, as `data-copied` and `data-failed`.
 */

const live = document.getElementById("live");

/** @param {string} text */
function announce(text) {
  if (live) live.textContent = text;
}

/** @param {Element} source */
function select(source) {
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** @param {Element} source @returns {Promise<boolean>} */
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    return true;
  } catch {
    // Plain http and some in-app browsers have no clipboard interface: leave the text selected, and try the old way.
    select(source);
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  const label = button.textContent ?? "";
  let reset = 0;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy ?? "");
    if (!source) return;
    const done = await copy(source);
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

export {};
