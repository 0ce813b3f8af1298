// What both command-line agents go through.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as claude from './claude.mjs';
import * as codex from './codex.mjs';
import { expectAnswer, expectAtLeast, expectStatuses, expectToolAnswer, retryAfter, silence } from './expectations.mjs';

/** A client has a `turn` that runs the program once and tells what it showed, whatever that was. */
const clients = [
  { client: 'codex', dialect: 'responses', turn: codex.turn },
  { client: 'claude code', dialect: 'messages', turn: claude.turn },
];

const attempts = [
  { name: 'text', model: 'sim-small', go: (at) => expectText(at, [200]) },
  { name: 'two tools in turn', model: 'sim-small', go: expectTools },
  { name: '429 once', model: 'sim-429-once', go: (at) => expectText(at, [[429, 503], 200], retryAfter) },
  { name: 'cut before the answer', model: 'sim-cut-before-once', go: (at) => expectText(at, [[0, 502], 200]) },
  { name: 'cut before content', model: 'sim-cut-first-once', needsRouter: true, go: (at) => expectText(at, [502, 200]) },
  { name: 'cut in the middle', model: 'sim-cut-once', go: (at) => expectText(at, [200, 200]) },
  { name: '30 s of silence', model: 'sim-silent', isSlow: true, go: (at) => expectText(at, [200], silence) },
  { name: 'refused for good', model: 'sim-quota', go: expectRefusal },
];

export const agentScenarios = clients.flatMap(({ client, dialect, turn }) => attempts.map(
  ({ name, model, isSlow, needsRouter, go }) => ({
    client,
    dialect,
    name,
    model,
    isSlow,
    needsRouter,
    isProgram: true,
    run: async (tap, { token, signal, outside }) => {
      const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'router-agent-'));
      try {
        const [home, work] = [path.join(folder, 'home'), path.join(folder, 'work')];
        await fs.mkdir(home);
        await fs.mkdir(work);
        await fs.writeFile(path.join(work, 'a-file.txt'), 'text\n');
        const env = { PATH: process.env.PATH, HOME: home, TMPDIR: folder, LANG: 'C.UTF-8', ...outside.env };
        await go({
          exchanges: tap.exchanges,
          turn: (prompt) => turn({ url: tap.url, token, model, prompt, home, work, env, signal }),
        });
      } finally {
        await fs.rm(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  }),
));

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

async function expectRefusal({ exchanges, turn }) {
  const got = await turn('Say hello.');
  assert(got.failed, `a refusal passed for an answer: ${got.text}`);
  expectStatuses(exchanges, [429]);
  assert.match(got.said, /quota/, 'it does not say why');
}

const tail = (text) => text.slice(-2000);
