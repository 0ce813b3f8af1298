// The official OpenAI SDK, in both of its current major versions, on Chat Completions and on Responses.
import assert from 'node:assert/strict';
import OpenAI6 from 'openai-6';
import OpenAI7 from 'openai-7';
import { carryOut, tools } from './tools.mjs';

const versions = { 'openai 6': OpenAI6, 'openai 7': OpenAI7 };

/** @returns a client on a dialect: see sdk-scenarios.mjs for what `turn` gets and gives. */
export const clients = Object.entries(versions).flatMap(([client, OpenAI]) => [
  { client, dialect: 'chat', turn: (request) => chat(connect(OpenAI, request), request) },
  { client, dialect: 'responses', turn: (request) => responses(connect(OpenAI, request), request) },
]);

/** What is called beside turns. */
export const others = Object.entries(versions).flatMap(([client, OpenAI]) => [
  { client, dialect: 'models', name: 'list, and one', go: (request) => expectModels(connect(OpenAI, request), request) },
  { client, dialect: 'embeddings', name: 'two texts', go: (request) => expectEmbeddings(connect(OpenAI, request), request) },
]);

const connect = (OpenAI, { url, token }) => new OpenAI({ baseURL: `${url}/v1`, apiKey: token });

async function chat(client, { model, prompt, stream, withTools, signal }) {
  const messages = [{ role: 'user', content: prompt }];
  const calls = [];
  for (;;) {
    const body = { model, messages, ...(withTools && { tools: tools.map((tool) => ({ type: 'function', function: tool })) }) };
    const answer = stream
      ? await client.chat.completions.stream({ ...body, stream_options: { include_usage: true } }, { signal }).finalChatCompletion()
      : await client.chat.completions.create(body, { signal });
    const [{ message, finish_reason: finish }] = answer.choices;
    const { prompt_tokens: input, completion_tokens: output } = answer.usage;
    if (!message.tool_calls?.length) {
      return { text: message.content, finished: finish === 'stop', calls, usage: { input, output } };
    }
    messages.push(message);
    for (const call of message.tool_calls) {
      calls.push(call.function.name);
      const content = carryOut(call.function.name, JSON.parse(call.function.arguments));
      messages.push({ role: 'tool', tool_call_id: call.id, content });
    }
  }
}

async function responses(client, { model, prompt, stream, withTools, signal }) {
  const input = [{ role: 'user', content: prompt }];
  const calls = [];
  for (;;) {
    const body = { model, input, store: false, ...(withTools && { tools: tools.map(inResponses) }) };
    const answer = stream
      ? await client.responses.stream(body, { signal }).finalResponse()
      : await client.responses.create(body, { signal });
    const made = answer.output.filter((item) => item.type === 'function_call');
    if (made.length === 0) {
      const { input_tokens, output_tokens } = answer.usage ?? {};
      return {
        text: answer.output_text,
        finished: answer.status === 'completed',
        calls,
        usage: { input: input_tokens, output: output_tokens },
      };
    }
    for (const { type, call_id, name, arguments: text } of made) {
      calls.push(name);
      input.push({ type, call_id, name, arguments: text });
      input.push({ type: 'function_call_output', call_id, output: carryOut(name, JSON.parse(text)) });
    }
  }
}

const inResponses = (tool) => ({ type: 'function', strict: false, ...tool });

async function expectModels(client, { model, signal }) {
  const ids = [];
  for await (const entry of client.models.list({ signal })) ids.push(entry.id);
  assert(ids.includes(model), `the list is ${ids}`);
  assert.equal((await client.models.retrieve(model, { signal })).id, model);
}

async function expectEmbeddings(client, { model, signal }) {
  const { data, usage } = await client.embeddings.create({ model, input: ['one text', 'another'] }, { signal });
  assert.deepEqual(data.map((entry) => entry.index), [0, 1]);
  assert(data.every((entry) => entry.embedding.length > 0 && entry.embedding.every(Number.isFinite)), 'a vector is not of numbers');
  assert(usage.prompt_tokens > 0);
}
