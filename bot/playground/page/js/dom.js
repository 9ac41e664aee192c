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
  link: "M9 6h9v9M18 6 6 18",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
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
