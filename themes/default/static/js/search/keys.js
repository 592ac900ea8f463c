/**
 * The arrow keys between the search box and the answers. The answers are links on the page and no list that pops up, so
 * the box stays a plain search field: what it found is announced by the status line, and every answer is a tab stop.
 */

/** @param {HTMLInputElement} input @param {HTMLElement} results @param {() => void} onClear */
export function arrows(input, results, onClear) {
  const links = () => /** @type {HTMLElement[]} */ (Array.from(results.querySelectorAll(".result-name a")));
  input.addEventListener("keydown", (event) => {
    // An input method uses the same keys to choose among characters.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && links().length) {
      event.preventDefault();
      links()[0].focus();
    } else if (event.key === "Escape" && input.value) {
      event.preventDefault();
      input.value = "";
      onClear();
    }
  });
  results.addEventListener("keydown", (event) => {
    const at = links().indexOf(/** @type {HTMLElement} */ (event.target));
    if (at < 0) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step && event.key !== "Escape") return;
    event.preventDefault();
    (step ? links()[at + step] ?? (step < 0 ? input : links()[at]) : input).focus();
  });
}
