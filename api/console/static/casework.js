// The case page made better: what others do appears, keys open forms, the timeline filters in place, a question
// about a deadline is answered in place, a form is sent once. Every part works without this file.

const PARTS = ["case-head", "case-main", "case-side"];
const KEYS = "redress.keys";
const OFF = "off";

const byId = (id) => document.getElementById(id);

// ---- forms ----------------------------------------------------------------------------------------------------

const touched = new WeakSet();
document.addEventListener("input", (event) => {
  if (event.target.form) touched.add(event.target.form);
});

const busyWith = (details) =>
  details.matches("details[id]:has(form)") && (details.open || [...details.querySelectorAll("form")].some((form) => touched.has(form)));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

function openForm(id) {
  const details = byId(id);
  if (!details) return;
  for (let each = details; each; each = each.parentElement?.closest("details")) each.open = true;
  const first = details.querySelector("textarea, select, input:not([type=hidden])");
  details.scrollIntoView({ block: "nearest" });
  first?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-opens]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openForm(link.dataset.opens);
});

const asked = new URLSearchParams(location.search).get("enter");
if (asked && !byId("refusal")) openForm(`form-${asked}`);

// ---- keys -----------------------------------------------------------------------------------------------------

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

function keysOn() {
  try {
    return localStorage.getItem(KEYS) !== OFF;
  } catch {
    return true;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (!keysOn()) return;
  if (event.key === "?") {
    const help = byId("keys");
    if (help) {
      event.preventDefault();
      help.open = !help.open;
      help.querySelector("summary").focus();
    }
    return;
  }
  const link = document.querySelector(`a[data-press="${CSS.escape(event.key)}"]`);
  if (link) {
    event.preventDefault();
    openForm(link.dataset.opens);
  }
});

function showSwitch() {
  const box = byId("keys-on");
  if (!box) return;
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.checked = keysOn();
}
showSwitch();
document.addEventListener("change", (event) => {
  if (event.target.id !== "keys-on") return;
  try {
    localStorage.setItem(KEYS, event.target.checked ? "on" : OFF);
  } catch {
    // a browser that keeps nothing has its keys on
  }
});

// ---- the timeline ---------------------------------------------------------------------------------------------

let shown = "all";

function filterEvents() {
  const list = byId("events");
  if (!list || new URLSearchParams(location.search).get("show")) return;
  for (const entry of list.querySelectorAll(".entry")) {
    entry.hidden = shown !== "all" && entry.dataset.topic !== shown;
  }
  for (const link of document.querySelectorAll("a[data-show]")) {
    if (link.dataset.show === shown) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-show]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (new URLSearchParams(location.search).get("show")) return;
  event.preventDefault();
  shown = link.dataset.show;
  filterEvents();
});

// ---- what if --------------------------------------------------------------------------------------------------

async function pageAt(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const place = byId("what-if-answer");
  if (!form.matches(".what-if") || !place) return;
  event.preventDefault();
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  try {
    const { page } = await pageAt(address);
    const found = page.querySelector("#answer") ?? page.querySelector(".summary");
    if (!found) throw new Error("another page");
    found.removeAttribute("autofocus");
    for (const each of found.querySelectorAll("[autofocus]")) each.removeAttribute("autofocus");
    place.replaceChildren(document.adoptNode(found));
  } catch {
    location.assign(address);
  }
});

// ---- what others do -------------------------------------------------------------------------------------------

const bar = byId("changed");
let version = Number(bar?.dataset.version ?? 0);
let stream = null;

