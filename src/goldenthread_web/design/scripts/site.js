// What the pages gain where scripts run; every page works without.
import { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink, Tabs } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const part of [Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink, Tabs]) createAll(part);

// How far a load is: asked for every two seconds; when it ends the page is shown afresh.
const watched = document.querySelector("[data-progress]");
if (watched) {
  const bar = watched.querySelector("progress");
  const words = watched.querySelector("[data-progress-words]");
  const ask = async () => {
    try {
      const answer = await fetch(watched.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const now = await answer.json();
        if (!now.waiting) return window.location.reload();
        bar.value = now.fraction;
        const said = now.said || now.words;
        if (words.textContent !== said) words.textContent = said;
      }
    } catch (error) { /* the network may come back */ }
    window.setTimeout(ask, 2000);
  };
  window.setTimeout(ask, 2000);
}

// How far an upload is.
const sending = document.querySelector("form[data-upload]");
if (sending) {
  sending.addEventListener("submit", (event) => {
    event.preventDefault();
    const box = sending.querySelector("[data-upload-progress]");
    const bar = box.querySelector("progress");
    const words = box.querySelector("[data-upload-words]");
    const request = new XMLHttpRequest();
    box.hidden = false;
    request.upload.addEventListener("progress", (now) => {
      if (!now.lengthComputable) return;
      bar.value = now.loaded / now.total;
      words.textContent = `${Math.round((100 * now.loaded) / now.total)}%`;
    });
    request.addEventListener("load", () => {
      if (request.responseURL && request.responseURL !== window.location.href) window.location.assign(request.responseURL);
      else { document.open(); document.write(request.responseText); document.close(); }
    });
    request.addEventListener("error", () => { box.hidden = true; sending.submit(); });
    request.open("POST", window.location.href);
    request.send(new FormData(sending));
  });
}
