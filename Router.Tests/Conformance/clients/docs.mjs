// Does what the pages of Router/Docs say, word for word, with a router as its first start makes it; prints a line a page and
// `N passed, N failed`. Nothing of a page is changed but the router's two addresses.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startFirstRouter } from './first-router.mjs';
import { whatIsMissing } from './installed.mjs';
import { openOutside } from './outside.mjs';
import { doBlock, enter } from './page-run.mjs';
import { readPage } from './pages.mjs';
import { here, root } from './places.mjs';
import { Report } from './report.mjs';

const documentation = path.join(root, 'Router/Docs');

const { values: given, positionals: asked } = parseArgs({
  options: { router: { type: 'string', default: process.env.ROUTER_BINARY } },
  allowPositionals: true,
});
if (!given.router) {
  console.error('usage: node docs.mjs [--router FILE] [PAGE…]\n\n  --router FILE     the published router, or router.dll (default: $ROUTER_BINARY)');
  process.exit(2);
}

const absent = await whatIsMissing();
if (absent) {
  console.error(`run npm ci in ${path.relative(process.cwd(), here) || '.'} (${absent})`);
  process.exit(1);
}

const report = new Report();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'router-docs-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
const outside = await openOutside();
const router = await startFirstRouter(given.router, path.join(folder, 'router'));
for (const page of asked.length ? asked : fs.readdirSync(documentation).filter((name) => name.endsWith('.md'))) {
  for (const { modules, version } of installations(page)) await tryPage(page, modules, version);
}

await report.check('all', '', 'nothing is asked of the outside', () => {
  if (outside.asked.length) throw new Error(`asked for: ${[...new Set(outside.asked)].join(', ')}`);
});
await report.check('router', '', 'stops when asked to', async () => {
  const code = await router.stop();
  if (code !== 0) throw new Error(`its exit code is ${code}`);
});
if (report.failed) console.log(`the end of the router's log:\n${router.log().split('\n').slice(-30).join('\n')}`);
report.end();
process.exit(report.failed ? 1 : 0);

async function tryPage(page, modules, version) {
  let lacks;
  await report.check(page, version, 'does what it says', async () => {
    const id = `${path.parse(page).name}${version && `-${version}`}`;
    const place = await enter(router, { root: path.join(folder, id), token: await router.issueToken(id), env: outside.env, modules });
    for (const block of readPage(path.join(documentation, page))) {
      await doBlock(place, block).catch((error) => {
        throw new Error(`${page}:${block.line}: ${error.message}`);
      });
    }

    lacks = place.lacks;
  });
  if (lacks) console.log(`    ${lacks} is not installed here: the examples were compiled, not run`);
}

/** What `npm install` brings; a page about a package that is here in several versions, such as openai-6, is tried with each. */
function installations(page) {
  const versions = new Map();
  for (const name of Object.keys(JSON.parse(fs.readFileSync(path.join(here, 'package.json'), 'utf8')).devDependencies)) {
    const [, plain, version] = /^(.*?)(?:-(\d+))?$/.exec(name);
    versions.set(plain, [...(versions.get(plain) ?? []), { name, version: version ?? '' }]);
  }

  const newest = Object.fromEntries([...versions].map(([plain, all]) => [plain, all.at(-1).name]));
  const [subject, all] = [...versions].find(([plain, all]) => all.length > 1 && page === `${plain}-node.md`) ?? [];
  return all ? all.map(({ name, version }) => ({ modules: { ...newest, [subject]: name }, version })) : [{ modules: newest, version: '' }];
}
