/** Which modules a program loads, in all its threads. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workplace } from '../cli/built-program.js';
import type { Result } from './run-command.js';

export interface LoadedModules extends Result {
  /** The addresses of the files, as the coverage of V8 lists them. */
  readonly modules: readonly string[];
}

/** Runs Node with `args`. */
export async function runAndListModules(place: Workplace, args: readonly string[]): Promise<LoadedModules> {
  const folder = mkdtempSync(place.path('coverage-'));
  const result = await place.runCommand(process.execPath, args, { env: { NODE_V8_COVERAGE: folder } });
  const urls = readdirSync(folder).flatMap((name) => {
    const coverage: { readonly result: readonly { readonly url: string }[] } = JSON.parse(
      readFileSync(join(folder, name), 'utf8'),
    );
    return coverage.result.map(({ url }) => url);
  });
  return { ...result, modules: [...new Set(urls)].filter((url) => url.startsWith('file:')) };
}
