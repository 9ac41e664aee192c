// Sending a message on: whose chat with the bot it goes to.

import { forward } from "/static/js/api.js";
import { ask } from "/static/js/dialogs.js";
import { avatar, element } from "/static/js/dom.js";

/**
 * @param {object[]} people  who could send it on
 * @param {number} from      the chat in which it stands
 * @param {number} messageId
 * @param {(id: number) => void} goTo  brings a private chat into view
 */
export function askForForward(people, from, messageId, goTo) {
  const choices = people.map((person, number) => {
    const radio = element("input", { type: "radio", name: "person", value: person.id, checked: number === 0 });
    return element("label", {}, radio, avatar(person), element("bdi", {}, person.name));
  });
  ask({
    title: "هدایت پیام",
    body: [element("fieldset", { class: "places" }, element("legend", {}, "چه کسی آن را برای ربات بفرستد؟"), ...choices)],
    button: "هدایت",
    send: async (form) => {
      const id = Number(new FormData(form).get("person"));
      await forward(id, from, messageId);
      goTo(id);
    },
  });
}
