// Does what the blocks of one page say, as its reader would: in a home folder and a folder for examples, both new and empty.
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { here } from './places.mjs';
import { missing } from './pages.mjs';
import { run } from './programs.mjs';

const runLimit = 180_000;
const eventuallyLimit = 60_000;
const packages = path.join(here, 'node_modules');

/**
 * @param {object} router From `startFirstRouter`.
 * @param {object} reader `root`, its folder; `token`; `env`, what leads its programs nowhere but to the router; `modules`, the packages
 *   that its `npm install` brings, by the names of those that are installed here.
 */
export async function enter(router, { root, token, env, modules }) {
  const [home, work, bin] = ['home', 'work', 'bin'].map((name) => path.join(root, name));
  for (const folder of [home, work, bin]) await fs.mkdir(folder, { recursive: true });
  for (const [name, installed] of Object.entries(modules)) {
    const link = path.join(work, 'node_modules', name);
    await fs.mkdir(path.dirname(link), { recursive: true });
    await fs.symlink(path.join(packages, installed), link);
  }

  const quoted = router.command.map((word) => `'${word}'`).join(' ');
  await fs.writeFile(path.join(bin, 'router'), `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });
  return {
    router,
    home,
    work,
    /** The pip package that the page needs and this machine does not have, or null. */
    lacks: null,
    env: {
      ...env,
      PATH: [bin, path.join(packages, '.bin'), process.env.PATH].join(path.delimiter),
      HOME: home,
      LANG: 'C.UTF-8',
      ROUTER_CONFIG: router.config,
      ROUTER_TOKEN: token,
      ROUTER_ADMIN_TOKEN: router.adminToken,
    },
  };
}

/** Does one block; throws when something else happens than the page says. */
export async function doBlock(place, block) {
  if (block.file) await writeFile(place, block);
  else if (block.marks.includes('install')) await install(place, block);
  else if (block.marks.includes('check')) await check(place, block);
  else if (block.marks.includes('run') && !place.lacks) await runBlock(place, block);
}

async function writeFile(place, block) {
  const file = block.file.startsWith('~/') ? path.join(place.home, block.file.slice(2)) : path.join(place.work, block.file);
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, place.router.here(block.text));
  if (place.lacks && file.endsWith('.py')) await must(place, 'python3', '-m', 'py_compile', file); // what cannot be run is at least Python
}

/** Packages are installed before, in versions that do not change from day to day; the page must name those. */
async function install(place, block) {
  const [, installer, words] = /^(npm|pip) install (.+)$/m.exec(block.text) ?? [];
  for (const name of words.split(' ').filter((word) => !word.startsWith('-'))) {
    if (installer === 'npm') await fs.access(path.join(place.work, 'node_modules', name));
    else if ((await command(place, 'python3', '-c', `import ${name}`)).code !== 0) place.lacks = name;
  }
}

async function check(place, block) {
  const file = path.join(place.work, 'piece.yaml');
  await fs.writeFile(file, block.text);
  await must(place, 'router', 'check', '--config', file);
}

async function runBlock(place, block) {
  // As in a terminal, what one block exports the next ones have.
  const script = `set -e\n[ ! -f ../exported ] || . ../exported\n${place.router.here(block.text)}\nexport -p >../exported`;
  const limit = Date.now() + (block.marks.includes('eventually') ? eventuallyLimit : 0);
  while (true) {
    const { code, output, errors } = await command(place, 'bash', '-c', script);
    const absent = block.expect === undefined ? null : missing(block.expect, output);
    if (code === 0 && absent === null) return;
    if (Date.now() > limit) throw new Error(`${absent === null ? `exit code ${code}` : `not there: ${absent}`}\n$ ${block.text}${output}${errors}`);
    await delay(100);
  }
}

async function must(place, ...words) {
  const { code, output, errors } = await command(place, ...words);
  if (code !== 0) throw new Error(`${words.join(' ')}: exit code ${code}\n${output}${errors}`);
}

function command({ env, work }, file, ...words) {
  return run(file, words, { env, cwd: work, signal: AbortSignal.timeout(runLimit) });
}
