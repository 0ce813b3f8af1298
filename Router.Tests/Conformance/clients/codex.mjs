// Codex CLI on Responses: one turn of `codex exec`, in a home folder of its own.
import fs from 'node:fs/promises';
import path from 'node:path';
import { inPackages } from './places.mjs';
import { run } from './programs.mjs';

const program = inPackages('@openai/codex/bin/codex.js');

const common = (model, reasons) => `model = "${model}"
${reasons ? 'model_reasoning_effort = "high"\nmodel_reasoning_summary = "detailed"\nmodel_supports_reasoning_summaries = true\n' : ''}
# Otherwise it asks for its plugins, and for where to send its metrics, outside.
[analytics]
enabled = false
[features]
plugins = false
`;

const routerProvider = (url) => `model_provider = "router"
model_providers.router = { name = "router", base_url = "${url}/v1", wire_api = "responses", env_key = "ROUTER_TOKEN" }
`;

const builtInProvider = (url) => `openai_base_url = "${url}/v1"
`;

/** @returns {text, failed, commands: [exit code], said} */
export async function turn({ url, token, model, prompt, home, work, env, signal, reasons = false, ownProvider = false }) {
  const folder = path.join(home, '.codex');
  await fs.mkdir(folder);
  await fs.writeFile(path.join(folder, 'config.toml'), (ownProvider ? builtInProvider : routerProvider)(url) + common(model, reasons));
  const ended = await run(process.execPath, [program, 'exec', '--skip-git-repo-check', '--json', '-s', 'danger-full-access', prompt], {
    cwd: work,
    env: { ...env, [ownProvider ? 'CODEX_API_KEY' : 'ROUTER_TOKEN']: token },
    signal,
  });
  const events = ended.output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const items = events.filter((event) => event.type === 'item.completed').map((event) => event.item);
  return {
    text: items.filter((item) => item.type === 'agent_message').map((item) => item.text).join(''),
    failed: ended.code !== 0,
    commands: items.filter((item) => item.type === 'command_execution').map((item) => item.exit_code),
    said: ended.output + ended.errors,
  };
}
