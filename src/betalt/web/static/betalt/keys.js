/* Keys for those who work all day; everything also works by Tab. Declared in the page:
   data-rows  on a list: J and K move between its data-row elements, Enter follows the first link, X ticks the box.
   data-key="enter" takes the focus of its row, so that Enter presses it.
   data-key   on a link, button or field: the key that presses it, first within the row in focus, then on the page.
   data-keys  on the button that opens the list of keys, as ? does; the dialog it names by aria-controls holds a
              list (data-keys-here) that is filled with what this page declares.
   data-go    on a link: G and then this key follows it.
   data-focus on an element that takes the focus when the page comes (what a form refuses).
   data-first on a form: its first field that must be filled in takes the focus when the page comes.
   No key sends a letter: such a button carries no data-key. */
"use strict";
(() => {
  const field = "input, select, textarea, [contenteditable]";
  let going = 0;

  const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")];
  const here = () => document.activeElement.closest("[data-row]");

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(here());
    const next = all[Math.min(Math.max(at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step, 0), all.length - 1)];
    const target = next.querySelector("[data-key=enter]") || next.querySelector("a") || next.querySelector("button, input") || next;
    if (target === next) next.tabIndex = -1;
    target.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function press(element) {
    if (!element || element.getAttribute("aria-disabled") === "true") return false;
    if (element.matches(field) && element.type !== "checkbox") element.focus();
    else element.click();
    return true;
  }

  function keyed(key) {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const row = here();
    return (row && row.querySelector(wanted)) || document.querySelector(`:not([data-row]) > ${wanted}`) ||
      document.querySelector(wanted);
  }

  /* What a key presses, said as the page says it: without the key's own sign, the small print and what is for ears. */
  function said(element) {
    if (element.matches(field)) return element.getAttribute("aria-label") || "";
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd, small, .sr, .count").forEach((part) => part.remove());
    return copy.textContent.trim();
  }

  function line(key, text) {
    const term = document.createElement("dt"), sign = document.createElement("kbd"), told = document.createElement("dd");
    sign.textContent = key.length === 1 ? key.toUpperCase() : key[0].toUpperCase() + key.slice(1);
    told.textContent = text;
    term.append(sign);
    return [term, told];
  }

  function listOfKeys() {
    const button = document.querySelector("[data-keys]");
    return button && document.getElementById(button.getAttribute("aria-controls"));
  }

  function showKeys() {
    const dialog = listOfKeys();
    if (!dialog) return false;
    const here = dialog.querySelector("[data-keys-here]"), known = new Map();
    document.querySelectorAll("main [data-key]:not([aria-disabled=true])").forEach((element) => {
      if (!"/u".includes(element.dataset.key) && !known.has(element.dataset.key)) known.set(element.dataset.key, said(element));
    });
    here.replaceChildren(...[...known].flatMap(([key, text]) => line(key, text)));
    here.parentElement.hidden = !known.size;
    dialog.showModal();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const open = document.querySelector("dialog[open]");
    if (open) {
      if (event.key === "?") { open.close(); event.preventDefault(); }
      return;
    }
    if (event.target.matches(field) && event.target.type !== "checkbox") {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const key = event.key.toLowerCase();
    const go = going && Date.now() - going < 1500;
    going = 0;
    let done = true;
    if (go) done = press(document.querySelector(`[data-go="${CSS.escape(key)}"]`));
    else if (key === "?") done = showKeys();
    else if (key === "g") going = Date.now();
    else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "x") done = press(here() && here().querySelector("input[type=checkbox]"));
    else if (key.length === 1) done = press(keyed(key));
    else done = false;
    if (done) event.preventDefault();
  });

  const focusNow = (root) => {
    const fields = [...root.querySelectorAll("form[data-first] :is(input:not([type=hidden]), select, textarea)")];
    const first = root.querySelector("[data-focus]") || fields.find((each) => each.required && !each.value) || fields[0];
    if (!first) return;
    first.focus();
    if (first.type === "text") first.select(); // what stands there already is written over, as after Tab
  };
  document.addEventListener("DOMContentLoaded", () => focusNow(document));
  document.addEventListener("htmx:afterSettle", (event) => focusNow(event.target));
  if (document.readyState !== "loading") focusNow(document);

  /* The way back leads to the list as it was left, with its filter, and to the row that was opened. */
  const memory = window.sessionStorage, opened = `row ${location.pathname}`;
  if (document.querySelector("[data-rows]")) {
    const before = memory.getItem("back") && memory.getItem(opened);
    const link = before && rows().flatMap((row) => [...row.querySelectorAll("a")]).find((each) => each.pathname === before);
    if (link) link.focus();
    memory.setItem(`list ${location.pathname}`, location.search);
  }
  memory.removeItem("back");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    if (link.closest("[data-rows]")) memory.setItem(opened, link.pathname);
    if (link.dataset.key === "u") memory.setItem("back", "1");
  });
  document.querySelectorAll("a[data-key=u]").forEach((link) => { link.search ||= memory.getItem(`list ${link.pathname}`) || ""; });

  const opener = document.querySelector("[data-keys]");
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", showKeys);
  }

  /* A form is sent once: the button turns its ring and a second press does nothing. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method !== "post") return;
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button) button.setAttribute("aria-busy", "true");
    window.addEventListener("pageshow", () => { delete form.dataset.sent; if (button) button.removeAttribute("aria-busy"); },
      { once: true });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) { delete form.dataset.sent; form.querySelectorAll("[aria-busy]").forEach((b) => b.removeAttribute("aria-busy")); }
  });
})();
