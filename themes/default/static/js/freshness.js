/**
 * Says up to which day the data was checked, on the whole and by source. The day changes with every build, so it is not baked into the pages:
 * one small file, `status.json`, carries it.
 */

/** @typedef {{ data_date: string, said: string, checked: Record<string, string> }} Status `said`: the date in the words of the site */

async function fill() {
  const answer = await fetch(`${document.body.dataset.root ?? ""}status.json`);
  if (!answer.ok) return;
  /** @type {Status} */
  const status = await answer.json();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(status.data_date)) return;
  for (const element of document.querySelectorAll("[data-freshness]")) {
    if (element instanceof HTMLElement) element.textContent = (element.dataset.freshness ?? "").replace("{date}", status.said);
  }
  for (const element of document.querySelectorAll("[data-feed]")) {
    // Of several feeds of one agency, the day up to which all of them were checked.
    const days = (element.getAttribute("data-feed") ?? "").split(" ").map((feed) => status.checked[feed]);
    const [day, text] = [days.includes(undefined) ? "" : days.sort()[0], element.closest("[data-checked]")?.getAttribute("data-checked")];
    if (day && text) element.textContent = text.replace("{date}", day);
  }
}

fill().catch(() => {}); // the page says when its facts were published; this line is an extra

export {};
