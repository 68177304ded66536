/** The seed option of a classifier. */
import type { ClassifierEntry } from './classifier-entry.js';

/** `options` with the seed, for a classifier that has one. */
export function seededOptions(
  { options: schema }: ClassifierEntry,
  options: Readonly<Record<string, unknown>>,
  seed: number,
): Record<string, unknown> {
  return 'seed' in schema.shape ? { ...options, seed } : { ...options };
}
