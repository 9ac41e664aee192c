// Dialogs that do one thing: what they send may fail, and then they say why and stay.

import { element } from "/static/js/dom.js";

/**
 * Opens a dialog with a form; it closes when `send` came through.
 * @param {{title: string, body: Node[], button: string, send: (form: HTMLFormElement) => Promise<unknown>}} given
 * @returns {HTMLDialogElement}
 */
export function ask({ title, body, button, send }) {
  const error = element("p", { class: "form-error", role: "alert", hidden: true });
  const done = element("button", { class: "plain-button strong" }, button);
  const back = element("button", { type: "button", class: "plain-button", onclick: () => box.close() }, "انصراف");
  const form = element("form", { class: "asking" }, element("h2", {}, title), ...body, error, element("div", { class: "dialog-end" }, back, done));
  const box = element("dialog", { "aria-label": title }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run({ box, form, error, done, send });
  });
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

async function run({ box, form, error, done, send }) {
  if (done.disabled) return;
  error.hidden = true;
  done.disabled = true;
  done.prepend(element("span", { class: "spinner", "aria-hidden": "true" }));
  try {
    await send(form);
    box.close();
  } catch (failure) {
    console.warn(failure);
    error.textContent = failure.message;
    error.hidden = false;
  }
  done.disabled = false;
  done.querySelector(".spinner")?.remove();
}