// A new part with the old one's open boxes; what is being typed in moves over as it is.
function graft(old, fresh) {
  const folds = new Set();
  for (const details of old.querySelectorAll("details[id]")) {
    const twin = fresh.querySelector(`#${CSS.escape(details.id)}`);
    if (details.parentElement.closest("details[data-kept]")) continue;
    if (busyWith(details) && !details.querySelector(":scope > details, :scope details.command")) {
      details.dataset.kept = "yes";
      if (twin) twin.replaceWith(details);
      else fresh.append(details);
    } else if (twin) {
      twin.open = details.open;
      const fold = twin.closest("details.fold");
      if (fold && fold !== twin && !details.closest("details.fold")) folds.add(fold);
    }
  }
  // what stood in the open is not put away under the hand, even into a fold that was closed
  for (const fold of folds) fold.open = true;
  old.replaceChildren(...fresh.childNodes);
  for (const details of old.querySelectorAll("details[data-kept]")) delete details.dataset.kept;
}

function held() {
  const active = document.activeElement;
  const range = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  const href = active?.getAttribute?.("href");
  return () => {
    if (!active || active === document.body || document.activeElement === active) return;
    const again = active.isConnected ? active
      : (active.id && byId(active.id)) || (href && document.querySelector(`a[href="${CSS.escape(href)}"]`));
    again?.focus({ preventScroll: true });
    if (again === active && range && range[0] !== null) {
      try {
        active.setSelectionRange(...range);
      } catch {
        // not every input has a selection
      }
    }
  };
}

// The address of a form that was not taken is none to read again.
const casePlace = () => bar.dataset.changes.replace(/\/changes$/, "");
const here = () => (location.pathname === casePlace() ? location.href : casePlace());

async function refresh() {
  const { answer, page } = await pageAt(here());
  if (!answer.ok || !page.getElementById("case-main")) return;
  const restore = held();
  for (const id of PARTS) {
    const old = byId(id);
    const fresh = page.getElementById(id);
    if (old && fresh) graft(old, document.adoptNode(fresh));
  }
  version = Number(page.getElementById("changed").dataset.version);
  bar.dataset.version = String(version);
  restore();
  filterEvents();
  showSwitch();
}

// Who has read the bar sends what they typed knowingly.
function acknowledge(told) {
  const seen = String(Math.max(told, version));
  for (const field of document.querySelectorAll('input[name="expected_version"]')) field.value = seen;
  bar.replaceChildren();
  const list = byId("timeline");
  list?.setAttribute("tabindex", "-1");
  list?.focus();
}

const filled = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

function announce(said, told) {
  const box = document.createElement("div");
  box.className = "changed-box";
  for (const line of said.lines) {
    const words = document.createElement("p");
    words.dir = "auto";
    words.textContent = filled(bar.dataset.line, line);
    box.append(words);
  }
  if (said.more) {
    const words = document.createElement("p");
    words.textContent = filled(bar.dataset.more, { n: said.more });
    box.append(words);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small";
  button.textContent = bar.dataset.show;
  button.addEventListener("click", () => acknowledge(told));
  box.append(button);
  bar.replaceChildren(box);
}

function listen() {
  if (stream || !bar || document.visibilityState === "hidden") return;
  stream = new EventSource(`${bar.dataset.changes}?since=${version}`);
  stream.addEventListener("changed", async (event) => {
    if (document.querySelector("form[data-sent]")) return; // the page is about to change by itself
    announce(JSON.parse(event.data), Number(event.lastEventId));
    try {
      await refresh();
    } catch {
      // the bar has said it; the page can still be loaded anew
    }
  });
  stream.addEventListener("ended", () => {
    silence();
    const words = document.createElement("p");
    words.className = "changed-box";
    words.textContent = bar.dataset.ended;
    bar.replaceChildren(words);
    document.removeEventListener("visibilitychange", watchWhileSeen);
  });
}

function silence() {
  stream?.close();
  stream = null;
}

// A browser opens few connections to one server: a page that nobody sees gives its own back.
function watchWhileSeen() {
  if (document.visibilityState === "hidden") silence();
  else listen();
}

document.addEventListener("visibilitychange", watchWhileSeen);
addEventListener("pagehide", silence);
addEventListener("pageshow", listen);
listen();
