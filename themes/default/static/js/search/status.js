/**
 * The line that says how a search went. It is seen at once and spoken once the typing has paused: whoever listens would
 * hear a count at every key.
 */

const QUIET_MS = 1000;

export class Status {
  /** @param {HTMLElement} shown @param {HTMLElement} spoken a live region that is not seen */
  constructor(shown, spoken) {
    this.shown = shown;
    this.spoken = spoken;
    this.timer = 0;
  }

  /** @param {string} text */
  say(text) {
    if (this.shown.textContent !== text) this.shown.textContent = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.spoken.textContent !== text) this.spoken.textContent = text;
    }, QUIET_MS);
  }
}
