/** The schema of a Parquet file: the physical type of each column, and its meaning. */
import { DamagedData } from '../damage.js';
import type { ThriftReader } from './thrift-reader.js';

/** Physical types, numbered as in the format. */
export const BOOLEAN = 0;
export const INT32 = 1;
export const INT64 = 2;
export const INT96 = 3;
export const FLOAT = 4;
export const DOUBLE = 5;
export const BYTE_ARRAY = 6;
export const FIXED = 7;

const OPTIONAL = 1;
const REPEATED = 2;

/** Converted types (the older annotation), numbered as in the format. */
const CONVERTED = new Map<number, Meaning['kind']>([
  [0, 'text'],
  [4, 'text'],
  [5, 'decimal'],
  [6, 'date'],
  [9, 'timestamp'],
  [10, 'timestamp'],
  [13, 'unsigned'],
  [14, 'unsigned'],
  [19, 'text'],
  [20, 'binary'],
  [21, 'binary'],
]);
const NESTED_CONVERTED = new Set([1, 2, 3]);
const TIMESTAMP_MICROS = 10;
/** Logical types (the newer annotation) that add to the physical type, numbered as in the format. */
const LOGICAL = new Map<number, Meaning['kind']>([
  [1, 'text'],
  [4, 'text'],
  [5, 'decimal'],
  [6, 'date'],
  [8, 'timestamp'],
  [12, 'text'],
  [13, 'binary'],
  [14, 'uuid'],
  [15, 'half'],
  [16, 'binary'],
  [17, 'binary'],
  [18, 'binary'],
]);

/** `digits` of a timestamp: 3, 6 or 9 for milli-, micro- and nanoseconds. */
export type Meaning =
  | { readonly kind: 'number' | 'unsigned' | 'half' | 'boolean' | 'date' | 'text' | 'uuid' | 'binary' }
  | { readonly kind: 'decimal'; readonly scale: number }
  | { readonly kind: 'timestamp'; readonly digits: number };

export interface SchemaElement {
  readonly name: string;
  readonly children: number;
  readonly isNested: boolean;
  /** The column; undefined for a group. */
  readonly leaf?: Leaf;
}

export interface Leaf {
  readonly type: number;
  /** Bytes per value of type `FIXED`, else 0. */
  readonly width: number;
  readonly isOptional: boolean;
  readonly meaning: Meaning;
}

interface Annotations {
  type?: number;
  width: number;
  converted?: number;
  logical?: number;
  scale: number;
  precision?: number;
  digits: number;
  isSigned: boolean;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads one element of the schema. Throws `DamagedData` if fields contradict each other. */
export function readSchemaElement(reader: ThriftReader): SchemaElement {
  const found: Annotations = { width: 0, scale: 0, digits: 3, isSigned: true };
  let name: string | undefined;
  let children = 0;
  let repetition = 0;
  reader.struct({
    1: () => {
      found.type = reader.integer();
    },
    2: () => {
      found.width = reader.integer();
    },
    3: () => {
      repetition = reader.integer();
    },
    4: () => {
      name = columnName(reader.binary());
    },
    5: () => {
      children = reader.integer();
    },
    6: () => {
      found.converted = reader.integer();
    },
    7: () => {
      found.scale = reader.integer();
    },
    8: () => {
      found.precision = reader.integer();
    },
    10: () => readLogicalType(reader, found),
  });
  if (name === undefined) throw new DamagedData('a column has no name');
  if (children < 0) throw new DamagedData(`the schema has a group of ${children} columns`);
  const isNested = children > 0 || repetition === REPEATED || NESTED_CONVERTED.has(found.converted ?? -1);
  if (found.type === undefined || isNested) return { name, children, isNested };
  const { type } = found;
  if (type < BOOLEAN || type > FIXED)
    throw new DamagedData(`the type ${type} of column "${name}" is unknown`);
  if (type === FIXED && !(found.width > 0)) throw new DamagedData(`column "${name}" has values of no width`);
  const width = type === FIXED ? found.width : 0;
  const meaning = meaningOf(found, type, name);
  return { name, children, isNested, leaf: { type, width, isOptional: repetition === OPTIONAL, meaning } };
}

function readLogicalType(reader: ThriftReader, found: Annotations): void {
  const note = (logical: number) => {
    found.logical = logical;
  };
  const plain = (logical: number) => () => {
    note(logical);
    reader.struct({});
  };
  const unit = (digits: number) => () => {
    found.digits = digits;
    reader.struct({});
  };
  const readers: Record<number, () => void> = {};
  for (const logical of LOGICAL.keys()) readers[logical] = plain(logical);
  readers[5] = () => {
    note(5);
    reader.struct({
      1: () => {
        found.scale = reader.integer();
      },
      2: () => {
        found.precision = reader.integer();
      },
    });
  };
  readers[8] = () => {
    note(8);
    reader.struct({ 2: () => reader.struct({ 1: unit(3), 2: unit(6), 3: unit(9) }) });
  };
  readers[10] = () =>
    reader.struct({
      2: () => {
        found.isSigned = reader.boolean();
      },
    });
  reader.struct(readers);
}

function meaningOf(found: Annotations, type: number, name: string): Meaning {
  const { converted, logical } = found;
  const kind = CONVERTED.get(converted ?? -1) ?? LOGICAL.get(logical ?? -1);
  const isBytes = type === BYTE_ARRAY || type === FIXED;
  switch (kind) {
    case 'decimal':
      if (type !== INT32 && type !== INT64 && !isBytes) break;
      checkDecimal(found, type, name);
      return { kind, scale: found.scale };
    case 'date':
      if (type !== INT32) break;
      return { kind };
    case 'timestamp':
      if (type !== INT64) break;
      return {
        kind,
        digits: converted === undefined ? found.digits : converted === TIMESTAMP_MICROS ? 6 : 3,
      };
    case 'half':
      if (type !== FIXED || found.width !== 2) break;
      return { kind };
    case 'uuid':
      if (type !== FIXED || found.width !== 16) break;
      return { kind };
    case 'text':
    case 'binary':
      if (!isBytes) break;
      return { kind };
    case 'unsigned':
      if (type !== INT32 && type !== INT64) break;
      return { kind };
    default: {
      if (type === INT96) return { kind: 'timestamp', digits: 9 };
      if (type === BOOLEAN) return { kind: 'boolean' };
      if (type === BYTE_ARRAY) return { kind: 'text' };
      if (type === FIXED) return { kind: 'binary' };
      const isInteger = type === INT32 || type === INT64;
      return { kind: isInteger && !found.isSigned ? 'unsigned' : 'number' };
    }
  }
  throw new DamagedData(`column "${name}" is a ${kind} of a type that cannot hold one`);
}

/** A scale within the precision, a precision that the type can hold (the format's own rules). */
function checkDecimal({ scale, precision, width }: Annotations, type: number, name: string): void {
  const bits =
    type === INT32 ? 32 : type === INT64 ? 64 : type === FIXED ? width * 8 : Number.POSITIVE_INFINITY;
  const most = Math.floor((bits - 1) * Math.log10(2));
  const digits = precision ?? most;
  if (digits >= 1 && digits <= most && scale >= 0 && scale <= digits) return;
  throw new DamagedData(
    `column "${name}" is a decimal of ${precision ?? 'unknown'} digits, ${scale} of them after the point`,
  );
}

function columnName(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new DamagedData('the name of a column is not valid UTF-8');
  }
}
