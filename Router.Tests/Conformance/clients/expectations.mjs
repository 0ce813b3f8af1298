// What every client must have seen, and what the wire must have carried.
import assert from 'node:assert/strict';

/** Milliseconds that the simulator is silent for, less what clocks may differ by. */
export const silence = 29_500;

/** Milliseconds of the simulator's `retry-after`, less the same. */
export const retryAfter = 1_900;

const inferencePaths = ['/v1/chat/completions', '/v1/responses', '/v1/messages'];

/** The statuses of the model calls that went over a tap, in their order; other requests of a client are not counted. */
export const statuses = (exchanges) => exchanges
  .filter(({ method, path }) => method === 'POST' && inferencePaths.includes(path.split('?', 1)[0]))
  .map(({ status }) => status);

/** Each expected entry is a status or a list of those allowed. */
export function expectStatuses(exchanges, expected) {
  const seen = statuses(exchanges);
  const fits = seen.length === expected.length && expected.every((allowed, index) => [allowed].flat().includes(seen[index]));
  assert(fits, `the model calls were answered ${JSON.stringify(seen)}, not ${JSON.stringify(expected)}`);
}

/** The simulator quotes what it was told, so a whole answer to the whole prompt is known by its text. */
export function expectAnswer(text, prompt) {
  assert.match(text ?? '', /^Simulated answer from /);
  assert(text.includes(`you said "${prompt}".`), `the answer does not quote the prompt: ${text}`);
  assert.match(text, /The conversation has \d+ messages?\.$/);
}

/** The same after tools were called. */
export function expectToolAnswer(text, prompt, results = 2) {
  assert.match(text ?? '', /^Simulated answer from /);
  assert(text.includes(`the tools gave ${results} results`), `the answer does not speak of ${results} results: ${text}`);
  assert(text.includes(`You said "${prompt}".`), `the answer does not quote the prompt: ${text}`);
}

export function expectAtLeast(milliseconds, least, what) {
  assert(milliseconds >= least, `${what} took ${milliseconds} ms, not at least ${least}`);
}
