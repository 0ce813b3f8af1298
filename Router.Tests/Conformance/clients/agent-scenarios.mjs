// What both command-line agents go through.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as claude from './claude.mjs';
import * as codex from './codex.mjs';
import { expectAnswer, expectAtLeast, expectStatuses, expectToolAnswer, retryAfter, silence } from './expectations.mjs';

/**
 * A client has a `turn` that runs the program once and tells what it showed, whatever that was; `whenRefused` says which calls it makes
 * when it meets a status, where that is more than one by its own rules.
 */
const clients = [
  { client: 'codex', dialect: 'responses', turn: codex.turn, whenRefused: { 401: Array(6).fill(401), 404: [404] } },
  { client: 'claude code', dialect: 'messages', turn: claude.turn, whenRefused: { 401: [401], 404: [404, 404] } },
];

const attempts = [
  { name: 'text', model: 'sim-small', go: (at) => expectText(at, [200]) },
  { name: 'two tools in turn', model: 'sim-small', go: expectTools },
  { name: '429 once', model: 'sim-429-once', go: (at) => expectText(at, [[429, 503], 200], retryAfter) },
  { name: 'cut before the answer', model: 'sim-cut-before-once', go: (at) => expectText(at, [[0, 502], 200]) },
  { name: 'cut before content', model: 'sim-cut-first-once', needsRouter: true, go: (at) => expectText(at, [502, 200]) },
  { name: 'cut in the middle', model: 'sim-cut-once', go: (at) => expectText(at, [200, 200]) },
  { name: '30 s of silence', model: 'sim-silent', isSlow: true, go: (at) => expectText(at, [200], silence) },
  { name: 'refused for good', model: 'sim-quota', go: (at) => expectRefusal(at, [429], /quota/i) },
  { name: 'unknown model', model: 'nothing', needsRouter: true, go: (at) => expectRefusal(at, at.whenRefused[404], /nothing/) },
  { name: 'unknown token', model: 'sim-small', token: 'none', needsRouter: true, go: (at) => expectRefusal(at, at.whenRefused[401], /401/) },
];

/** On providers of each dialect: the router translates where the agent speaks another. */
const onEachDialect = ['chat', 'responses', 'messages'].flatMap((provider) => [
  { name: `text on ${provider}`, model: `sim-small-on-${provider}`, go: (at) => expectText(at, [200]) },
  { name: `two tools in turn on ${provider}`, model: `sim-small-on-${provider}`, go: expectTools },
  { name: `ten tools with reasoning on ${provider}`, model: `sim-small-on-${provider}`, reasons: true, go: (at) => expectLongLoop(at, provider) },
]).map((attempt) => ({ ...attempt, needsRouter: true }));

const turns = clients.flatMap(({ client, dialect, turn, whenRefused }) => [...attempts, ...onEachDialect].map(
  ({ name, model, token, isSlow, reasons, needsRouter, go }) => ({
    client,
    dialect,
    name,
    model,
    isSlow,
    needsRouter,
    isProgram: true,
    run: (tap, world) => inFreshHome(world, (places) => go({
      exchanges: tap.exchanges,
      dialect,
      whenRefused,
      turn: (prompt) => turn({ ...places, url: tap.url, token: token ?? world.token, model, prompt, reasons, signal: world.signal }),
    })),
  }),
));

/** What only one of them does. */
const others = [
  { client: 'codex', dialect: 'responses', name: 'its own provider', needsRouter: true, go: expectOwnProvider },
  { client: 'claude code', dialect: 'messages', name: 'counts its context', go: expectContext },
].map(({ go, ...scenario }) => ({
  ...scenario,
  model: 'sim-small',
  isProgram: true,
  run: (tap, world) => inFreshHome(world, (places) => go(tap.exchanges, {
    ...places, url: tap.url, token: world.token, model: 'sim-small', signal: world.signal,
  })),
}));

export const agentScenarios = [...turns, ...others];

