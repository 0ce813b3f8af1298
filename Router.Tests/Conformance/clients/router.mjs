// Starts the router as its users do: a process with a configuration file, a data folder and two listeners on loopback.
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './places.mjs';
import { kill, run, start } from './programs.mjs';

const startLimit = 30_000;
const stopLimit = 30_000;
const token = 'caller-token-of-the-clients';
const licence = path.join(root, 'licenses/development.license.json');

/**
 * @param {string} binary The published file, or router.dll.
 * @param {string} folder Where its configuration and its data lie.
 * @param {string[]} models Names of the simulator's models; each becomes a group of the same name.
 */
export async function startRouter(binary, folder, models) {
  const [file, ...leading] = binary.endsWith('.dll') ? [process.env.DOTNET_HOST_PATH ?? 'dotnet', path.resolve(binary)] : [path.resolve(binary)];
  const ports = [await freePort(), await freePort()];
  const [url, adminUrl] = ports.map((port) => `http://127.0.0.1:${port}`);
  const config = path.join(folder, 'router.yaml');
  await fs.writeFile(config, configuration(url, adminUrl, models));
  const options = { env: process.env, cwd: folder };
  const router = start(file, [...leading, 'serve', '--config', config], options);

  await ready(router, [url, adminUrl]);
  return {
    url,
    token,
    /** What it wrote to its log. */
    log: () => router.errors,
    /** How many requests its ledger has rows for. */
    async requests() {
      const answer = await fetch(`${url}/v1/usage`, { headers: { authorization: `Bearer ${token}` } });
      return (await answer.json()).totals.requests;
    },
    /** Asks it to stop, as a service manager does: its exit code. */
    async stop() {
      kill(router, 'SIGTERM');
      const late = setTimeout(() => kill(router), stopLimit);
      const code = await router.ended;
      clearTimeout(late);
      return code;
    },
    /** Runs another verb of the router on the same configuration. */
    verb: (name) => run(file, [...leading, name, '--config', config], options),
  };
}

/** One provider for each model, so that the troubles of one do not touch another; the router itself retries nothing. */
function configuration(url, adminUrl, models) {
  const hash = createHash('sha256').update(token).digest('hex');
  return [
    `server: { listen: "${url}", admin_listen: "${adminUrl}" }`,
    `license: { path: ${JSON.stringify(licence)}, environment: development }`,
    'providers:',
    ...models.map((model) => `  p-${model}: { base_url: simulator, models: { ${model}: { prices: { input: 1, output: 2 } } } }`),
    'groups:',
    ...models.map((model) => `  ${model}: { targets: [ { provider: p-${model}, model: ${model} } ], retry: { same_target: 0 } }`),
    'callers:',
    `  - { id: clients, user: clients, project: clients, environment: development, token_sha256: "${hash}", allow: [${models.join(', ')}] }`,
    '',
  ].join('\n');
}

async function ready(router, urls) {
  const since = Date.now();
  let exited;
  router.ended.then((code) => (exited = `ended with ${code}`), (error) => (exited = `does not run: ${error.message}`));
  while (!(await Promise.all(urls.map(isReady))).every(Boolean)) {
    if (exited || Date.now() - since > startLimit) {
      kill(router);
      throw new Error(`The router ${exited ?? 'is not ready'}:\n${router.errors}${router.output}`);
    }
    await delay(20);
  }
}

async function isReady(url) {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
