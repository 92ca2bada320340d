// What the page asks of the server: the state of all, clips, and changes, one after the other.

const query = location.search;

/** A message for people, from the server or about it. */
export class ServerError extends Error {}

async function answer(path, options) {
  let response;
  try {
    response = await fetch(`/api/teach/${path}${query}`, options);
  } catch {
    throw new ServerError('The server does not answer. Is “tsm demo” still running?');
  }
  if (!response.ok) throw new ServerError((await response.text()).trim());
  return response;
}

/** A server may take a connection and never answer; asked again, the next one does. */
export async function state() {
  return (await answer('state', {signal: AbortSignal.timeout(10_000)})).json();
}

/** The frames of a clip, as the server sends pictures. */
export async function clip(id) {
  return (await answer(`clip/${id}`)).arrayBuffer();
}

export const address = path => `/api/teach/${path}${query}`;

let last = Promise.resolve();

/** Changes something; resolves to the new state. The server takes one thing at a time. */
export function change(path, wish, bytes = null) {
  const body = new Blob([JSON.stringify(wish), '\n', ...(bytes ? [bytes] : [])]);
  const next = last.then(async () => (await answer(path, {method: 'POST', body})).json());
  last = next.catch(() => {});
  return next;
}
