/** Asks the browser to keep pages for reading offline, on portals that offer it. */

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(`${document.body.dataset.root ?? ""}sw.js`).catch(() => {}); // an extra, never a condition
}

export {};
