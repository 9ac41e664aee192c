// The page: people, chats and events put together.

import { Chat } from "/static/js/chat.js";
import { Columns } from "/static/js/columns.js";
import { element } from "/static/js/dom.js";
import { askForGroup } from "/static/js/group_form.js";
import { askForPerson, personForm } from "/static/js/person_form.js";
import { People } from "/static/js/people.js";
import { Store } from "/static/js/store.js";
import { follow } from "/static/js/stream.js";

const byId = (id) => document.getElementById(id);
const chats = new Map();
const unread = new Map();
const store = new Store(take);
const columns = new Columns(draw);
const people = new People(byId("people"), {
  choose,
  add: () => askForPerson({ taken: names(), done: added }),
  found: () => askForGroup({ people: residents(), done: founded }),
});
let welcome = null;

function residents() {
  return [...store.people.values()].filter(({ members }) => !members);
}

function names() {
  return residents().map(({ name }) => name);
}

function founded(group) {
  store.putGroup(group);
  choose(group.id);
}

function added(person) {
  store.put(person);
  choose(person.id);
}

function choose(id) {
  columns.open(id);
  if (matchMedia("(pointer: fine)").matches) chats.get(id).composer.focus();
}

function take(change) {
  if (change.type === "state") {
    byId("bot-name").textContent = store.bot.name;
    columns.keep([...store.people.keys()]);
    for (const [id, chat] of chats) renewChat(id, chat, store.people.get(id));
  } else if (change.type === "person") {
    const person = store.people.get(change.person_id);
    chats.get(person.id)?.update(person);
    if (columns.recent.length === 0) columns.open(person.id);
  } else {
    countUnread(change);
    chats.get(change.person_id)?.take(change);
  }
  draw();
}

function renewChat(id, chat, person) {
  if (person && person.name === chat.person.name) return chat.update(person);
  chat.place.remove();   // the playground was started again: this id belongs to nobody, or to somebody else
  chats.delete(id);
  unread.delete(id);
}

function countUnread({ type, person_id: id, message }) {
  if (type !== "message" || message.sender !== "bot" || columns.visible.includes(id)) return;
  unread.set(id, (unread.get(id) ?? 0) + 1);
}

function draw() {
  const visible = columns.visible.filter((id) => store.people.has(id));
  for (const id of visible) {
    unread.delete(id);
    if (!chats.has(id)) openChat(id);
  }
  const appearing = [...chats].filter(([id, chat]) => chat.place.hidden && visible.includes(id));
  for (const [id, chat] of chats) {
    chat.closeButton.hidden = visible.length < 2;
    chat.place.hidden = !visible.includes(id);
  }
  for (const [, chat] of appearing) chat.appear();   // only now has each column its width
  people.show([...store.people.values()], { visible, unread });
  byId("people").hidden = store.people.size === 0;
  showWelcome();
}

function openChat(id) {
  const chat = new Chat(store.people.get(id), store, { close: () => columns.close(id), goTo: choose });
  chat.place.addEventListener("focusin", () => columns.touch(id));
  chats.set(id, chat);
  byId("chats").append(chat.place);
}

function showWelcome() {
  if (store.people.size > 0) {
    welcome?.remove();
    welcome = null;
  } else if (!welcome) {
    welcome = element("section", { class: "welcome" }, personForm({ taken: [], done: added }));
    byId("chats").append(welcome);
  }
}

follow(store, (connected) => {
  byId("connection").hidden = connected;
});
