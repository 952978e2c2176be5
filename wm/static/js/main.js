/** The frame's own behaviour: CSRF for htmx, islands on demand, menus, the search key, words when the network is gone. */

const meta = (name) => document.querySelector(`meta[name="${name}"]`);

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const token = meta("csrf-token")?.content;
  if (token && !["GET", "HEAD"].includes(ctx.request.method)) ctx.request.headers["X-CSRFToken"] = token;
});

/* A page from a newer release brings its own styles and scripts: leave for it properly. */
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.target !== document.body) return;
  const styles = ctx.text.match(/<link rel="stylesheet" href="([^"]+)"/)?.[1];
  if (styles && !document.querySelector(`link[href="${styles}"]`)) {
    event.preventDefault();
    location.assign(ctx.response.raw.url);
  }
});

/* Islands: a custom element is fetched the first time that it is seen. */
const islands = JSON.parse(meta("wm-islands")?.content || "{}");

function wake(root) {
  for (const [name, url] of Object.entries(islands)) {
    if (root.matches?.(name) || root.querySelector?.(name)) {
      delete islands[name];
      import(url);
    }
  }
}

wake(document);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) wake(node);
}).observe(document.documentElement, { childList: true, subtree: true });

/* Menus close on Escape, and when one looks elsewhere. */
function fold(keep) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== keep) menu.open = false;
  }
}

document.addEventListener("click", ({ target }) => fold(target.closest("details.menu")));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.activeElement.closest("details.menu[open]");
    fold();
    open?.querySelector("summary").focus();
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("q")?.select();
  }
});

/* Nothing came back: say so where messages are said. */
document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  const words = document.getElementById("words-offline");
  if (ctx && words) document.getElementById("flash")?.replaceChildren(words.content.cloneNode(true));
});
