"use strict";
// Comfort only: every page works without this file.

// A second tap while the first is under way must not post twice.
for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-busy", "true");
    }
  });
}
// Coming back by the browser's own button, the form must work again.
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
  }
  for (const button of document.querySelectorAll("button[aria-busy]")) {
    button.removeAttribute("aria-busy");
  }
});

// Fields grow with their text where the browser's style sheet cannot do it.
if (!CSS.supports("field-sizing", "content")) {
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 4}px`;
  };
  for (const area of document.querySelectorAll("textarea")) {
    area.addEventListener("input", () => grow(area));
    grow(area);
  }
}

// Nobody loses half an hour of typing to a stray tap.
const editing = document.getElementById("editing");
if (editing) {
  let touched = false;
  editing.addEventListener("input", () => { touched = true; });
  editing.addEventListener("submit", () => { touched = false; });
  addEventListener("beforeunload", (event) => {
    if (touched) {
      event.preventDefault();
    }
  });
}

// A reader of the screen hears first what went wrong.
document.querySelector(".error-summary")?.focus();
