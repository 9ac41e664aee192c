// What the page knows: the bot, and every person with their chat.

/** Holds the playground's state and tells one listener of every change. */
export class Store {
  /** @param {(change: {type: string, person_id?: number, message?: object}) => void} listener */
  constructor(listener) {
    this.bot = { name: "محله‌یار", username: "" };
    this.people = new Map();
    this.listener = listener;
  }

  /** Take over a whole state of `GET /page/state`. */
  replace({ bot, people }) {
    this.bot = bot;
    this.people = new Map(people.map((person) => [person.id, person]));
    this.listener({ type: "state" });
  }

  /** Take over one event of `GET /page/events`. */
  apply(event) {
    if (event.type === "person") return this.put(event.person);
    const person = this.people.get(event.person_id);
    if (!person) return;
    if (event.type === "message" || event.type === "edit") putMessage(person.messages, event.message);
    else if (event.type === "delete") person.messages = person.messages.filter(({ id }) => id !== event.message_id);
    else if (event.type === "keyboard") person.reply_keyboard = event.reply_keyboard;
    else if (event.type === "commands") person.commands = event.commands;
    this.listener(event);
  }

  /** Add a person, or take over what changed about one. */
  put(person) {
    this.people.set(person.id, { ...this.people.get(person.id), ...person });
    this.listener({ type: "person", person_id: person.id });
  }
}

function putMessage(messages, message) {
  const place = messages.findIndex(({ id }) => id === message.id);
  if (place >= 0) messages[place] = message;
  else messages.push(message);
}
