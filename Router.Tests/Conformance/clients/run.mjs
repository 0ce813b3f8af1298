// Runs the official clients against the router and its built-in simulator; prints a line a check and `N passed, N failed`.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { whatIsMissing } from './installed.mjs';
import { here } from './places.mjs';
import { Report } from './report.mjs';

const usage = `usage: node run.mjs [--router FILE | --base-url URL [--token TOKEN]] [--only WORD]

  --router FILE     the published router, or router.dll (default: $ROUTER_BINARY)
  --base-url URL    something that runs already: a router, or \`router simulate\`; any of its models that a check needs must be there
  --token TOKEN     the token for it
  --only WORD       only the checks whose line has the word`;

const { values: given } = parseArgs({
  options: {
    router: { type: 'string', default: process.env.ROUTER_BINARY },
    'base-url': { type: 'string' },
    token: { type: 'string', default: 'any-token' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (given.help) {
  console.log(usage);
  process.exit(0);
}

const missing = await whatIsMissing();
if (missing) {
  console.log(`skipped: run npm ci in ${path.relative(process.cwd(), here) || '.'} (${missing})`);
  if (process.env.CI) console.log('0 passed, 1 failed');
  process.exit(process.env.CI ? 1 : 0);
}

if (!given.router && !given['base-url']) {
  console.error(usage);
  process.exit(2);
}

const { agentScenarios } = await import('./agent-scenarios.mjs');
const { sdkScenarios } = await import('./sdk-scenarios.mjs');
const { openOutside } = await import('./outside.mjs');
const { startRouter } = await import('./router.mjs');
const { runAll } = await import('./schedule.mjs');

const report = new Report();
const scenarios = [...agentScenarios, ...sdkScenarios]
  .filter((scenario) => !given['base-url'] || !scenario.needsRouter)
  .filter((scenario) => `${scenario.client} ${scenario.dialect} ${scenario.name}`.includes(given.only));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'router-clients-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
const outside = await openOutside();
const models = [...new Set(scenarios.map((scenario) => scenario.model))].filter((model) => model.startsWith('sim-'));
const router = given['base-url']
  ? { url: given['base-url'], token: given.token }
  : await startRouter(given.router, folder, models);
const posts = await runAll(scenarios, { router, outside, report, folder });

await report.check('all', '', 'nothing is asked of the outside', () => {
  if (outside.asked.length) throw new Error(`asked for: ${[...new Set(outside.asked)].join(', ')}`);
});
if (router.stop) await checkLedger(router, posts);
if (report.failed && router.log) console.log(`the end of the router's log:\n${router.log().split('\n').slice(-30).join('\n')}`);
report.end();
process.exit(report.failed ? 1 : 0);

async function checkLedger(router, posts) {
  await report.check('router', '', 'stops when asked to', async () => {
    const code = await router.stop();
    if (code !== 0) throw new Error(`its exit code is ${code}`);
  });

  // Only now: a router that runs gathers rows for some milliseconds before it writes them.
  await report.check('router', 'ledger', 'one row for each request', async () => {
    const { code, output, errors } = await router.verb('verify', '--json');
    if (code !== 0) throw new Error(output + errors);
    const { rows } = JSON.parse(output);
    if (rows !== posts) throw new Error(`${posts} requests were made, and the ledger has ${rows}`);
  });
}
