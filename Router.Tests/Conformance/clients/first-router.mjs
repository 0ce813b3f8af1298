// A router as its first start makes it: with the configuration and the tokens that `router init` writes, at addresses of its own.
import fs from 'node:fs/promises';
import path from 'node:path';
import { commandOf, freeAddresses, runVerb, serve } from './router-process.mjs';

const usual = ['http://127.0.0.1:8080', 'http://127.0.0.1:8081'];

/**
 * @param {string} binary The published file, or router.dll.
 * @param {string} folder Where its configuration and its data are made.
 */
export async function startFirstRouter(binary, folder) {
  const command = commandOf(binary);
  const config = path.join(folder, 'router.yaml');
  await fs.mkdir(folder, { recursive: true });
  const adminToken = (await json('init')).admin_token;

  const addresses = await freeAddresses();
  const here = (text) => usual.reduce((done, address, index) => done.replaceAll(address, addresses[index]), text);
  await fs.writeFile(config, here(await fs.readFile(config, 'utf8')));
  return {
    ...(await serve(command, config, addresses)),
    command,
    config,
    adminToken,
    /** A text with this router's addresses in place of the usual ones. */
    here,
    /** A token for a new caller. */
    issueToken: async (id) =>
      (await json('token', 'issue', '--id', id, '--user', 'reader', '--project', 'docs', '--environment', 'development', '--allow', '*')).token,
  };

  async function json(...words) {
    const { code, output, errors } = await runVerb(command, config, ...words, '--json');
    if (code !== 0) throw new Error(`router ${words[0]} exited with ${code}:\n${output}${errors}`);
    return JSON.parse(output);
  }
}
