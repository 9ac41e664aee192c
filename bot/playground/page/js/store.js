// What the page knows: the bot, the people with their chats, and the groups.

/** Holds the playground's state and tells one listener of every change. */
export class Store {
  /** @param {(change: {type: string, person_id?: number, message?: object}) => void} listener */
  constructor(listener) {
    this.bot = { name: "محله‌یار", username: "" };
    this.places = [];
    this.people = new Map();
    this.listener = listener;
  }

  /** Take over a whole state of `GET /page/state`. */
  replace({ bot, people, groups = [], places = [] }) {
    this.bot = bot;
    this.places = places;
    this.people = new Map([...people, ...groups.map(asPerson)].map((person) => [person.id, person]));
    this.listener({ type: "state" });
  }

  /** Take over one event of `GET /page/events`. */
  apply(event) {
    if (event.type === "person") return this.put(event.person);
    if (event.type === "group") return this.putGroup(event.group);
    const person = this.people.get(event.person_id);
    if (!person) return;
    if (event.type === "message" || event.type === "edit") putMessage(person.messages, event.message);
    else if (event.type === "delete") person.messages = person.messages.filter(({ id }) => id !== event.message_id);
    else if (event.type === "keyboard") Object.assign(person, { reply_keyboard: event.reply_keyboard, special_keys: event.special_keys });
    else if (event.type === "commands") person.commands = event.commands;
    this.listener(event);
  }

  /** Add a person, or take over what changed about one. */
  put(person) {
    this.people.set(person.id, { ...this.people.get(person.id), ...person });
    this.listener({ type: "person", person_id: person.id });
  }

  /** Add a group, or take over what changed about one. */
  putGroup(group) {
    this.put(asPerson(group));
  }
}

/** A group stands in the list like a person: a name with a chat, and members beside. */
function asPerson(group) {
  return { ...group, language: "fa", blocked: false, reply_keyboard: null, special_keys: {} };
}

function putMessage(messages, message) {
  const place = messages.findIndex(({ id }) => id === message.id);
  if (place >= 0) messages[place] = message;
  else messages.push(message);
}
