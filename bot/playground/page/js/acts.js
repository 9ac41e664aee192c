// What can be done in a chat: in a private one everything, in a group what a member can do. Each act is a promise.

import * as api from "/static/js/api.js";

/** The acts of a person in the private chat with the bot. */
export function privateActs({ id }) {
  return {
    send: (text, answered) => api.sendText(id, text, answered),
    sticker: (sticker) => api.sendSticker(id, sticker),
    edit: (messageId, text) => api.editText(id, messageId, text),
    press: (messageId, data) => api.press(id, messageId, data),
    attach: (kind, files, caption) => api.attach(id, kind, files, caption),
    location: (place) => api.sendLocation(id, place),
    start: (text) => api.sendText(id, text),
    setBot: (isWelcome) => api.setBlocked(id, !isWelcome),
  };
}

/**
 * The acts of a group's members; `speaker.id` is who does them.
 * @param {(id: number) => void} goTo  brings a private chat into view
 */
export function groupActs({ id }, speaker, goTo) {
  return {
    send: (text) => api.sendInGroup(id, speaker.id, text),
    press: (messageId, data) => api.pressInGroup(id, speaker.id, messageId, data),
    start: async (text) => {
      goTo(speaker.id);   // a link to the bot opens the private chat with it
      await api.sendText(speaker.id, text);
    },
    setBot: (isWelcome) => api.setBotInGroup(id, speaker.id, isWelcome),
  };
}
