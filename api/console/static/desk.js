// The desk with a keyboard, a panel beside the list, and word of what others have changed meanwhile.
// Without this file every line is a link and every filter a form.

const KEYS = "redress.keys";
const OFF = "off";
const LOOK_EVERY = 30_000;
const PAGES = { d: "/desk", i: "/inbox", n: "/cases/new", s: "/shift" };

const desk = document.getElementById("desk");
const side = document.getElementById("side");
const changes = document.getElementById("changes");
const dialog = document.getElementById("keys");
const rows = [...document.querySelectorAll("tr[data-case]")];

let chosen = -1;
let leaving = false; // "g" was pressed: the next key names a page
let asked = 0; // the newest request of the panel; an older answer is dropped

function choose(index) {
  if (!rows.length) return;
  rows[chosen]?.classList.remove("chosen");
  chosen = Math.max(0, Math.min(index, rows.length - 1));
  rows[chosen].classList.add("chosen");
  rows[chosen].querySelector(".which a").focus({ preventScroll: true });
  rows[chosen].scrollIntoView({ block: "nearest" });
  if (!side.hidden) preview();
}

async function preview() {
  const row = rows[chosen];
  if (!row) return;
  const mine = ++asked;
  const answer = await fetch(`/desk/preview/${row.dataset.case}`, { redirect: "error" }).catch(() => null);
  if (mine !== asked) return;
  if (!answer?.ok) return hide(); // signed out, or out of reach: the link still leads to the case
  side.innerHTML = await answer.text(); // drawn and escaped by the server, as every page of ours
  side.hidden = false;
  desk.classList.add("with-side");
  side.querySelector("[data-close]").addEventListener("click", hide);
}

function hide() {
  asked += 1;
  side.hidden = true;
  desk.classList.remove("with-side");
  rows[chosen]?.querySelector(".which a").focus({ preventScroll: true });
}

const ACTIONS = {
  j: () => choose(chosen + 1),
  k: () => choose(chosen - 1),
  o: () => rows[chosen]?.querySelector(".which a").click(),
  p: () => (side.hidden ? (chosen < 0 && choose(0), preview()) : hide()),
  x: () => rows[chosen]?.querySelector("input[name=case]")?.click(),
  "/": () => document.getElementById("q").focus(),
  "?": () => dialog.showModal(),
};
ACTIONS.ArrowDown = ACTIONS.j;
ACTIONS.ArrowUp = ACTIONS.k;

// WCAG 2.1.4: keys without a modifier are never taken while somebody types, and can be switched off.
function typing(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog, summary") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (event.key === "Escape" && !side.hidden) return hide();
  if (localStorage.getItem(KEYS) === OFF) return;
  if (leaving) {
    leaving = false;
    if (PAGES[event.key]) window.location.assign(PAGES[event.key]);
    return;
  }
  leaving = event.key === "g";
  const arrow = event.key.startsWith("Arrow");
  if (arrow && !event.target.closest("tr[data-case]")) return; // arrows scroll, except within the list
  if (ACTIONS[event.key]) {
    event.preventDefault();
    ACTIONS[event.key]();
  }
});

for (const [index, row] of rows.entries()) {
  row.addEventListener("focusin", () => {
    rows[chosen]?.classList.remove("chosen");
    chosen = index;
    row.classList.add("chosen");
  });
  row.addEventListener("click", (event) => {
    if (event.target.closest("a, input, label, button")) return;
    choose(index);
    if (side.hidden) preview();
  });
}

const on = document.getElementById("keys-on");
on.checked = localStorage.getItem(KEYS) !== OFF;
on.addEventListener("change", () =>
  localStorage.setItem(KEYS, on.checked ? "on" : OFF),
);
const help = document.getElementById("keys-open");
help.hidden = false;
help.addEventListener("click", () => dialog.showModal());

const head = document.querySelector("th.pick");
if (head) {
  head.replaceChildren(document.getElementById("all-template").content.cloneNode(true));
  const all = document.getElementById("pick-all");
  const boxes = rows.map((row) => row.querySelector("input[name=case]"));
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  boxes.forEach((box) =>
    box.addEventListener("change", () => {
      all.checked = boxes.every((each) => each.checked);
      all.indeterminate = !all.checked && boxes.some((each) => each.checked);
    }),
  );
}

// Says that something changed instead of moving the list under somebody's cursor.
let known = "";
async function look() {
  if (document.hidden || desk.dataset.watch === undefined) return;
  const query = new URLSearchParams(desk.dataset.watch);
  query.set("since", desk.dataset.since);
  query.set("shown", rows.map((row) => `${row.dataset.case}:${row.dataset.version}`).join(","));
  const answer = await fetch(`/desk/changes?${query}`, {
    headers: known ? { "If-None-Match": known } : {},
    redirect: "error",
  }).catch(() => null);
  if (!answer || answer.status !== 200) return;
  known = answer.headers.get("ETag") ?? "";
  const { n, words, show } = await answer.json();
  changes.hidden = n === 0;
  if (n === 0) return;
  const link = document.createElement("a");
  link.href = window.location.href;
  link.textContent = show;
  changes.replaceChildren(words, link);
}
setInterval(look, LOOK_EVERY);
document.addEventListener("visibilitychange", look);
window.addEventListener("focus", look);
