/**
 * 长者模式: large text and targets, remembered on this device only.
 *
 * Loaded before the first paint, so that the page never changes size under the reader's thumb: the setting is applied
 * at once, the button is wired up when it exists.
 */

const KEY = "mingjing.elder";
const root = document.documentElement;

/** @returns {boolean} */
function remembered() {
  try {
    return localStorage.getItem(KEY) === "1";
  } catch {
    return false; // storage may be switched off
  }
}

/** @param {boolean} on */
function remember(on) {
  try {
    if (on) localStorage.setItem(KEY, "1");
    else localStorage.removeItem(KEY);
  } catch {
    // the mode then holds for this page only
  }
}

/** @param {boolean} on */
function apply(on) {
  root.toggleAttribute("data-elder", on);
  for (const button of document.querySelectorAll("button.elder")) button.setAttribute("aria-pressed", String(on));
}

function wire() {
  apply(root.hasAttribute("data-elder"));
  for (const button of document.querySelectorAll("button.elder")) {
    button.addEventListener("click", () => {
      const on = !root.hasAttribute("data-elder");
      apply(on);
      remember(on);
    });
  }
}

root.setAttribute("data-script", "");
apply(remembered());
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", wire, { once: true });
else wire();
