// The official Anthropic SDK on Messages; whole answers with x-api-key, streams with a bearer token, so that both are tried.
import Anthropic from '@anthropic-ai/sdk';
import { carryOut, tools } from './tools.mjs';

const maxTokens = 1024;

export const clients = [{ client: '@anthropic-ai/sdk', dialect: 'messages', turn }];

async function turn({ url, token, model, prompt, stream, withTools, signal }) {
  const client = new Anthropic({ baseURL: url, ...(stream ? { authToken: token, apiKey: null } : { apiKey: token, authToken: null }) });
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
