// Claude Code on Messages: one turn of `claude -p`, in a home folder of its own.
import { inPackages } from './places.mjs';
import { run } from './programs.mjs';

const program = inPackages('@anthropic-ai/claude-code/bin/claude.exe'); // its name on every system

/** @returns {text, failed, commands: [exit code], said} */
export async function turn({ url, token, model, prompt, work, env, signal, reasons = false }) {
  const ended = await run(program, ['-p', prompt, '--allowedTools', 'Bash(ls:*)', '--output-format', 'stream-json', '--verbose'], {
    cwd: work,
    env: {
      ...env,
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_AUTH_TOKEN: token,
      ANTHROPIC_MODEL: model,
      CLAUDE_CODE_SUBAGENT_MODEL: model,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      ...(reasons ? { MAX_THINKING_TOKENS: '8000' } : {}),
    },
    signal,
  });
  const events = ended.output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const result = events.find((event) => event.type === 'result');
  const blocks = events.filter((event) => event.type === 'user').flatMap((event) => event.message.content);
  return {
    text: result?.result ?? '',
    failed: ended.code !== 0 || result?.is_error !== false,
    commands: blocks.filter((block) => block.type === 'tool_result').map((block) => (block.is_error ? 1 : 0)),
    said: ended.output + ended.errors,
  };
}
