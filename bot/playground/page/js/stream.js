// The events of the playground, as one unbroken story: after every new connection the whole state is read again.

import { readState } from "/static/js/api.js";

const FIRST_PAUSE = 400;   // milliseconds; doubled up to the longest
const LONGEST_PAUSE = 5_000;

/**
 * Keep `store` in step with the playground for as long as the page lives.
 * @param {{replace: (state: object) => void, apply: (event: object) => void}} store
 * @param {(connected: boolean) => void} tell  called whenever the connection comes or goes
 */
export function follow(store, tell) {
  let pause = FIRST_PAUSE;

  function again(source) {
    source.close();
    tell(false);
    setTimeout(connect, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  function connect() {
    const source = new EventSource("/page/events");
    let early = [];   // events that come while the state is being read are newer than nothing: kept, then applied in order
    source.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      if (early) early.push(event);
      else store.apply(event);
    };
    source.onopen = async () => {
      try {
        store.replace(await readState());
      } catch (failure) {
        console.warn("the state could not be read", failure);
        return again(source);
      }
      for (const event of early) store.apply(event);
      early = null;
      pause = FIRST_PAUSE;
      tell(true);
    };
    source.onerror = () => again(source);   // ours rather than the browser's, which gives up after an HTTP error
  }

  connect();
}
