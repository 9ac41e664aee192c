// A small menu that opens from a button: Escape, a click elsewhere or a choice closes it; arrows move in it.

import { element } from "/static/js/dom.js";

/** Ties `button` to a menu. */
export class Menu {
  /**
   * @param {HTMLElement} button
   * @param {string} label
   * @param {() => HTMLElement[]} items  asked at every opening; nothing opens when there are none
   * @param {string} [kind]  one more class
   */
  constructor(button, label, items, kind = "") {
    this.button = button;
    this.items = items;
    this.list = element("div", { class: `menu ${kind}`.trim(), role: "menu", "aria-label": label, hidden: true });
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => (this.list.hidden ? this.open() : this.close(true)));
    this.list.addEventListener("keydown", (event) => this.move(event));
    this.list.addEventListener("click", (event) => event.target.closest(".menu-item") && this.close(false));
    document.addEventListener("pointerdown", (event) => {
      if (!this.list.contains(event.target) && !button.contains(event.target)) this.close(false);
    });
  }

  open() {
    const items = this.items();
    if (items.length === 0) return;
    this.list.replaceChildren(...items);
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    items[0].focus();
  }

  close(focus) {
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (focus) this.button.focus();
  }

  move(event) {
    if (event.key === "Escape") return this.close(true);
    if (event.key === "Tab") return this.close(false);
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowLeft: 1, ArrowRight: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...this.list.children];
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  }
}

/** One entry of a menu. */
export function menuItem(attributes, onclick, ...children) {
  const { class: extra = "", ...rest } = attributes;
  return element("button", { type: "button", role: "menuitem", class: `menu-item ${extra}`.trim(), onclick, ...rest }, ...children);
}
