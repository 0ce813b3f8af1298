// Runs the scenarios side by side: those that wait at once, and of the others as many as a small machine bears.
import { openTap } from './tap.mjs';

const sdksAtOnce = 8;
const programsAtOnce = 2;
const usualLimit = 60_000;
const slowLimit = 100_000;

/** @returns how many POST requests the clients made with a token that the router knows. */
export async function runAll(scenarios, world) {
  const slow = scenarios.filter((scenario) => scenario.isSlow);
  const quick = scenarios.filter((scenario) => !scenario.isSlow);
  let posts = 0;
  const one = async (scenario) => {
    const made = await runOne(scenario, world);
    posts += made;
  };
  await Promise.all([
    inPool(slow, slow.length, one),
    inPool(quick.filter((scenario) => scenario.isProgram), programsAtOnce, one),
    inPool(quick.filter((scenario) => !scenario.isProgram), sdksAtOnce, one),
  ]);
  return posts;
}

async function runOne(scenario, { router, outside, report, folder }) {
  const tap = await openTap(router.url);
  const { client, dialect, name, isSlow } = scenario;
  await report.check(client, dialect, name, () => within(
    isSlow ? slowLimit : usualLimit,
    (signal) => scenario.run(tap, { token: router.token, outside, folder, signal }),
  ));
  tap.close();
  return tap.exchanges.filter((exchange) => exchange.method === 'POST' && exchange.status !== 401).length;
}

/** Fails when the time is up, and tells whoever listens to the signal to stop. */
async function within(milliseconds, run) {
  const stop = new AbortController();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it took longer than ${milliseconds / 1000} s`));
      stop.abort();
    }, milliseconds);
  });
  try {
    await Promise.race([run(stop.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function inPool(items, size, run) {
  const waiting = [...items];
  await Promise.all(Array.from({ length: size }, async () => {
    while (waiting.length) await run(waiting.shift());
  }));
}
