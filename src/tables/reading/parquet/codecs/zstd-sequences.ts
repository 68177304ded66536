/** The sequences of a Zstandard block (RFC 8878, section 3.1.1.3.2): alternating literals and copies. */
import { DamagedData } from '../../damage.js';
import { BackwardBits } from './backward-bits.js';
import { FseTable, readFseTable, singleSymbolTable } from './fse-table.js';
import type { Output } from './output.js';

export interface SequenceTables {
  readonly literals: FseTable;
  readonly distances: FseTable;
  readonly matches: FseTable;
}

interface State {
  tables: Partial<SequenceTables>;
  readonly distances: [number, number, number];
  readonly start: number;
}

/** The limits of a kind of code, and its default table. */
interface CodeKind {
  readonly most: number;
  readonly accuracy: number;
  readonly usual: FseTable;
}

const LITERAL_EXTRA = [...zeros(16), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const MATCH_EXTRA = [...zeros(32), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const LITERAL_BASES = bases(LITERAL_EXTRA, 0);
const MATCH_BASES = bases(MATCH_EXTRA, 3);

const LITERALS: CodeKind = {
  most: 35,
  accuracy: 9,
  usual: new FseTable(
    [
      4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1,
      -1, -1,
    ],
    6,
  ),
};
const DISTANCES: CodeKind = {
  most: 30,
  accuracy: 8,
  usual: new FseTable(
    [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
    5,
  ),
};
const MATCHES: CodeKind = {
  most: 52,
  accuracy: 9,
  usual: new FseTable(
    [
      1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
    ],
    6,
  ),
};

/** Executes the sequences at `packed[start, end)` on `literals`, and appends the remaining literals. */
export function applySequences(
  packed: Uint8Array,
  start: number,
  end: number,
  literals: Uint8Array,
  state: State,
  output: Output,
): void {
  let at = start;
  const byte = (): number => {
    if (at >= end) throw new DamagedData('packed data is cut off');
    return packed[at++];
  };
  const head = byte();
  const count =
    head < 128 ? head : head < 255 ? ((head - 128) << 8) + byte() : 0x7f00 + byte() + (byte() << 8);
  if (count === 0) {
    output.append(literals, 0, literals.length);
    return;
  }
  const modes = byte();
  const readTable = (
    { most, accuracy, usual }: CodeKind,
    mode: number,
    before: FseTable | undefined,
  ): FseTable => {
    if (mode === 0) return usual;
    if (mode === 1) return singleSymbolTable(Math.min(byte(), most + 1));
    if (mode === 3) {
      if (before === undefined) throw new DamagedData('packed data refers to a missing table');
      return before;
    }
    const read = readFseTable(packed, at, end, accuracy, most);
    at = read.end;
    return read.table;
  };
  const before = state.tables;
  const tables: SequenceTables = {
    literals: readTable(LITERALS, modes >> 6, before.literals),
    distances: readTable(DISTANCES, (modes >> 4) & 3, before.distances),
    matches: readTable(MATCHES, (modes >> 2) & 3, before.matches),
  };
  state.tables = tables;

  const bits = new BackwardBits(packed, at, end);
  let literalState = tables.literals.start(bits);
  let distanceState = tables.distances.start(bits);
  let matchState = tables.matches.start(bits);
  let used = 0;
  for (let i = 0; i < count; i++) {
    const distanceCode = tables.distances.symbols[distanceState];
    const matchCode = tables.matches.symbols[matchState];
    const literalCode = tables.literals.symbols[literalState];
    if (distanceCode > DISTANCES.most || matchCode > MATCHES.most || literalCode > LITERALS.most)
      throw new DamagedData('packed data has an unknown code');
    const distanceValue = 2 ** distanceCode + bits.read(distanceCode);
    const match = MATCH_BASES[matchCode] + bits.read(MATCH_EXTRA[matchCode]);
    const run = LITERAL_BASES[literalCode] + bits.read(LITERAL_EXTRA[literalCode]);
    if (i < count - 1) {
      literalState = tables.literals.next(literalState, bits);
      matchState = tables.matches.next(matchState, bits);
      distanceState = tables.distances.next(distanceState, bits);
    }
    if (bits.left < 0) throw new DamagedData('packed data is cut off');
    output.append(literals, used, used + run);
    used += run;
    const distance = nextDistance(state.distances, distanceValue, run);
    if (distance > output.length - state.start) throw new DamagedData('packed data refers to another frame');
    output.copy(distance, match);
  }
  bits.finish();
  output.append(literals, used, literals.length);
}

/** The distance for a value: one of the last three, or a new one; updates the last three. */
function nextDistance(last: [number, number, number], value: number, literals: number): number {
  if (value > 3) {
    last[2] = last[1];
    last[1] = last[0];
    last[0] = value - 3;
    return last[0];
  }
  const index = value - (literals === 0 ? 0 : 1);
  const distance = index === 3 ? last[0] - 1 : last[index];
  if (index > 1) last[2] = last[1];
  if (index > 0) last[1] = last[0];
  last[0] = distance;
  return distance;
}

function bases(extra: readonly number[], first: number): number[] {
  let base = first;
  return extra.map((bits) => {
    base += 2 ** bits;
    return base - 2 ** bits;
  });
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}
