// Where things lie.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the runner and of its packages. */
export const here = path.dirname(fileURLToPath(import.meta.url));

/** The root of the repository. */
export const root = path.resolve(here, '../../..');

/** A file that a package brings. */
export const inPackages = (file) => path.join(here, 'node_modules', file);
