// The official Anthropic SDK on Messages; whole answers with x-api-key, streams with a bearer token, so that both are tried.
import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { carryOut, tools } from './tools.mjs';

const maxTokens = 1024;

export const clients = [{ client: '@anthropic-ai/sdk', dialect: 'messages', turn }];

/** What is called beside turns. */
export const others = [
  { client: '@anthropic-ai/sdk', dialect: 'models', name: 'list, and one', go: expectModels },
  { client: '@anthropic-ai/sdk', dialect: 'messages', name: 'count of tokens', go: expectCount },
];

async function turn({ url, token, model, prompt, stream, withTools, signal }) {
  const client = connect({ url, token }, stream);
  const messages = [{ role: 'user', content: prompt }];
  const calls = [];
  for (;;) {
    const body = { model, max_tokens: maxTokens, messages, ...(withTools && { tools: tools.map(inMessages) }) };
    const answer = stream
      ? await client.messages.stream(body, { signal }).finalMessage()
      : await client.messages.create(body, { signal });
    const made = answer.content.filter((block) => block.type === 'tool_use');
    if (made.length === 0) {
      return {
        text: answer.content.map((block) => block.text).join(''),
        finished: answer.stop_reason === 'end_turn',
        calls,
        usage: { input: answer.usage.input_tokens, output: answer.usage.output_tokens },
      };
    }
    const results = made.map(({ id, name, input }) => ({ type: 'tool_result', tool_use_id: id, content: carryOut(name, input) }));
    calls.push(...made.map((call) => call.name));
    messages.push({ role: 'assistant', content: answer.content }, { role: 'user', content: results });
  }
}

const inMessages = ({ name, description, parameters }) => ({ name, description, input_schema: parameters });

const connect = ({ url, token }, asBearer) => new Anthropic({
  baseURL: url,
  ...(asBearer ? { authToken: token, apiKey: null } : { apiKey: token, authToken: null }),
});

async function expectModels({ url, token, model, signal }) {
  const client = connect({ url, token }, false);
  const ids = [];
  for await (const entry of client.models.list({}, { signal })) ids.push(entry.id);
  assert(ids.includes(model), `the list is ${ids}`);
  assert.equal((await client.models.retrieve(model, {}, { signal })).id, model);
}

async function expectCount({ url, token, model, signal }) {
  const client = connect({ url, token }, true);
  const messages = [{ role: 'user', content: 'How long is this?' }];
  const { input_tokens: count } = await client.messages.countTokens({ model, messages, tools: tools.map(inMessages) }, { signal });
  assert(count > 0, `the count is ${count}`);
}
