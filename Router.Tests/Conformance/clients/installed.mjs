// Whether the packages that package.json names are there, in exactly those versions.
import fs from 'node:fs/promises';
import path from 'node:path';
import { here, inPackages } from './places.mjs';

/** @returns what is missing, in words, or null. */
export async function whatIsMissing() {
  const { devDependencies } = await readPackage(here);
  for (const [name, wanted] of Object.entries(devDependencies)) {
    const version = wanted.slice(wanted.lastIndexOf('@') + 1); // an alias is written npm:NAME@VERSION
    const installed = await readPackage(inPackages(name)).catch(() => null);
    if (installed?.version !== version) return `${name} ${version} is not installed`;
  }
  return null;
}

const readPackage = async (folder) => JSON.parse(await fs.readFile(path.join(folder, 'package.json'), 'utf8'));
