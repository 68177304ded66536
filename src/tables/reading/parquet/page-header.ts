/** The header of every page of a column chunk, with all numbers checked against each other. */
import { DamagedData } from '../damage.js';
import { ThriftReader } from './thrift-reader.js';

const DATA_PAGE = 0;
const INDEX_PAGE = 1;
const DICTIONARY_PAGE = 2;
const DATA_PAGE_V2 = 3;

interface PageSizes {
  /** Bytes in the file, after the header. */
  readonly packed: number;
  /** Bytes once unpacked. */
  readonly size: number;
}

export interface DataPage extends PageSizes {
  readonly kind: 'data';
  readonly values: number;
  readonly encoding: number;
  /** Version 1: how definition levels are written. */
  readonly levelEncoding: number;
  /** Version 2 only: the levels, which are never packed, before the values. */
  readonly v2?: {
    readonly nulls: number;
    readonly repetitionBytes: number;
    readonly definitionBytes: number;
    readonly isPacked: boolean;
  };
}

export interface DictionaryPage extends PageSizes {
  readonly kind: 'dictionary';
  readonly values: number;
  readonly encoding: number;
}

export interface OtherPage extends PageSizes {
  readonly kind: 'other';
}

export type Page = DataPage | DictionaryPage | OtherPage;

/**
 * Reads the header at `start` and returns it with the start of its page. Throws `DamagedData` for a missing
 * or impossible number and for a page that goes beyond `end`.
 */
export function readPageHeader(bytes: Uint8Array, start: number, end: number): { page: Page; start: number } {
  const reader = new ThriftReader(bytes, start, end);
  const fields = new Map<string, number>();
  const integer = (name: string) => () => void fields.set(name, reader.integer());
  let isPacked = true;
  reader.struct({
    1: integer('type'),
    2: integer('size'),
    3: integer('packed'),
    5: () => reader.struct({ 1: integer('values'), 2: integer('encoding'), 3: integer('levelEncoding') }),
    7: () => reader.struct({ 1: integer('dictionaryValues'), 2: integer('dictionaryEncoding') }),
    8: () =>
      reader.struct({
        1: integer('v2Values'),
        2: integer('nulls'),
        3: integer('rows'),
        4: integer('v2Encoding'),
        5: integer('definitionBytes'),
        6: integer('repetitionBytes'),
        7: () => {
          isPacked = reader.boolean();
        },
      }),
  });
  const count = (name: string): number => {
    const value = fields.get(name);
    if (value === undefined) throw new DamagedData(`a page header has no ${name}`);
    if (value < 0 || value > 0x7fffffff) throw new DamagedData(`a page header has ${value} for ${name}`);
    return value;
  };

  const sizes = { packed: count('packed'), size: count('size') };
  if (reader.position + sizes.packed > end) throw new DamagedData('a page goes beyond its column chunk');
  const at = (page: Page) => ({ page, start: reader.position });
  switch (count('type')) {
    case DATA_PAGE:
      return at({
        ...sizes,
        kind: 'data',
        values: count('values'),
        encoding: count('encoding'),
        levelEncoding: count('levelEncoding'),
      });
    case DATA_PAGE_V2: {
      const values = count('v2Values');
      const nulls = count('nulls');
      const definitionBytes = count('definitionBytes');
      const repetitionBytes = count('repetitionBytes');
      const room = Math.min(sizes.packed, sizes.size);
      if (count('rows') !== values || nulls > values || definitionBytes + repetitionBytes > room)
        throw new DamagedData('the numbers of a page header contradict each other');
      const v2 = { nulls, repetitionBytes, definitionBytes, isPacked };
      return at({ ...sizes, kind: 'data', values, encoding: count('v2Encoding'), levelEncoding: 0, v2 });
    }
    case DICTIONARY_PAGE: {
      const values = count('dictionaryValues');
      return at({ ...sizes, kind: 'dictionary', values, encoding: count('dictionaryEncoding') });
    }
    case INDEX_PAGE:
      return at({ ...sizes, kind: 'other' });
    default:
      throw new DamagedData(`a page is of the unknown type ${fields.get('type')}`);
  }
}
