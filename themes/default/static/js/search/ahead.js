/**
 * Whoever puts the cursor into a search box on another page is about to need the search: its modules are fetched into the
 * browser's cache meanwhile. Nothing of the index is.
 */

for (const name of ["early.js", "start.js", "engine.js", "page.js", "../today.js"]) {
  fetch(new URL(name, import.meta.url)).catch(() => {}); // a head start, never a condition
}

export {};
