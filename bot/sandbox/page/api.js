// Talking to the sandbox. Every failure is an Error whose message can be shown to a person.

const OFFLINE = "The sandbox does not answer just now.";

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error(OFFLINE);
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error || OFFLINE);
  return body;
}

export const get = (path) => ask(`sim/${path}`, { cache: "no-store" });

export const post = (path, body) =>
  ask(`sim/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

// Calls `on(event)` for each live change and `onDown()` when the line breaks. Reconnects for ever.
export function listen(on, onDown) {
  const source = new EventSource("sim/events");
  source.onmessage = (message) => on(JSON.parse(message.data));
  source.onerror = () => {
    onDown();
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(on, onDown), 1000);
  };
  addEventListener("pagehide", () => source.close(), { once: true });
}
