// The router that the clients are tried with: a group for each of the simulator's models, and one caller.
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from './places.mjs';
import { commandOf, freeAddresses, runVerb, serve } from './router-process.mjs';

const token = 'caller-token-of-the-clients';
const licence = path.join(root, 'licenses/development.license.json');

/**
 * @param {string} binary The published file, or router.dll.
 * @param {string} folder Where its configuration and its data lie.
 * @param {string[]} models Names of the simulator's models; each becomes a group of the same name. With `-on-chat`, `-on-responses` or
 *   `-on-messages` behind it, its provider speaks that dialect alone.
 */
export async function startRouter(binary, folder, models) {
  const command = commandOf(binary);
  const addresses = await freeAddresses();
  const config = path.join(folder, 'router.yaml');
  await fs.writeFile(config, configuration(addresses, models));
  return {
    ...(await serve(command, config, addresses)),
    url: addresses[0],
    token,
    /** Runs another verb of the router on the same configuration. */
    verb: (...words) => runVerb(command, config, ...words),
  };
}

const dialects = { chat: 'openai-chat', responses: 'openai-responses', messages: 'anthropic-messages' };

/** The provider's keys for a group's name: what it speaks, and its model. */
function provider(group) {
  const [, model, dialect] = /^(.*?)(?:-on-(\w+))?$/.exec(group);
  const speaks = dialect ? ` dialects: [${dialects[dialect]}],` : '';
  return `base_url: simulator,${speaks} models: { ${model}: { prices: { input: 1, output: 2 } } }`;
}

/**
 * One provider for each model, so that the troubles of one do not touch another; the router itself retries nothing. Answers carry the
 * group's name, for Claude Code gives back no thinking of a model that it did not ask for.
 */
function configuration([url, adminUrl], models) {
  const hash = createHash('sha256').update(token).digest('hex');
  return [
    `server: { listen: "${url}", admin_listen: "${adminUrl}", model_identity: group }`,
    `license: { path: ${JSON.stringify(licence)}, environment: development }`,
    'providers:',
    ...models.map((model) => `  p-${model}: { ${provider(model)} }`),
    'groups:',
    ...models.map((model) => `  ${model}: { targets: [ { provider: p-${model}, model: ${model.split('-on-')[0]} } ], retry: { same_target: 0 } }`),
    'callers:',
    `  - { id: clients, user: clients, project: clients, environment: development, token_sha256: "${hash}", allow: [${models.join(', ')}] }`,
    '',
  ].join('\n');
}
