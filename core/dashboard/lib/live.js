// What happens, as it happens: `GET /api/v1/events` (server-sent events), read by fetch, because a browser's EventSource
// hears only those kinds that it was told before. A lost connection is taken up where it was, without a gap.

import { withQuery } from './api.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

/**
 * Calls `heard(event)` for each event until `signal` is aborted. `wanted` is the query of `/events`: `chargePoint`,
 * `site`, `label`, `kind` (each may be a list). `state(name)` is told `live` and `lost`. `begun()` is called when it hears
 * from now on and not from where it was: what happened since the screen read what it shows was not told.
 */
export async function listen(wanted, heard, { signal, state = () => {}, begun = () => {} } = {}) {
  let last = null;
  let pause = FIRST_PAUSE;
  while (!signal?.aborted) {
    try {
      const answer = await fetch(withQuery('/api/v1/events', wanted), {
        headers: { Accept: 'text/event-stream', ...(last !== null && { 'Last-Event-ID': last }) },
        credentials: 'same-origin',
        cache: 'no-store',
        signal,
      });
      if (answer.status === 401) {
        document.dispatchEvent(new CustomEvent('logged-out'));
        return;
      }
      if (answer.ok) {
        state('live');
        if (last === null) begun();
        pause = FIRST_PAUSE;
        await read(answer.body, (message) => {
          if (message.id !== null) last = message.id;
          if (message.data) heard(JSON.parse(message.data), message.event);
        });
      }
    } catch (error) {
      if (signal?.aborted || error.name === 'AbortError') return;
    }
    if (signal?.aborted) return;
    state('lost');
    await new Promise((done) => setTimeout(done, pause * (0.5 + Math.random())));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

async function read(body, take) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) take(messageOf(block));
  }
}

function messageOf(block) {
  const message = { id: null, event: 'message', data: '' };
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (name === 'id') message.id = value;
    else if (name === 'event') message.event = value;
    else if (name === 'data') message.data += (message.data ? '\n' : '') + value;
  }
  return message;
}

/** Calls `work` soon after one or many calls of the answer: a burst of events renders once. */
export function soon(work, { every = 250, signal } = {}) {
  let timer = null;
  signal?.addEventListener('abort', () => clearTimeout(timer));
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      if (!signal?.aborted) work();
    }, every);
  };
}

/**
 * Calls `work` now and then again and again, `every` milliseconds after it has ended (a number, or what it says then), as
 * long as somebody looks at the page. For what has no events. `work` that fails is tried again and told to `failed`.
 */
export async function repeat(work, { every = 3_000, signal, failed = () => {} } = {}) {
  while (!signal?.aborted) {
    if (!document.hidden) {
      try {
        await work();
      } catch (problem) {
        if (signal?.aborted || problem.name === 'AbortError') return;
        failed(problem);
      }
    }
    const pause = typeof every === 'function' ? every() : every;
    await new Promise((done) => setTimeout(done, pause));
  }
}
