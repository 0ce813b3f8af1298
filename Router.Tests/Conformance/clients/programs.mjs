// Runs programs, each in a process group of its own and with a time limit, so that none outlives this one.
import { spawn } from 'node:child_process';

const running = new Set();

process.on('exit', () => running.forEach((child) => kill(child)));
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(signal, () => process.exit(code));
}

/** Starts a program; `child.output` grows with what it writes, and `child.ended` resolves to its exit code (null: killed). */
export function start(file, args, { env, cwd, signal }) {
  const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  running.add(child);
  child.output = '';
  child.errors = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (child.output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (child.errors += text));
  child.ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
    child.once('exit', () => kill(child)); // what it left behind in its group
  }).finally(() => running.delete(child));
  child.ended.catch(() => {}); // whoever waits for it hears of it
  signal?.addEventListener('abort', () => kill(child), { once: true });
  return child;
}

/** Runs a program to its end. */
export async function run(file, args, options) {
  const child = start(file, args, options);
  const code = await child.ended;
  return { code, output: child.output, errors: child.errors };
}

/** Ends a program and all that it started. */
export function kill(child, how = 'SIGKILL') {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(how);
    else process.kill(-child.pid, how);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error; // EPERM is what an ended group answers on macOS
  }
}
