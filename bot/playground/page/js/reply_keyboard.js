// The keyboard the bot put below the chat («⌨»): rows of texts that are sent as if they had been typed.

import { element, iconButton } from "/static/js/dom.js";

/** Rows of keys, and the button that hides and shows them. */
export class ReplyKeyboard {
  /** @param {(text: string, special?: string) => void} press  `special` is what the key sends: location or contact */
  constructor(press) {
    this.press = press;
    this.shown = true;
    this.given = "null";
    this.button = iconButton("keyboard", "صفحه‌کلید ربات", () => this.toggle(), { hidden: true });
    this.rows = element("div", { class: "reply-keyboard", role: "group", "aria-label": "صفحه‌کلید ربات", hidden: true });
  }

  /** Follow the bot: another keyboard opens by itself, none takes the button away. */
  update(keyboard, special = {}) {
    this.special = special;
    const given = JSON.stringify(keyboard ?? null);
    if (given !== this.given) {
      this.given = given;
      this.shown = true;
      this.rows.replaceChildren(...(keyboard ?? []).map((row) => element("div", { class: "reply-row" }, ...row.map((text) => this.key(text)))));
    }
    this.button.hidden = !keyboard?.length;
    this.show();
  }

  toggle() {
    this.shown = !this.shown;
    this.show();
  }

  show() {
    this.rows.hidden = this.button.hidden || !this.shown;
    this.button.setAttribute("aria-pressed", String(!this.rows.hidden));
  }

  key(text) {
    return element("button", { type: "button", class: "reply-key", onclick: () => this.press(text, this.special[text]) }, text);
  }
}
