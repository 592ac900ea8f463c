// Added to pages by `mingjing serve` only: reloads them after a build, and says why the last one failed.
const shown = new URL(import.meta.url).searchParams.get("version");
let notice;

new EventSource("/__reload").addEventListener("site", (event) => {
  const { version, failure } = JSON.parse(event.data);
  if (version !== shown) {
    location.reload();
    return;
  }
  notice?.remove();
  notice = failure ? alertOf(failure) : undefined;
});

/** @param {string} failure */
function alertOf(failure) {
  const box = document.createElement("pre");
  box.setAttribute("role", "alert");
  box.textContent = `mingjing serve: the site could not be rebuilt; this is the one before.\n\n${failure}`;
  Object.assign(box.style, {
    position: "fixed", insetInline: "0", bottom: "0", zIndex: "2147483647", margin: "0", padding: "1rem",
    maxHeight: "50vh", overflow: "auto", whiteSpace: "pre-wrap", font: "14px/1.5 monospace",
    color: "#fff", background: "#8c1a1a",
  });
  document.body.append(box);
  return box;
}
