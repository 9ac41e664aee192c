// The page's calls to the playground. Every failure is an Error whose message may be shown to the person.

const AWAY = "برنامه پاسخ نداد. اگر آن را بسته‌اید، دوباره بازش کنید.";

async function call(path, body) {
  if (body === undefined) return ask(path, {});
  if (body instanceof FormData) return ask(path, { method: "POST", body });
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(`/page/${path}`, { cache: "no-store", ...options });
  } catch (failure) {
    throw new Error(AWAY, { cause: failure });
  }
  const answer = await response.json().catch(() => null);   // a 500 or an empty answer has no JSON
  if (!response.ok) throw new Error(answer?.error ?? AWAY);
  return answer;
}

/** Everything there is: `{bot, people, groups, places}`. */
export const readState = () => call("state");
/** A new person with a chat of their own; answers the Person. */
export const addPerson = (name, language) => call("people", { name, language });
/** The person says something, perhaps in answer to a message of the chat. */
export const sendText = (personId, text, answered) => call(`people/${personId}/send`, { text, reply_to: answered });
/** The person sends a sticker, an emoji. */
export const sendSticker = (personId, sticker) => call(`people/${personId}/send`, { sticker });
/** The person presses a button below a message. */
export const press = (personId, messageId, data) => call(`people/${personId}/press`, { message_id: messageId, data });
/** The person changes the words of a message of theirs. */
export const editText = (personId, messageId, text) => call(`people/${personId}/edit`, { message_id: messageId, text });
/** The person sends on a message that stands in the chat `from`. */
export const forward = (personId, from, messageId) => call(`people/${personId}/forward`, { from, message_id: messageId });
/** The person blocks the bot, or lets it in again. */
export const setBlocked = (personId, blocked) => call(`people/${personId}/block`, { blocked });
/** The person sends a pin, in degrees. */
export const sendLocation = (personId, { latitude, longitude }) => call(`people/${personId}/location`, { latitude, longitude });
/** A new group; the first of its members brings the bot in. Answers the Group. */
export const addGroup = (title, members) => call("groups", { title, members });
/** A member says something in a group. */
export const sendInGroup = (groupId, personId, text) => call(`groups/${groupId}/send`, { person_id: personId, text });
/** A member presses a button below a message in a group. */
export const pressInGroup = (groupId, personId, messageId, data) =>
  call(`groups/${groupId}/press`, { person_id: personId, message_id: messageId, data });
/** A member brings the bot into a group, or removes it. */
export const setBotInGroup = (groupId, personId, hasBot) => call(`groups/${groupId}/bot`, { person_id: personId, has_bot: hasBot });

/**
 * The person sends files; several become an album.
 * @param {string} kind  photo, voice, audio, video, document or album
 * @param {{blob: Blob, name: string, duration?: number, width?: number, height?: number}[]} files
 */
export function attach(personId, kind, files, caption = "") {
  const form = new FormData();
  form.append("kind", kind);
  form.append("caption", caption);
  for (const { blob, name, duration = 0, width = 0, height = 0 } of files) {
    form.append("duration", String(duration));
    form.append("width", String(width));
    form.append("height", String(height));
    form.append("file", blob, name);
  }
  return call(`people/${personId}/attach`, form);
}
