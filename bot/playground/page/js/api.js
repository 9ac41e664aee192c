// The page's calls to the playground. Every failure is an Error whose message may be shown to the person.

const AWAY = "برنامه پاسخ نداد. اگر آن را بسته‌اید، دوباره بازش کنید.";

async function call(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
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

/** Everything there is: `{bot, people}`. */
export const readState = () => call("state");
/** A new person with a chat of their own; answers the Person. */
export const addPerson = (name, language) => call("people", { name, language });
/** The person says something. */
export const sendText = (personId, text) => call(`people/${personId}/send`, { text });
/** The person sends a sticker, an emoji. */
export const sendSticker = (personId, sticker) => call(`people/${personId}/send`, { sticker });
/** The person presses a button below a message. */
export const press = (personId, messageId, data) => call(`people/${personId}/press`, { message_id: messageId, data });
/** The person changes the words of a message of theirs. */
export const editText = (personId, messageId, text) => call(`people/${personId}/edit`, { message_id: messageId, text });
/** The person blocks the bot, or lets it in again. */
export const setBlocked = (personId, blocked) => call(`people/${personId}/block`, { blocked });
