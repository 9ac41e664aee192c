// Buttons below messages that were pressed and wait for the bot's answer.

import { element } from "/static/js/dom.js";

const PATIENCE = 15_000;   // milliseconds; the messenger's own callback queries live about as long

/** Watches one list of messages for presses. `press` answers a promise of success. */
export class Presses {
  constructor(list, press) {
    this.list = list;
    this.press = press;
    this.waiting = new Map();
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-press]");
      if (button) this.begin(button);
    });
  }

  async begin(button) {
    if (button.getAttribute("aria-busy") === "true") return;
    const messageId = Number(button.closest(".message").dataset.id);
    button.setAttribute("aria-busy", "true");
    button.prepend(element("span", { class: "spinner", "aria-hidden": "true" }));
    const timer = setTimeout(() => this.end(button), PATIENCE);
    this.waiting.set(button, { messageId, timer });
    if (!(await this.press(messageId, button.dataset.press))) this.end(button);
  }

  /** The bot answered: about one message, or (without an id) about whatever was pressed first. */
  answered(messageId) {
    for (const [button, press] of this.waiting) {
      if (messageId !== undefined && press.messageId !== messageId) continue;
      return this.end(button);
    }
  }

  /** The message was drawn anew: its old buttons wait no more, and the focus moves to the new ones. */
  renewed(messageId) {
    for (const [button, press] of this.waiting) {
      if (press.messageId === messageId && !button.isConnected) this.end(button);
    }
  }

  end(button) {
    clearTimeout(this.waiting.get(button)?.timer);
    this.waiting.delete(button);
    button.removeAttribute("aria-busy");
    button.querySelector(".spinner")?.remove();
  }
}
