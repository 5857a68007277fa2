/** Timers of a browser. */

/** Calls `fire` after `ms`; gives the way to call it off. */
export function browserTimer(ms: number, fire: () => void): () => void {
  if (ms === 0) return nextTurn(fire);
  const timer = setTimeout(fire, ms);
  return () => clearTimeout(timer);
}

/**
 * A turn for everybody else, by a message: timers set by timers are held back 4 ms each, which is a third of the time
 * of a long loop that lets the screen have the thread every 8 ms.
 */
function nextTurn(fire: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    fire();
  };
  port2.postMessage(null);
  return () => port1.close();
}
