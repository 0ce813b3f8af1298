// A router as its users run it: a process with a configuration file, a data folder and two listeners on loopback.
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { kill, run, start } from './programs.mjs';

const startLimit = 30_000;
const stopLimit = 30_000;

/** The words that a command line of this router begins with. @param {string} binary The published file, or router.dll. */
export function commandOf(binary) {
  const file = path.resolve(binary);
  return file.endsWith('.dll') ? [process.env.DOTNET_HOST_PATH ?? 'dotnet', file] : [file];
}

/** Where the router is to listen: for callers, and for administrators. */
export async function freeAddresses() {
  return [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
}

/** Runs one of the router's verbs on a configuration. */
export function runVerb([file, ...leading], config, ...words) {
  return run(file, [...leading, ...words, '--config', config], { env: process.env, cwd: path.dirname(config) });
}

/** Serves what a configuration says, and is ready. */
export async function serve([file, ...leading], config, addresses) {
  const router = start(file, [...leading, 'serve', '--config', config], { env: process.env, cwd: path.dirname(config) });
  await ready(router, addresses);
  return {
    /** What it wrote to its log. */
    log: () => router.errors,
    /** Asks it to stop, as a service manager does: its exit code. */
    async stop() {
      kill(router, 'SIGTERM');
      const late = setTimeout(() => kill(router), stopLimit);
      const code = await router.ended;
      clearTimeout(late);
      return code;
    },
  };
}

async function ready(router, addresses) {
  const since = Date.now();
  let exited = false;
  router.ended.then(() => (exited = true), () => (exited = true));
  while (!(await Promise.all(addresses.map(isReady))).every(Boolean)) {
    if (exited || Date.now() - since > startLimit) {
      kill(router);
      throw new Error(`The router ${exited ? 'ended' : 'is not ready'}:\n${router.errors}${router.output}`);
    }
    await delay(20);
  }
}

async function isReady(address) {
  try {
    return (await fetch(`${address}/readyz`)).ok;
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
