// Keys, and sending judgements. All else works without.
"use strict";

(function () {
  const by = (selector, under) => Array.from((under || document).querySelectorAll(selector));
  const one = (selector, under) => (under || document).querySelector(selector);
  const typing = (node) => /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName) && !/^(checkbox|range)$/.test(node.type);
  const name = { get: () => { try { return localStorage.getItem("dragoman-who") || ""; } catch { return ""; } },
    set: (told) => { try { localStorage.setItem("dragoman-who", told); } catch { /* not kept, then */ } } };
  let waiting = false; // for the second key after g
  let at = -1; // the row that j and k have reached

  function begin(under) {
    const known = by("[data-who]").map((field) => field.value).find(Boolean) || name.get();
    by("[data-who]", under).forEach((field) => { if (!field.value) field.value = known; });
    by('input[type="range"]', under).forEach((field) => {
      field.addEventListener("input", () => { field.nextElementSibling.value = field.value; });
    });
    by("form.judge", under).forEach(judging);
    at = -1;
  }

  // -- judging ---------------------------------------------------------------------------------

  function judging(form) {
    const fields = one("fieldset", form), toggle = one("[data-correct]", form), skip = one("[data-skip]", form);
    toggle.addEventListener("click", () => {
      fields.hidden = !fields.hidden;
      toggle.setAttribute("aria-expanded", String(!fields.hidden));
      if (!fields.hidden) one("select, input", fields).focus();
    });
    by("select, input", fields).forEach((field) => field.addEventListener("change", () => {
      field.classList.toggle("changed", field.value !== field.dataset.was);
    }));
    if (skip) skip.addEventListener("click", () => next(form, "skipped"));
    form.addEventListener("keydown", (event) => { // Enter in a field must not press "Accept"
      if (event.key !== "Enter" || event.target.tagName === "BUTTON") return;
      event.preventDefault();
      if (fields.contains(event.target)) send(form, "correct");
    });
    form.addEventListener("submit", (event) => { event.preventDefault(); send(form, (event.submitter || {}).value || "accept"); });
  }

  async function send(form, verdict) {
    if (form.dataset.sending) return; // one press, one judgement
    const told = one("[data-told]", form), who = form.elements.who.value.trim(), values = {};
    if (!who) { told.textContent = "Who are you? Write your name first."; form.elements.who.focus(); return; }
    name.set(who);
    if (verdict === "correct") {
      by("[data-was]", form).forEach((field) => {
        if (field.value !== field.dataset.was) values[field.name.slice(2)] = field.value || null;
      });
      if (!Object.keys(values).length) { told.textContent = "Nothing is changed; accept it, or change a field."; return; }
    }
    const body = { who, verdict, values, note: form.elements.note.value || null, seen: Number(form.dataset.seen),
      sample: form.dataset.sample || null, role: form.elements.adjudicator.checked ? "adjudicator" : "coder" };
    told.textContent = "Saving …";
    form.dataset.sending = "yes";
    let done = false;
    try {
      const answer = await fetch(`/api/events/${encodeURIComponent(form.dataset.event)}/reviews`, {
        method: "POST", headers: { "Content-Type": "application/json", "X-Dragoman": "1" }, body: JSON.stringify(body) });
      const found = await answer.json().catch(() => ({ detail: `The server answered ${answer.status}.` }));
      if (!answer.ok) {
        told.textContent = typeof found.detail === "string" ? found.detail : JSON.stringify(found.detail);
        return;
      }
      told.textContent = found.message;
      form.dataset.seen = found.review;
      done = found.state !== "disputed";
      if (done) next(form, found.message);
    } catch (error) {
      told.textContent = `Not saved: ${error.message}. Try again.`;
    } finally {
      if (!done) delete form.dataset.sending;
    }
  }

  function next(form, message) {
    if (form.dataset.after === "next") {
      const skipped = message === "skipped";
      const here = new URL(location.href);
      if (skipped) here.searchParams.append("skip", form.dataset.event);
      here.searchParams.set("who", form.elements.who.value.trim());
      location.assign(here);
    } else if (message !== "skipped") {
      const here = new URL(location.href);
      here.hash = "h-reviews";
      sessionStorage.setItem("dragoman-told", message);
      if (here.href === location.href) location.reload(); else { history.replaceState(null, "", here); location.reload(); }
    }
  }

  // -- keys ------------------------------------------------------------------------------------

  function move(by_) {
    const rows = by("[data-row]");
    if (!rows.length) return;
    if (at >= 0 && rows[at]) rows[at].classList.remove("here");
    at = Math.max(0, Math.min(rows.length - 1, at + by_));
    rows[at].classList.add("here");
    const link = one("[data-open]", rows[at]);
    if (link) link.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  }

  function press(key) {
    const button = one(`[data-key="${CSS.escape(key)}"]`);
    if (button) button.click();
    return Boolean(button);
  }

  function help() {
    const keys = one("#keys"), button = one("[data-help]");
    keys.hidden = !keys.hidden;
    button.setAttribute("aria-expanded", String(!keys.hidden));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target)) return;
    const key = event.key;
    if (waiting) {
      waiting = false;
      const link = one(`[data-go="${CSS.escape(key)}"]`);
      if (link) { event.preventDefault(); link.click(); }
    } else if (key === "g") waiting = true;
    else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "?") help();
    else if (key === "/") { const field = one("[data-search]"); if (field) { event.preventDefault(); field.focus(); } }
    else if ("yxcs".includes(key) && (event.repeat || press(key))) event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => {
    one("[data-help]").addEventListener("click", help);
    begin();
    const told = sessionStorage.getItem("dragoman-told");
    if (told) { one("#notice").textContent = told; sessionStorage.removeItem("dragoman-told"); }
    const words = one("#words mark.trigger") || one("main div.text mark.trigger");
    if (words) { const box = words.closest("div.text"); box.scrollTop = words.offsetTop - box.offsetTop - box.clientHeight / 3; }
  });
  // Who comes back to a page may judge once more.
  window.addEventListener("pageshow", () => by("form.judge").forEach((form) => { delete form.dataset.sending; }));
  document.addEventListener("htmx:afterSwap", (event) => begin(event.target));
})();
