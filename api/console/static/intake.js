// The form of a call with scripts: hints while typing, drafts kept on every pause, blocks added in place.
const form = document.getElementById("intake");
const state = document.getElementById("draft-state");
const PAUSE = 700;

/** What the form would send, without the file. */
function fields(button) {
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
  if (button) data.append(button.name, button.value);
  return data;
}

function post(address, body, keepalive = false) {
  const headers = { Accept: "text/html" };
  return fetch(address, { method: "POST", body, headers, credentials: "same-origin", keepalive });
}

function tell(words) {
  if (state.textContent !== words) state.textContent = words;
}

/** What decides the hints; the same answers are not asked for twice. */
function asked() {
  const told = /^(channel|facts$|purchase|claims|consents|complainants|respondents|agent|representatives|receipt|read_back|deferral)/;
  return [...fields()].filter(([name, value]) => value && told.test(name)).join("\n");
}

let lastAsked = asked();
let asking = 0;

async function hint() {
  const now = asked();
  if (now === lastAsked) return;
  lastAsked = now;
  const mine = ++asking;
  try {
    const answer = await post(form.dataset.hints, fields());
    if (!answer.ok || mine !== asking) return;
    const text = await answer.text();
    const box = document.getElementById("intake-hints");
    if (box.dataset.text !== text) {
      box.innerHTML = text;
      box.dataset.text = text;
    }
  } catch { /* the button asks again */ }
}

/** What was typed, without what says which draft it is. */
function typed() {
  return [...fields()].filter(([name]) => !name.startsWith("draft")).join("\n");
}

let lastKept = typed();
let keeping = null;
let closed = false;

/** Keeps the draft; one request at a time, so that each knows the version before it. */
function keep(leaving = false) {
  const now = typed();
  if (closed || keeping || now === lastKept) return;
  keeping = kept(now, leaving).finally(() => { keeping = null; });
}

async function kept(now, leaving) {
  try {
    const answer = await post(form.dataset.drafts, fields(), leaving);
    const kind = answer.headers.get("Content-Type") || "";
    if (answer.status === 401 || answer.status === 403) return tell(form.dataset.signedOut);
    if (!kind.includes("json")) return tell(form.dataset.lost);
    const said = await answer.json();
    if (answer.status === 409) {
      form.elements.draft.value = said.another;
      form.elements.draft_version.value = "0";
      tell(said.words);
      pause();
      return undefined;
    }
    if (answer.status === 410) {
      closed = true;
      return tell(said.words);
    }
    if (!answer.ok) return tell(form.dataset.lost);
    form.elements.draft_version.value = String(said.version);
    lastKept = now;
    if (typed() !== now) pause();
    if (said.words) {
      const at = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      tell(`${said.words} ${at}`);
    }
  } catch {
    tell(form.dataset.lost);
  }
  return undefined;
}

let timer = 0;
function pause() {
  clearTimeout(timer);
  timer = setTimeout(() => { hint(); keep(); }, PAUSE);
}

/** Sends a button that only changes the form, and puts the changed parts in the place of the old ones. */
async function renew(button) {
  const answer = await post(form.action, fields(button));
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of button.dataset.renew.split(" ")) {
    const fresh = page.getElementById(id);
    if (!fresh) throw new Error(id);
    document.getElementById(id).replaceWith(document.adoptNode(fresh));
  }
  const added = form.querySelector("legend[autofocus]")?.closest("fieldset");
  added?.querySelector("input, select, textarea")?.focus();
  lastAsked = "";
  pause();
}

function insert(text) {
  const area = form.elements.facts;
  const at = area.selectionEnd ?? area.value.length;
  const before = area.value.slice(0, at);
  const gap = before && !before.endsWith("\n") ? "\n" : "";
  area.setRangeText(gap + text, at, at, "end");
  area.focus();
  pause();
}

function started() {
  form.addEventListener("input", pause);
  form.addEventListener("change", pause);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.form !== form) return;
    if (button.dataset.text) {
      event.preventDefault();
      insert(button.dataset.text);
    } else if (button.dataset.renew) {
      event.preventDefault();
      renew(button).catch(() => { delete button.dataset.renew; button.click(); });
    }
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(true); });
  // A draft kept after the case is filed would come back as one that nobody needs.
  // And what is being kept right now has to be known to whoever goes on with it.
  form.addEventListener("submit", (event) => {
    closed = true;
    clearTimeout(timer);
    if (!keeping) return;
    event.preventDefault();
    keeping.then(() => form.requestSubmit(event.submitter));
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) closed = false; });
  form.querySelector("[data-check]").hidden = true;
}

started();
