/* Buttons that copy a text of the page: data-copy names the element, data-copied is what the button then says.
   They are hidden until this script shows them; without it the text can be marked and copied as any other. */
"use strict";
(() => {
  function mark(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  async function copy(button) {
    const text = document.getElementById(button.dataset.copy);
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
    } catch {
      mark(text); // the browser lets no page copy: the text is marked, and Ctrl+C does the rest
      return;
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = before; }, 2000);
  }

  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  });
})();
