// The AI SDK with its OpenAI and Anthropic providers, on all three dialects; it runs the tool loop itself.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { carryOut, tools } from './tools.mjs';

globalThis.AI_SDK_LOG_WARNINGS = false;

const mostSteps = 5;
const openai = ({ url, token }) => createOpenAI({ baseURL: `${url}/v1`, apiKey: token });
const anthropic = ({ url, token }) => createAnthropic({ baseURL: `${url}/v1`, apiKey: token });

/** What it tries again goes by the status alone: `x-should-retry: false` does not hold it back, its own limit of retries does. */
const callsWhenRefused = 3;

export const clients = [
  { client: 'ai 6', dialect: 'chat', callsWhenRefused, turn: (request) => turn(openai(request).chat(request.model), request) },
  { client: 'ai 6', dialect: 'responses', callsWhenRefused, turn: (request) => turn(openai(request).responses(request.model), request) },
  { client: 'ai 6', dialect: 'messages', callsWhenRefused, turn: (request) => turn(anthropic(request)(request.model), request) },
];

async function turn(model, { prompt, stream, withTools, signal }) {
  const request = { model, prompt, abortSignal: signal, stopWhen: stepCountIs(mostSteps), ...(withTools && { tools: toolSet }) };
  const answer = stream ? await readStream(request) : await generateText(request);
  const { inputTokens: input, outputTokens: output } = await answer.usage;
  return {
    text: await answer.text,
    finished: (await answer.finishReason) === 'stop',
    calls: (await answer.steps).flatMap((step) => step.toolCalls.map((call) => call.toolName)),
    usage: { input, output },
  };
}

/** The stream reports its errors as parts of it, and to `onError`; the first is thrown here, as a program would. */
async function readStream(request) {
  let failure;
  const answer = streamText({ ...request, onError: ({ error }) => (failure ??= error) });
  await answer.consumeStream();
  if (failure) throw failure;
  return answer;
}

const toolSet = Object.fromEntries(tools.map(({ name, description, parameters }) => [
  name,
  tool({ description, inputSchema: jsonSchema(parameters), execute: (input) => carryOut(name, input) }),
]));
