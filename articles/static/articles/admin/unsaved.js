"use strict";
/* Text typed into a form of the desk is not lost: leaving the page asks first, and a draft is
   kept in this browser, for this user, until it is saved or given up. It is offered again when
   the form is opened, on the first page of the desk, and after a login. The server says with a
   cookie which draft is saved. Saving works without this script. */
{
  const { user, desk } = document.currentScript.dataset;
  const PREFIX = `draft:${user}:`;
  const SAVED = "saved_draft";
  const DAYS = 30;
  const PAUSE = 400; // milliseconds without a key before the draft is written

  const address = location.pathname + location.search;
  const key = document.querySelector('input[name="_draft"]');
  const form = key?.form;

  // --- the drafts in this browser ------------------------------------------------------------

  function drafts() {
    const found = [];
    try {
      for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
        found.push({ name, ...JSON.parse(localStorage.getItem(name)) });
      }
    } catch { /* storage may be forbidden */ }
    return found.sort((one, other) => other.time - one.time);
  }

  function drop(name) {
    try { localStorage.removeItem(name); } catch { /* nothing is kept, then */ }
  }

  /* Where there is no room left, the oldest draft goes. */
  function write(name, draft) {
    for (;;) {
      try {
        localStorage.setItem(name, JSON.stringify(draft));
        return;
      } catch {
        const oldest = drafts().filter((one) => one.name !== name).pop();
        if (!oldest) return;
        drop(oldest.name);
      }
    }
  }

  function tidy() {
    const saved = document.cookie.split("; ").find((one) => one.startsWith(`${SAVED}=`));
    if (saved) {
      drop(PREFIX + saved.slice(SAVED.length + 1));
      document.cookie = `${SAVED}=; path=${desk}; max-age=0; SameSite=Lax`;
    }
    const oldest = Date.now() - DAYS * 24 * 3600 * 1000;
    drafts().filter((one) => one.time < oldest).forEach((one) => drop(one.name));
  }

  // --- the form of this page -----------------------------------------------------------------

  const TYPED = "input:not([type=hidden], [type=submit], [type=button]), textarea, select";

  function isChanged(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue;
    const options = [...field.options];
    const first = field.multiple || options.some((one) => one.defaultSelected) ? null : options[0];
    return options.some((one) => one.selected !== (one.defaultSelected || one === first));
  }

  const isUnsaved = () => "unsaved" in key.dataset || [...form.querySelectorAll(TYPED)].some(isChanged);

  function typed() {
    const sent = new FormData(form);
    for (const field of form.querySelectorAll("input[type=password], input[type=file]")) sent.delete(field.name);
    sent.delete("csrfmiddlewaretoken");
    return new URLSearchParams(sent).toString();
  }

  const title = () =>
    [...document.querySelectorAll("#content > h1, #content > h2")].map((one) => one.textContent.trim()).join(": ");

  function keep() {
    if (isUnsaved()) {
      write(PREFIX + key.value, { address, title: title(), time: Date.now(), data: typed() });
    } else {
      drop(PREFIX + key.value);
    }
  }

  let waiting = 0;
  function keepSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  }

  // --- questions -----------------------------------------------------------------------------

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  /* ``choices``: label -> what is done; the first one has the focus. */
  function ask(question, choices) {
    const heading = element("h2", { id: "ask-title", textContent: question });
    const buttons = element("div", { className: "ask__choices" });
    const dialog = element("dialog", { className: "ask" }, heading, buttons);
    dialog.setAttribute("aria-labelledby", heading.id);
    for (const [label, act] of Object.entries(choices)) {
      const button = element("button", { type: "button", className: "button", textContent: label });
      button.addEventListener("click", () => {
        dialog.close();
        act();
      });
      buttons.append(button);
    }
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  let leaving = false; // on purpose: nothing is asked
  function leave(go) {
    leaving = true;
    clearTimeout(waiting);
    go();
  }

  function askBeforeLink(event) {
    const link = event.target.closest?.("a[href]");
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || elsewhere || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
    if (link.href.split("#")[0] === location.href.split("#")[0] && link.hash) return;
    if (leaving || !isUnsaved()) return;
    event.preventDefault();
    ask("تغییرات ذخیره نشده است.", {
      "ماندن در صفحه": () => {},
      "رها کردن تغییرات": () => leave(() => {
        drop(PREFIX + key.value);
        location.assign(link.href);
      }),
    });
  }

  function askBeforeLogout(event) {
    const logout = event.target;
    if (leaving) return;
    if (form && isUnsaved()) keep();
    if (!drafts().length) return;
    event.preventDefault();
    ask("نوشته‌هایی در این مرورگر مانده است که ذخیره نشده‌اند.", {
      "ماندن در صفحه": () => {},
      "خروج و نگه داشتن نوشته‌ها": () => leave(() => logout.submit()),
      "خروج و حذف نوشته‌ها": () => leave(() => {
        drafts().forEach((one) => drop(one.name));
        logout.submit();
      }),
    });
  }

  // --- offers --------------------------------------------------------------------------------

  const moment = (time) => new Intl.DateTimeFormat("fa-IR-u-ca-persian-nu-arabext", {
    dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Tehran",
  }).format(time);

  /* The server shows the draft in its form; it saves nothing. */
  function restore(draft) {
    const sender = element("form", { method: "post", action: draft.address, hidden: true });
    const token = form.elements.csrfmiddlewaretoken.value;
    const fields = [...new URLSearchParams(draft.data), ["csrfmiddlewaretoken", token], ["_resume", "1"]];
    for (const [name, value] of fields) {
      sender.append(element("textarea", { name, value }));
    }
    document.body.append(sender);
    leave(() => sender.submit());
  }

  function offer(draft) {
    const again = element("button", { type: "button", className: "button", textContent: "بازگرداندن نوشته" });
    const never = element("button", { type: "button", className: "button", textContent: "حذف" });
    const text = `نوشتهٔ ذخیره‌نشده‌ای از ${moment(draft.time)} در این مرورگر مانده است.`;
    const box = element("div", { className: "draft-offer" }, element("p", { textContent: text }), again, never);
    box.setAttribute("role", "status");
    again.addEventListener("click", () => restore(draft));
    never.addEventListener("click", () => {
      drop(draft.name);
      box.remove();
    });
    form.before(box);
  }

  function list(section) {
    const rows = drafts().map((draft) => element("li", {},
      element("a", { href: draft.address, textContent: draft.title }),
      " ", element("span", { className: "quiet", textContent: moment(draft.time) })));
    section.querySelector("ul").append(...rows);
    section.hidden = !rows.length;
  }

  // --- begin ---------------------------------------------------------------------------------

  tidy();
  document.getElementById("logout-form")?.addEventListener("submit", askBeforeLogout);
  const section = document.getElementById("drafts");
  if (section) list(section);
  if (form) {
    drafts().filter((one) => one.address === address && one.name !== PREFIX + key.value).forEach(offer);
    if (isUnsaved()) keep();
    form.addEventListener("input", keepSoon);
    // Django's autocompletion tells of a choice through jQuery only.
    window.django?.jQuery?.(form).on("change", keepSoon);
    form.addEventListener("submit", () => leave(keep));
    document.addEventListener("click", askBeforeLink);
    addEventListener("pagehide", () => {
      if (!leaving && isUnsaved()) keep();
    });
    addEventListener("pageshow", (event) => {
      if (event.persisted) leaving = false;
    });
    addEventListener("beforeunload", (event) => {
      if (!leaving && isUnsaved()) event.preventDefault();
    });
  }
}
