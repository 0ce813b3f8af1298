// What each SDK goes through, on each of its dialects, with whole answers and with streams.
import assert from 'node:assert/strict';
import * as ai from './ai-sdk.mjs';
import * as anthropic from './anthropic.mjs';
import { expectAnswer, expectAtLeast, expectStatuses, expectToolAnswer, retryAfter, silence } from './expectations.mjs';
import * as openai from './openai.mjs';

/**
 * A client has a `turn` that carries a prompt to its end, tool calls included. It gets {url, token, model, prompt, stream, withTools,
 * signal} and gives {text, finished, calls: [tool name], usage: {input, output}}, or throws what the SDK throws.
 */
const clients = [...openai.clients, ...anthropic.clients, ...ai.clients];

const attempts = [
  { name: 'text', model: 'sim-small', go: expectText },
  { name: 'two tools at once', model: 'sim-small', go: (at) => expectTools(at, 'Use two tools: the weather and the time.', 2) },
  { name: 'two tools in turn', model: 'sim-small', go: (at) => expectTools(at, 'A two-tool turn, please.', 3) },
  { name: '429 once', model: 'sim-429-once', go: (at) => expectRecovery(at, [429, 503], retryAfter) },
  { name: 'cut before the answer', model: 'sim-cut-before-once', go: (at) => expectRecovery(at, [0, 502], 0) },
  { name: 'cut before content', model: 'sim-cut-first-once', needsRouter: true, go: (at) => expectRecovery(at, [0, 502], 0) },
  { name: 'cut in the middle', model: 'sim-cut', go: expectBroken },
  { name: '30 s of silence', model: 'sim-silent', isSlow: true, go: expectPatience },
  { name: 'refused for good', model: 'sim-quota', go: (at) => expectRefusal(at, Array(at.callsWhenRefused).fill(429)) },
  { name: 'unknown model', model: 'nothing', needsRouter: true, go: (at) => expectRefusal(at, [404]) },
  { name: 'unknown token', model: 'sim-small', needsRouter: true, token: 'no-token', go: (at) => expectRefusal(at, [401]) },
];

const turns = clients.flatMap(({ client, dialect, turn, callsWhenRefused = 1 }) => [false, true].flatMap((stream) => attempts.map(
  ({ name, model, token, isSlow, needsRouter, go }) => ({
    client,
    dialect,
    name: `${name}, ${stream ? 'stream' : 'whole'}`,
    model,
    isSlow,
    needsRouter,
    run: (tap, { token: valid, signal }) => go({
      exchanges: tap.exchanges,
      callsWhenRefused,
      mark: `(${client}, ${dialect}, ${stream})`, // makes each body its own, since a fault that happens once goes by the body
      turn: (request) => turn({ url: tap.url, token: token ?? valid, model, stream, signal, ...request }),
    }),
  }),
)));

const others = [...openai.others, ...anthropic.others].map(({ client, dialect, name, go }) => ({
  client,
  dialect,
  name,
  model: 'sim-small',
  run: (tap, { token, signal }) => go({ url: tap.url, token, model: 'sim-small', signal }),
}));

export const sdkScenarios = [...turns, ...others];

async function expectText({ exchanges, mark, turn }) {
  const prompt = `Say hello. ${mark}`;
  const got = await turn({ prompt });
  expectWhole(got, prompt);
  expectStatuses(exchanges, [200]);
}

async function expectTools({ exchanges, mark, turn }, ask, rounds) {
  const prompt = `${ask} ${mark}`;
  const got = await turn({ prompt, withTools: true });
  expectToolAnswer(got.text, prompt);
  assert.deepEqual([...got.calls].sort(), ['get_time', 'get_weather']);
  assert(got.finished, 'the answer did not end in the normal way');
  expectStatuses(exchanges, Array(rounds).fill(200));
}

async function expectRecovery({ exchanges, mark, turn }, failure, least) {
  const prompt = `Say hello. ${mark}`;
  const since = Date.now();
  const got = await turn({ prompt });
  expectWhole(got, prompt);
  expectStatuses(exchanges, [failure, 200]);
  expectAtLeast(Date.now() - since, least, 'a turn with one retry');
}

async function expectPatience({ exchanges, mark, turn }) {
  const prompt = `Say hello. ${mark}`;
  const since = Date.now();
  const got = await turn({ prompt });
  expectWhole(got, prompt);
  expectStatuses(exchanges, [200]);
  expectAtLeast(Date.now() - since, silence, 'the silence');
}

/** An answer that breaks off must not look like one that ended. */
async function expectBroken({ mark, turn }) {
  const got = await turn({ prompt: `Say hello. ${mark}` }).catch((error) => ({ error }));
  assert(got.error || !got.finished, `half an answer passed for a whole one: ${got.text}`);
}

async function expectRefusal({ exchanges, mark, turn }, expected) {
  const got = await turn({ prompt: `Say hello. ${mark}` }).catch((error) => ({ error }));
  assert(got.error, `a refusal passed for an answer: ${got.text}`);
  expectStatuses(exchanges, expected);
}

function expectWhole({ text, finished, usage }, prompt) {
  expectAnswer(text, prompt);
  assert(finished, 'the answer did not end in the normal way');
  assert(usage.input > 0 && usage.output > 0, `the usage is ${JSON.stringify(usage)}`);
}