async function inFreshHome(world, run) {
  const folder = await fs.mkdtemp(path.join(world.folder, 'agent-'));
  const [home, work] = [path.join(folder, 'home'), path.join(folder, 'work')];
  await fs.mkdir(home);
  await fs.mkdir(work);
  await fs.writeFile(path.join(work, 'a-file.txt'), 'text\n');
  await run({ home, work, env: { PATH: process.env.PATH, HOME: home, TMPDIR: folder, LANG: 'C.UTF-8', ...world.outside.env } });
}

async function expectText({ exchanges, turn }, expected, least = 0) {
  const prompt = 'Say hello.';
  const since = Date.now();
  const got = await turn(prompt);
  assert(!got.failed, `it failed: ${tail(got.said)}`);
  expectAnswer(got.text, prompt);
  expectStatuses(exchanges, expected);
  expectAtLeast(Date.now() - since, least, 'the turn');
}

async function expectTools({ exchanges, turn }) {
  const prompt = 'A two-tool turn: list the files here.';
  const got = await turn(prompt);
  assert(!got.failed, `it failed: ${tail(got.said)}`);
  expectToolAnswer(got.text, prompt);
  assert.deepEqual(got.commands, [0, 0], `the commands of the tools: ${tail(got.said)}`);
  expectStatuses(exchanges, [200, 200, 200]);
}

/**
 * The simulator refuses reasoning that is not byte for byte what it made, and the router then tries once more without: so one attempt for
 * each request is proof that what came back was whole.
 */
async function expectLongLoop({ exchanges, dialect, turn }, provider) {
  const prompt = 'A ten-tool turn: list the files here.';
  const got = await turn(prompt);
  assert(!got.failed, `it failed: ${tail(got.said)}`);
  expectToolAnswer(got.text, prompt, 10);
  assert.deepEqual(got.commands, Array(10).fill(0), `the commands of the tools: ${tail(got.said)}`);
  expectStatuses(exchanges, Array(11).fill(200));
  const calls = exchanges.filter(({ status, attempts }) => status === 200 && attempts);
  assert.deepEqual(calls.map(({ attempts }) => attempts), Array(11).fill('1'), 'some request was tried again');
  const carries = dialect !== provider;
  assert.deepEqual(calls.map(({ sealed }) => sealed), [false, ...Array(10).fill(carries)], 'the reasoning that the router sealed');
  assert(carries ? calls.every(({ approximated }) => !/thinking$|input\[\]\.reasoning/.test(approximated)) : true, `reasoning was left out: ${JSON.stringify(calls)}`);
}

async function expectRefusal({ exchanges, turn }, expected, reason) {
  const got = await turn('Say hello.');
  assert(got.failed, `a refusal passed for an answer: ${got.text}`);
  expectStatuses(exchanges, expected);
  assert.match(got.said, reason, 'it does not say why');
}

/** Codex's built-in provider asks for a WebSocket first; the answer to that makes it use plain requests at once. */
async function expectOwnProvider(exchanges, at) {
  const prompt = 'Say hello.';
  const got = await codex.turn({ ...at, prompt, ownProvider: true });
  assert(!got.failed, `it failed: ${tail(got.said)}`);
  expectAnswer(got.text, prompt);
  assert.deepEqual(exchanges.map(({ method, status }) => `${method} ${status}`), ['GET 426', 'POST 200']);
}

/** `/context` counts each part of the context by itself. */
async function expectContext(exchanges, at) {
  const got = await claude.turn({ ...at, prompt: '/context' });
  assert(!got.failed, `it failed: ${tail(got.said)}`);
  assert.match(got.text, /System tools \|/);
  const counts = exchanges.filter((exchange) => exchange.path.startsWith('/v1/messages/count_tokens'));
  assert(counts.length > 1 && counts.every((exchange) => exchange.status === 200), `the counts were ${JSON.stringify(counts)}`);
  expectStatuses(exchanges, []);
}

const tail = (text) => text.slice(-2000);
