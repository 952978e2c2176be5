/** The frame's own behaviour: CSRF for htmx, islands on demand, menus, the search key, the way back. */

const meta = (name) => document.querySelector(`meta[name="${name}"]`);
const here = () => location.pathname + location.search;

/* Who clicks on a second link before the page of the first has come means the second; a page that has come and
   still waits for its transition is not shown any more when another one was there first: one went back. */
let turns = 0;
let shown = null;

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const token = meta("csrf-token")?.content;
  if (ctx.request.method !== "GET") {
    if (token) ctx.request.headers["X-CSRFToken"] = token;
  } else if (ctx.target === document.body) {
    ctx.turn = turns += 1;
  }
});

/* Only the body of a boosted page is swapped. What its head says differently is taken over here; a page of a
   newer release, with other styles, is loaded afresh. */
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  if (ctx.target !== document.body) return;
  if (ctx.turn < turns) return event.preventDefault();
  const styles = ctx.text.match(/<link rel="stylesheet" href="([^"]+)"/)?.[1];
  if (styles && !document.querySelector(`link[href="${styles}"]`)) {
    event.preventDefault();
    location.assign(ctx.response.raw.url);
    return;
  }
  takeToken(ctx.text.match(/<meta name="csrf-token" content="([^"]+)"/)?.[1]);
  if (shown?.task) shown.task.target = shown.ctx.title = null;
  shown = { ctx, task: tasks[0] };
  if (ctx.request.headers["HX-History-Restore-Request"]) bringBack(tasks[0]);
});

function takeToken(token) {
  if (!token) return meta("csrf-token")?.remove();
  const tag = meta("csrf-token") || document.head.appendChild(document.createElement("meta"));
  tag.name = "csrf-token";
  tag.content = token;
}

/* A list that grew while one scrolled is as long as before when one comes back to it, and one stands where one
   stood: the browser looks for that place before the list is there again. It is kept in memory only. */
const left = new Map();

document.addEventListener("htmx:before:history:update", () => {
  left.set(here(), { list: document.querySelector("[data-keep]")?.innerHTML, place: scrollY });
});

function bringBack(task) {
  task.swapSpec.transition = false;
  const list = task.fragment.querySelector("[data-keep]");
  const kept = left.get(here())?.list;
  if (list && kept) list.innerHTML = kept;
}

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!ctx.request.headers["HX-History-Restore-Request"]) return;
  const kept = left.get(here());
  if (kept) scrollTo({ top: kept.place, behavior: "instant" });
});

/* The chosen chip or tab of a row that scrolls stands where one sees it. */
function show() {
  for (const each of document.querySelectorAll(":is(.chips, .tabs) > [aria-current]")) {
    each.parentElement.scrollLeft = each.offsetLeft - each.parentElement.firstElementChild.offsetLeft;
  }
}

show();
document.addEventListener("htmx:after:settle", show);

/* The poster of the chosen card grows into the player of its page, unless a film is playing already. */
document.addEventListener("click", ({ target }) => {
  const poster = target.closest(".card")?.querySelector(".card-poster");
  if (poster && !document.getElementById("film")) poster.style.viewTransitionName = "film";
});

/* On hover a moment is said in one's own time: what is drawn for everybody says it in UTC. */
const EXACT = { dateStyle: "medium", timeStyle: "short" };

document.addEventListener("mouseover", ({ target }) => {
  const moment = target.closest("time[title$=UTC]");
  const timeZone = document.querySelector("[data-zone]")?.dataset.zone;
  if (moment) moment.title = new Date(moment.dateTime).toLocaleString("en-GB", { ...EXACT, timeZone });
});

/* Islands: a custom element is fetched the first time that it is seen; so is what reads live streams. */
const STREAM = "[hx-sse\\:connect]";
let hasStreams = false;
const islands = JSON.parse(meta("wm-islands")?.content || "{}");

function wake(root) {
  for (const [name, url] of Object.entries(islands)) {
    if (root.matches?.(name) || root.querySelector?.(name)) {
      delete islands[name];
      import(url);
    }
  }
  if (!hasStreams && (root.matches?.(STREAM) || root.querySelector?.(STREAM))) {
    hasStreams = true;
    import(meta("wm-live").content).then(() => htmx.process(document.body));
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
    const open = document.activeElement?.closest("details.menu[open]");
    fold();
    open?.querySelector("summary").focus();
  }
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("q")?.select();
  }
});

/* Nothing came back: say so where messages are said. */
document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  const words = document.getElementById("words-offline");
  if (ctx && words) document.getElementById("flash")?.replaceChildren(words.content.cloneNode(true));
});
