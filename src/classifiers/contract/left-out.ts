/** The candidates that an ensemble left out, for messages. */
import type { LeftOut } from './classifier.js';

/** The candidates with the same reason together, in the order of the first of each. */
export function byReason(
  leftOut: readonly LeftOut[],
): { readonly reason: string; readonly candidates: readonly string[] }[] {
  const names = new Map<string, string[]>();
  for (const { candidate, reason } of leftOut) {
    names.set(reason, [...(names.get(reason) ?? []), candidate]);
  }
  return [...names].map(([reason, candidates]) => ({ reason, candidates }));
}

/** All of them in one line. */
export function leftOutNotice(leftOut: readonly LeftOut[]): string {
  const reasons = byReason(leftOut).map(({ reason, candidates }) => `${candidates.join(', ')} (${reason})`);
  return `candidates left out: ${reasons.join('; ')}`;
}
