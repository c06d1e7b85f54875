// Better with scripts: several files at once, each with its progress; printing. Everything works without.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector('input[type="file"]');
  const list = form.querySelector("[data-uploads]");
  input.multiple = true;
  form.addEventListener("submit", (event) => {
    if (input.files.length === 0) return;
    event.preventDefault();
    void sendAll(form, [...input.files], list);
  });
}

async function sendAll(form, files, list) {
  const button = form.querySelector("button");
  button.disabled = true;
  let taken = 0;
  for (const file of files) {
    const line = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const said = document.createElement("span");
    said.textContent = ` ${list.dataset.waiting}`;
    line.append(name, said, bar);
    list.append(line);
    const ok = await send(form, file, bar);
    said.textContent = ` ${ok ? list.dataset.done : list.dataset.failed}`;
    if (ok) {
      taken += 1;
      bar.remove();
    }
  }
  button.disabled = false;
  if (taken === files.length) {
    window.location.assign(`/my?done=add_evidence&at=${Date.now()}#files`);
  }
}

function send(form, file, bar) {
  const body = new FormData();
  for (const name of ["csrf", "kind", "description"]) body.append(name, form.elements[name].value);
  body.append("key", crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`);
  body.append("file", file, file.name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("load", () => resolve(request.status < 400));
    request.addEventListener("error", () => resolve(false));
    request.send(body);
  });
}
