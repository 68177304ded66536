/** The processes that run the cells for which this process waits, in sentences. */
import type { HeldCell } from '../../paper/node/experiments/claim-file.js';
import { countOf } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';

/** One sentence for each process: "2 runs are being done by HOST (pid 7), lease ends in 12 s unless renewed". */
export function heldSentences(held: readonly HeldCell[]): string[] {
  const groups = new Map<string, HeldCell[]>();
  for (const cell of held) {
    const name = processName(cell);
    groups.set(name, [...(groups.get(name) ?? []), cell]);
  }
  return [...groups].map(([name, cells]) => {
    const seconds = Math.ceil(Math.min(...cells.map(({ millisecondsLeft }) => millisecondsLeft)) / 1000);
    const are = cells.length === 1 ? 'is' : 'are';
    return `${countOf(cells.length, 'run')} ${are} being done by ${name}, lease ends in ${seconds} s unless renewed`;
  });
}

function processName({ process: { host, pid } }: HeldCell): string {
  return `${printableLine(host)} (pid ${pid})`;
}
