/**
 * The search page: a query typed or given in the address, answered from the index. Fetches nothing of it before there is a
 * query. In one of three states at any time: nothing asked, an answer under way, or something said about it.
 */

import { Address } from "./address.js";
import { failure } from "./asking.js";
import { Combobox } from "./combobox.js";
import { Filters } from "./filters.js";
import { pause } from "./pack.js";
import { PAGE, day, given } from "./question.js";
import { Results } from "./results.js";
import { asking, first } from "./start.js";
import { Status } from "./status.js";

/** After the last keystroke, so long is waited for a next one. */
const PAUSE_MS = 120;
/** An answer that takes longer says that it is under way. */
const SLOW_MS = 400;

/** An element that the page has. @param {string} id @returns {HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** What a person does on the page, and what comes of it. */
class Session {
  constructor() {
    const section = part("results");
    this.input = /** @type {HTMLInputElement} */ (part("q"));
    this.day = day();
    this.address = new Address();
    const { tab, filters, limit } = given();
    /** The tab that was chosen; else the first one with answers. */
    this.tab = tab;
    this.limit = limit;
    this.filters = new Filters(part("filters"), filters, () => this.narrow());
    this.results = new Results(section, new Status(part("search-status"), part("search-said")), {
      onTab: (chosen) => this.turnTo(chosen),
      onMore: () => this.more(),
      onRetry: () => this.ask(true),
      onWiden: () => this.widen(),
    });
    this.box = new Combobox(this.input, section, () => this.askAnew(true));
    /** Counts questions: an answer to an earlier one is dropped. */
    this.asked = 0;
    /** What was asked last. */
    this.text = "";
    /** Whether that failed for want of a network. */
    this.lost = false;
    this.timer = 0;
    /** Whether an input method composes: what it shows then is no query. */
    this.composing = false;
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("compositionstart", () => this.compose(true));
    this.input.addEventListener("compositionend", () => this.compose(false));
    this.input.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.askAnew(true);
    });
    addEventListener("popstate", () => this.restore());
    // Whoever lost the network gets the answer when it is back.
    addEventListener("online", () => {
      if (this.lost) this.ask(true);
    });
  }

  typed() {
    if (this.composing) return;
    // From the first keystroke on, what is shown is no longer the answer.
    this.results.busy(true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.askAnew(false), PAUSE_MS);
  }

  /** @param {boolean} composing */
  compose(composing) {
    this.composing = composing;
    clearTimeout(this.timer);
    // What was begun and given up leaves the question as it was.
    if (!composing && (this.input.value.trim() !== this.text || this.results.isBusy)) this.askAnew(false);
  }

  /** A new question: from the first answer on, whichever tab has it. @param {boolean} onPurpose */
  askAnew(onPurpose) {
    this.tab = undefined;
    this.limit = PAGE;
    return this.ask(onPurpose);
  }

  /** The same question within what was chosen, on the same tab. */
  narrow() {
    this.address.settled = true;
    this.limit = PAGE;
    this.ask(true);
  }

  widen() {
    this.filters.choose({});
    this.narrow();
    this.input.focus();
  }

  /** @param {string} tab */
  turnTo(tab) {
    this.tab = tab;
    this.limit = PAGE;
    this.address.settled = true;
    this.ask(true);
  }

  async more() {
    const before = this.limit;
    this.limit += PAGE;
    await this.ask(true);
    this.results.focus(before);
  }

  /** Back or forward to another search. */
  restore() {
    const { text, tab, filters, limit } = given();
    this.input.value = text;
    [this.tab, this.limit] = [tab, limit];
    this.filters.choose(filters);
    this.ask(true);
  }

  /** @param {boolean} onPurpose @param {ReturnType<typeof asking.answer>} [ahead] the answer, where it is under way */
  async ask(onPurpose, ahead) {
    clearTimeout(this.timer);
    const mine = ++this.asked;
    const text = this.input.value.trim();
    [this.text, this.lost] = [text, false];
    this.address.write({ text, tab: this.tab, filters: this.filters.chosen, limit: this.limit }, onPurpose);
    if (!text) {
      this.results.clear();
      this.box.renew();
      return;
    }
    this.results.busy(true);
    const slow = setTimeout(() => mine === this.asked && this.results.searching(), SLOW_MS);
    try {
      const within = (/** @type {import("./pack.js").Meta} */ meta) => ({ limit: this.limit, tab: this.tab, day: this.day, filters: this.filters.known(meta) });
      const answered = await (ahead ?? asking.answer(text, within));
      await pause();
      if (mine !== this.asked) return;
      this.filters.known(answered.meta);
      this.results.show(answered, { asked: text, day: this.day, narrowed: this.filters.any, turned: Boolean(this.tab) });
      this.filters.show(answered.meta);
    } catch (error) {
      if (mine !== this.asked) return;
      const why = failure(error);
      this.lost = why === "offline";
      this.results.failed(why);
    } finally {
      clearTimeout(slow);
    }
    if (mine === this.asked) this.box.renew();
  }
}

function begin() {
  const session = new Session();
  const { text } = given();
  // What was typed before this was loaded stays.
  if (text) session.input.value = text;
  session.listen();
  session.ask(Boolean(text), first);
}

// It may be here before the page around it is.
if (document.readyState === "loading") document.addEventListener("readystatechange", begin, { once: true });
else begin();
