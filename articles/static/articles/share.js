// Copying and sharing, where the browser can; without it the buttons stay hidden.
const COPIED_MS = 2500;

function offer(selector, isPossible, act) {
  if (!isPossible) return;
  for (const button of document.querySelectorAll(selector)) {
    button.hidden = false;
    button.addEventListener("click", () => act(button));
  }
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.textContent;
  button.textContent = "کپی شد";
  announce("کپی شد");
  setTimeout(() => { button.textContent = label; }, COPIED_MS);
}

function share(button) {
  const { share: url, title } = button.dataset;
  // Refused only when the reader closes the dialogue.
  navigator.share({ url, title }).catch(() => {});
}

function announce(text) {
  let status = document.getElementById("copied");
  if (!status) {
    status = document.createElement("p");
    status.id = "copied";
    status.className = "hidden";
    status.setAttribute("role", "status");
    document.body.append(status);
  }
  status.textContent = text;
}

offer("[data-copy]", Boolean(navigator.clipboard), copy);
offer("[data-share]", Boolean(navigator.share), share);

// A link to the citation opens it.
const citation = document.getElementById("citation");
function openCitation() { if (location.hash === "#citation") citation.open = true; }
addEventListener("hashchange", openCitation);
openCitation();
