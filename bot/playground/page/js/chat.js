// One chat: header, messages and composer of one person or group, and what is done in it.

import { groupActs, privateActs } from "/static/js/acts.js";
import { Composer } from "/static/js/composer.js";
import { avatar, element, groupSign, iconButton } from "/static/js/dom.js";
import { emptyState } from "/static/js/empty_state.js";
import { askForForward } from "/static/js/forward.js";
import { Log } from "/static/js/log.js";
import { Menu, menuItem } from "/static/js/menu.js";
import { alertBox, copy, toast } from "/static/js/notices.js";
import { Presses } from "/static/js/presses.js";
import { Speaker } from "/static/js/speaker.js";
import { reveal, startCommand } from "/static/js/words.js";

const TYPING_LASTS = 5_000;   // milliseconds, as the messenger itself has it

/** A column of the page. */
export class Chat {
  /**
   * @param {object} person  a person, or a group (which has members)
   * @param {object} store   the bot and the places of the whole page
   * @param {{close: () => void, goTo: (id: number) => void}} ways
   */
  constructor(person, store, { close, goTo }) {
    this.store = store;
    this.goTo = goTo;
    this.id = person.id;
    this.speaker = person.members ? new Speaker(person) : null;
    this.calls = this.speaker ? groupActs(person, this.speaker, goTo) : privateActs(person);
    this.log = new Log(person, this.bot.name);
    this.composer = new Composer(person, this.acts());
    this.empty = emptyState((text) => this.acts().send(text), (text) => this.composer.fill(text), Boolean(this.speaker));
    this.toasts = element("div", { class: "toasts", role: "status" });
    this.presses = new Presses(this.log.list, (messageId, data) => this.attempt(this.calls.press(messageId, data)));
    this.log.list.addEventListener("click", (event) => this.click(event));
    this.log.list.addEventListener("keydown", (event) => this.key(event));
    const body = element("div", { class: "chat-body" }, this.log.list, this.log.jump, this.toasts);
    this.place = element("section", { class: "chat", "aria-label": `${this.speaker ? "گروه" : "گفت‌وگوی"} ${person.name}` });
    this.place.append(...[this.header(person, close), body, this.speaker?.place, this.composer.place].filter(Boolean));
    if (!this.speaker) this.takeDrops();
    this.update(person);
  }

  get bot() {
    return this.store.bot;
  }

  /** Show the person as they are now, all messages included. */
  update(person) {
    this.person = person;
    this.speaker?.update(person);
    this.log.replace(person.messages);
    this.composer.update(person);
    this.showState();
    this.showEmpty();
  }

  /** The column came into view: sizes are known again. */
  appear() {
    this.composer.measure();
    this.log.settle();
  }

  /** Show one event of this chat; the store has taken it over already. */
  take(event) {
    if (event.type === "message" || event.type === "edit") this.takeMessage(event.message);
    else if (event.type === "delete") this.log.remove(event.message_id);
    else if (event.type === "toast") this.takeToast(event);
    else if (event.type === "typing") this.takeTyping();
    else this.composer.update(this.person);
    this.showEmpty();
  }

  takeMessage(message) {
    this.log.put(message);
    this.presses.renewed(message.id);
    if (message.sender === "bot") this.stopTyping();
  }

  takeToast({ text, alert, message_id: messageId }) {
    this.presses.answered(messageId);
    if (text && alert) alertBox(text);
    else if (text) toast(this.toasts, text);
  }

  takeTyping() {
    clearTimeout(this.typingTimer);
    this.typing = true;
    this.typingTimer = setTimeout(() => this.stopTyping(), TYPING_LASTS);
    this.showState();
  }

  stopTyping() {
    this.typing = false;
    this.showState();
  }

  acts() {
    return {
      send: (text, answered) => this.attempt(this.calls.send(text, answered)),
      sticker: (sticker) => this.attempt(this.calls.sticker(sticker)),
      edit: (messageId, text) => this.attempt(this.calls.edit(messageId, text)),
      unblock: () => this.attempt(this.calls.setBot(true)),
      editNewest: () => this.editNewest(),
      attach: this.calls.attach,
      location: this.calls.location,
      places: () => this.store.places,
      attempt: (call) => this.attempt(call),
      tell: (sentence) => toast(this.toasts, sentence),
    };
  }

