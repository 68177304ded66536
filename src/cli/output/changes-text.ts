/** The smallest changes that flip decisions, for a terminal and as JSON. */
import type { SmallestChange } from '../../pipeline/counterfactual/smallest-change.js';
import { listNames } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';

/** @param vary the columns that could change */
export function changesText(found: readonly SmallestChange[], vary: readonly string[]): string {
  return found
    .map(({ row, label, of, probability, change }) => {
      const title = `Row ${row + 1}: ${label}, probability of ${of} ${probability.toFixed(3)}`;
      return [
        printableLine(title),
        printableLine(`  ${change ? changeText(of, probability, change) : noneText(vary)}`),
      ].join('\n');
    })
    .join('\n\n');
}

/** `amount 1240 → 310: fine (probability of fraud 0.620 → 0.180)` */
function changeText(
  of: SmallestChange['of'],
  before: number,
  { cells, label, probability }: NonNullable<SmallestChange['change']>,
): string {
  const changed = cells.map(({ column, from, to }) => `${column} ${from ?? 'missing'} → ${to}`).join(', ');
  return `${changed}: ${label} (probability of ${of} ${before.toFixed(3)} → ${probability.toFixed(3)})`;
}

function noneText(vary: readonly string[]): string {
  return `no change of ${listNames(vary)} within the values of the training rows was found that flips the decision`;
}

export function changesJson(found: readonly SmallestChange[]): Record<string, unknown> {
  return {
    rows: found.map(({ row, change, ...own }) => ({
      row: row + 1,
      ...own,
      change: change
        ? { ...change, cells: change.cells.map((cell) => ({ ...cell, from: cell.from ?? null })) }
        : null,
    })),
  };
}
