// A router as its users run it: a process with a configuration file, a data folder and two listeners on loopback.
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { kill, run, start } from './programs.mjs';

const startLimit = 120_000;
const stopLimit = 120_000;

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
  let exited;
  router.ended.then((code) => (exited = `ended with ${code}`), (error) => (exited = `does not run: ${error.message}`));
  while (!(await Promise.all(addresses.map(isReady))).every(Boolean)) {
    if (exited || Date.now() - since > startLimit) {
      kill(router);
      throw new Error(`The router ${exited ?? 'is not ready'}:\n${router.errors}${router.output}`);
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

// Below the ports that the system gives to outgoing connections and to listeners on port 0: one of those may become the near
// end of any connection before the router takes it.
const [firstPort, ports] = [20_000, 12_000];
let nextPort = Math.floor(Math.random() * ports);

async function freePort() {
  for (let tries = 0; tries < ports; tries++) {
    nextPort = (nextPort + 1) % ports;
    if (await isFree(firstPort + nextPort)) return firstPort + nextPort;
  }
  throw new Error(`No port of ${firstPort} to ${firstPort + ports - 1} is free.`);
}

function isFree(port) {
  const server = net.createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