  /** Files that are dropped on the chat are offered for sending. */
  takeDrops() {
    this.place.addEventListener("dragover", (event) => event.preventDefault());
    this.place.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = [...event.dataTransfer.files];
      if (files.length > 0 && !this.person.blocked) this.composer.attach.take(files);
    });
  }

  /** True when the call went well; otherwise its sentence is shown and false given. */
  async attempt(call) {
    try {
      await call;
      return true;
    } catch (failure) {
      console.warn(failure);
      toast(this.toasts, /[آ-ی]/.test(failure.message) ? failure.message : "این کار انجام نشد.");
      return false;
    }
  }

  header(person, close) {
    this.state = element("p", { class: "chat-state" });
    const more = iconButton("dots", `کارهای دیگر با گفت‌وگوی ${person.name}`, () => {});
    this.menu = new Menu(more, "کارهای دیگر", () => [this.botItem()], "chat-menu");
    this.closeButton = iconButton("close", `بستن گفت‌وگوی ${person.name}`, close, { class: "close-chat" });
    const title = element("h2", {}, element("bdi", {}, person.name));
    const named = element("div", { class: "chat-words" }, title, this.state);
    return element("header", { class: "chat-top" }, person.members ? groupSign(person) : avatar(person), named, more, this.closeButton, this.menu.list);
  }

  botItem() {
    const isIn = this.speaker ? this.person.has_bot : !this.person.blocked;
    const [comes, goes] = this.speaker ? ["آوردن ربات به گروه", "بیرون کردن ربات"] : ["رفع مسدودی ربات", "مسدود کردن ربات"];
    return menuItem({ class: isIn ? "danger" : "" }, () => this.attempt(this.calls.setBot(!isIn)), isIn ? goes : comes);
  }

  showState() {
    const members = this.person.members?.map(({ name }) => name).join("، ");
    const quiet = this.speaker ? (this.person.has_bot ? `${members} و ${this.bot.name}` : `${members}، بدون ربات`) : `گفت‌وگو با ${this.bot.name}`;
    this.state.textContent = this.typing ? "در حال نوشتن…" : quiet;
    this.state.classList.toggle("busy", Boolean(this.typing));
  }

  showEmpty() {
    const isEmpty = this.person.messages.length === 0 && !this.person.blocked;
    if (isEmpty && !this.empty.isConnected) this.log.list.append(this.empty);
    if (!isEmpty) this.empty.remove();
  }

  async click(event) {
    const hit = (selector) => event.target.closest(selector);
    const start = hit("a") && startCommand(hit("a").href, this.bot.username);
    if (start) {
      event.preventDefault();   // the real messenger would open this very chat
      this.attempt(this.calls.start(start));
    } else if (hit("[data-command]")) this.acts().send(hit("[data-command]").dataset.command);
    else if (hit(".answer-message")) this.answer(Number(hit(".message").dataset.id));
    else if (hit(".forward-message")) this.forward(Number(hit(".message").dataset.id));
    else if (hit(".edit-message")) this.edit(Number(hit(".message").dataset.id));
    else if (hit(".spoiler:not(.seen)")) reveal(hit(".spoiler"));
    else if (hit("[data-copy]")) await this.copied(hit("[data-copy]").dataset.copy);
    else if (hit("code") && getSelection().isCollapsed) await this.copied(hit("code").textContent);
  }

  key(event) {
    if ((event.key === "Enter" || event.key === " ") && event.target.matches(".spoiler")) {
      event.preventDefault();
      reveal(event.target);
    }
  }

  async copied(text) {
    toast(this.toasts, (await copy(text)) ? "در حافظه نشست؛ هر جا خواستید بچسبانید." : "مرورگر اجازهٔ رونوشت نداد.");
  }

  answer(messageId) {
    const message = this.person.messages.find(({ id }) => id === messageId);
    if (message && !this.person.blocked) this.composer.answer(message);
  }

  forward(messageId) {
    const people = [...this.store.people.values()].filter(({ members, blocked }) => !members && !blocked);
    people.sort((one, other) => Number(one.id === this.id) - Number(other.id === this.id));   // to one's own chat: seldom
    askForForward(people, this.id, messageId, this.goTo);
  }

  edit(messageId) {
    const message = this.person.messages.find(({ id }) => id === messageId);
    if (message && !this.person.blocked) this.composer.edit(message);
  }

  editNewest() {
    if (this.speaker) return;
    const own = this.person.messages.filter(({ sender, kind }) => sender === "person" && kind === "text");
    if (own.length > 0) this.edit(own.at(-1).id);
  }
}
