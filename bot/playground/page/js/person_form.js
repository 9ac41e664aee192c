// The form for a new person: on the page when there is nobody yet, in a dialog afterwards.

import { addPerson } from "/static/js/api.js";
import { element } from "/static/js/dom.js";

const NAMES = { fa: ["مریم", "رضا", "زهرا", "علی", "نرگس", "حسین"], en: ["Sara", "David", "Mina", "Adam"] };

/**
 * @param {{taken: string[], done: (person: object) => void, cancel?: () => void}} given
 * @returns {HTMLFormElement}
 */
export function personForm({ taken, done, cancel }) {
  const name = element("input", { name: "name", required: true, maxlength: "60", autocomplete: "off", dir: "auto", autofocus: true });
  const error = element("p", { class: "form-error", role: "alert", hidden: true });
  let suggested = name.value = suggestion("fa", taken);
  const languages = element("fieldset", { class: "languages" }, element("legend", {}, "زبان برنامهٔ پیام‌رسانش"), choice("fa", "فارسی", true), choice("en", "English", false));
  languages.addEventListener("change", ({ target }) => {
    if (name.value === suggested) suggested = name.value = suggestion(target.value, taken);
  });
  name.addEventListener("focus", () => name.value === suggested && name.select());
  const form = element(
    "form", { class: "person-form", onsubmit: (event) => submit(event, form, error, done) },
    ...opening(cancel), element("label", { class: "field" }, "نام", name), languages, error, buttons(cancel),
  );
  return form;
}

/** The same form as a dialog over the page. */
export function askForPerson({ taken, done }) {
  const box = element("dialog", { "aria-label": "نفر تازه" });
  box.append(personForm({ taken, done: (person) => { box.close(); done(person); }, cancel: () => box.close() }));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

async function submit(event, form, error, done) {
  event.preventDefault();
  error.hidden = true;
  const given = new FormData(form);
  try {
    done(await addPerson(String(given.get("name")).trim(), String(given.get("language"))));
  } catch (failure) {
    error.textContent = failure.message;
    error.hidden = false;
  }
}

function suggestion(language, taken) {
  return NAMES[language].find((name) => !taken.includes(name)) ?? "";
}

function opening(cancel) {
  if (cancel) return [element("h2", {}, "نفر تازه")];
  const hint = "هر کس این‌جا گفت‌وگوی خودش را با ربات دارد. با یک نفر شروع کنید.";
  return [element("h2", {}, "چه کسی می‌خواهد با محله‌یار حرف بزند؟"), element("p", { class: "hint" }, hint)];
}

function choice(value, words, checked) {
  return element("label", { lang: value }, element("input", { type: "radio", name: "language", value, checked }), words);
}

function buttons(cancel) {
  const add = element("button", { class: "plain-button strong" }, cancel ? "افزودن" : "شروع گفت‌وگو");
  const back = cancel && element("button", { type: "button", class: "plain-button", onclick: cancel }, "انصراف");
  return element("div", { class: "dialog-end" }, back || null, add);
}
