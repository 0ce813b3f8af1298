// One line for each check, and the count at the end.

export class Report {
  passed = 0;
  failed = 0;

  /** Runs a check; one that throws has failed, and what it threw says why. */
  async check(client, dialect, name, run) {
    const since = performance.now();
    let failure;
    try {
      await run();
      this.passed++;
    } catch (error) {
      failure = error ?? new Error('it threw nothing');
      this.failed++;
    }
    const seconds = ((performance.now() - since) / 1000).toFixed(1).padStart(6);
    console.log(`${client.padEnd(18)} ${dialect.padEnd(10)} ${name.padEnd(32)} ${failure ? 'failed' : 'ok    '} ${seconds} s`);
    if (failure) console.log((failure.stack ?? String(failure)).replace(/^/gm, '    '));
  }

  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
  }
}
