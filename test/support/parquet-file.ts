/**
 * Parquet files put together by hand, as no writer makes them: every number of the metadata and of the page headers may
 * be a lie.
 */

/** A field of a Thrift struct: its number, and a whole number, bytes, a struct or a list of structs, texts or numbers. */
type Field = readonly [id: number, value: number | Uint8Array | Struct | List];
type Struct = { readonly fields: readonly Field[] };
type List = { readonly items: readonly (Struct | Uint8Array | number)[] };

export interface HandMadePage {
  readonly header: Struct;
  readonly body: Uint8Array;
}

export interface HandMadeColumn {
  readonly name?: string;
  /** Physical type by its number. */
  readonly type: number;
  readonly fields?: readonly Field[];
  readonly isOptional?: boolean;
  readonly codec?: number;
  readonly rows: number;
  readonly pages: readonly HandMadePage[];
}

export const INT32 = 1;
export const INT64 = 2;
export const DOUBLE = 5;
export const BYTE_ARRAY = 6;

export const struct = (...fields: Field[]): Struct => ({ fields });
export const ascii = (text: string) => new TextEncoder().encode(text);

export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

const zigzag = (value: number) => varint(value < 0 ? -2 * value - 1 : 2 * value);
const withLength = (bytes: Uint8Array) => [...varint(bytes.length), ...bytes];

function typeOf(value: Field[1] | List['items'][number]): number {
  if (typeof value === 'number') return 6;
  if (value instanceof Uint8Array) return 8;
  return 'items' in value ? 9 : 12;
}

function bytesOf(value: Field[1]): number[] {
  if (typeof value === 'number') return zigzag(value);
  if (value instanceof Uint8Array) return withLength(value);
  if ('fields' in value) return serialize(value);
  const head = [
    0xf0 + (value.items.length === 0 ? 12 : typeOf(value.items[0])),
    ...varint(value.items.length),
  ];
  return [...head, ...value.items.flatMap(bytesOf)];
}

export function serialize({ fields }: Struct): number[] {
  let last = 0;
  const bytes = fields.flatMap(([id, value]) => {
    const head = ((id - last) << 4) + typeOf(value);
    last = id;
    return [head, ...bytesOf(value)];
  });
  return [...bytes, 0];
}

export function dataPage(body: Uint8Array, values: number, encoding = 0, size = body.length): HandMadePage {
  const numbers = struct([1, values], [2, encoding], [3, 3], [4, 3]);
  return { header: struct([1, 0], [2, size], [3, body.length], [5, numbers]), body };
}

export function dictionaryPage(body: Uint8Array, values: number): HandMadePage {
  return {
    header: struct([1, 2], [2, body.length], [3, body.length], [7, struct([1, values], [2, 0])]),
    body,
  };
}

/** A file of one row group. */
export function handMadeFile(...columns: readonly HandMadeColumn[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [...ascii('PAR1')];
  const chunks = columns.map(({ name = 'a', type, codec = 0, rows, pages }) => {
    const start = bytes.length;
    let dataStart = start;
    pages.forEach(({ header, body }, i) => {
      bytes.push(...serialize(header));
      for (const byte of body) bytes.push(byte);
      if (i === 0 && header.fields[0][1] === 2) dataStart = bytes.length;
    });
    const size = bytes.length - start;
    const places: Field[] = [
      [4, codec],
      [5, rows],
      [6, size],
      [7, size],
      [9, dataStart],
    ];
    if (dataStart > start) places.push([11, start]);
    const metadata = struct([1, type], [2, { items: [0] }], [3, { items: [ascii(name)] }], ...places);
    return struct([2, start], [3, metadata]);
  });
  const [{ rows }] = columns;
  return closed(bytes, footer(columns, rows, [struct([1, { items: chunks }], [2, 0], [3, rows])]));
}

export function footer(columns: readonly HandMadeColumn[], rows: number, groups: readonly Struct[]): Struct {
  const elements = columns.map(({ name = 'a', type, fields = [], isOptional = false }) => {
    const all: Field[] = [[1, type], [3, isOptional ? 1 : 0], [4, ascii(name)], ...fields];
    return struct(...all.sort((a, b) => a[0] - b[0]));
  });
  const root = struct([4, ascii('root')], [5, columns.length]);
  return struct([1, 2], [2, { items: [root, ...elements] }], [3, rows], [4, { items: groups }]);
}

/** `start` and the metadata behind it, with its length and the last `PAR1`. */
export function closed(start: readonly number[], metadata: Struct): Uint8Array<ArrayBuffer> {
  const serialized = serialize(metadata);
  const length = new Uint8Array(new Uint32Array([serialized.length]).buffer);
  return Uint8Array.from([...start, ...serialized, ...length, ...ascii('PAR1')]);
}
