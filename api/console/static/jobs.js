// Keeps a job's page current without loading it again: what has changed is taken from the page as it is now.
const PARTS = ["job-now", "job-act", "job-facts", "job-outcome"];
const EVERY = 1500;

async function look() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return true;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const ended = fresh.getElementById("job")?.dataset.ended !== "no";
  for (const id of PARTS) {
    const here = document.getElementById(id);
    const there = fresh.getElementById(id);
    const used = here?.contains(document.activeElement) && !ended; // nobody loses the button they are at
    if (here && there && !used && here.innerHTML !== there.innerHTML) here.replaceChildren(...there.childNodes);
  }
  return ended;
}

async function watch() {
  let ended = false;
  try {
    if (document.visibilityState === "visible") ended = await look();
  } catch {
    ended = false; // away for a moment: the next look tells
  }
  if (!ended) setTimeout(watch, EVERY);
}

setTimeout(watch, EVERY);
