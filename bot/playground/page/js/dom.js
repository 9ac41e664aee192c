// Small tools to build the page's elements. Text given here is always text, never markup.

const SHAPES = {
  send: "M4 12 20 4.5 15.5 20l-3.8-6.2zM11.7 13.8 20 4.5",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5v.5M15 9.5v.5",
  keyboard: "M5 6.5h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2M7 10.5h.01M12 10.5h.01M17 10.5h.01M8.5 14h7",
  slash: "M5 4h14a1.5 1.5 0 0 1 1.5 1.5v13A1.5 1.5 0 0 1 19 20H5a1.5 1.5 0 0 1-1.5-1.5v-13A1.5 1.5 0 0 1 5 4M14 8l-4 8",
  dots: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  down: "M6 9.5l6 6 6-6",
  pencil: "M4.5 19.5 5.5 15 16 4.5l3.5 3.5L9 18.5zM13.5 7l3.5 3.5",
  answer: "M11 5.5 4 12l7 6.5V15c5 0 7.5 1.5 9 4-.3-5-3-9-9-9.5z",
  forward: "M13 5.5 20 12l-7 6.5V15c-5 0-7.5 1.5-9 4 .3-5 3-9 9-9.5z",
  link: "M9 6h9v9M18 6 6 18",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  clip: "M19.5 11.5 12 19a4.6 4.6 0 0 1-6.5-6.5l7.8-7.8a3.1 3.1 0 0 1 4.4 4.4l-7.6 7.6a1.5 1.5 0 0 1-2.2-2.2l6.9-6.9",
  picture: "M5 4.5h14A1.5 1.5 0 0 1 20.5 6v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5M4 17l5-5 4 4 2.5-2.5L20 18M15.5 9h.01",
  microphone: "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3M6 11.5a6 6 0 0 0 12 0M12 17.5v3",
  note: "M9 18V6l10-2v11.5M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0M19 15.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0",
  pin: "M12 21s-6.5-6.3-6.5-11a6.5 6.5 0 0 1 13 0c0 4.7-6.5 11-6.5 11M12 12.2a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c.8-3.8 3.8-5.5 7.5-5.5s6.7 1.7 7.5 5.5",
  group: "M9 11.5a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8M2.8 19.5c.6-3.4 3-5 6.2-5s5.6 1.6 6.2 5M16 5a3.2 3.2 0 0 1 0 6.2M17.5 14.8c2 .6 3.3 2.1 3.7 4.7",
  download: "M12 4v11M7 10.5l5 5 5-5M5 19.5h14",
  file: "M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5v5h5",
};

/**
 * An element with attributes and children.
 * @param {string} name  tag name
 * @param {Object<string, unknown>} [attributes]  `on…` keys are listeners; true is an empty attribute; false and null are left out
 * @param {...(Node|string|null|undefined)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** One of the page's drawings, hidden from screen readers. */
export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  drawing.append(path);
  return drawing;
}

/** A round button that shows a drawing and says `label`. */
export function iconButton(shape, label, onclick, attributes = {}) {
  const { class: extra = "", ...rest } = attributes;
  const names = `icon-button ${extra}`.trim();
  return element("button", { type: "button", class: names, title: label, "aria-label": label, onclick, ...rest }, icon(shape));
}

/** The round sign of a person: the first letter on a colour of their own. */
export function avatar(person) {
  const letter = [...person.name.trim()][0] ?? "؟";
  return element("span", { class: `avatar tone-${Math.abs(person.id) % 6}`, "aria-hidden": "true" }, letter);
}

/** The round sign of a group. */
export function groupSign(group) {
  return element("span", { class: `avatar tone-${Math.abs(group.id) % 6}`, "aria-hidden": "true" }, icon("group"));
}
