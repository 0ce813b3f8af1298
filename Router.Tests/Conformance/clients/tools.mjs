// The two tools that every SDK is given, in no client's own form.

const place = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };

export const tools = [
  { name: 'get_weather', description: 'The weather in a city.', parameters: place },
  { name: 'get_time', description: 'The time in a city.', parameters: place },
];

/** Carries out one call; arguments that do not fit the schema are an error, as they would be in a real program. */
export function carryOut(name, input) {
  if (!tools.some((tool) => tool.name === name)) throw new Error(`There is no tool '${name}'.`);
  if (typeof input?.city !== 'string') throw new Error(`The arguments of ${name} are ${JSON.stringify(input)}.`);
  return `${name} says: fine`;
}
