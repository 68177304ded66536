/**
 * Reads ZIP archives, strictly by their central directory (PKWARE APPNOTE 6.3). Unpacks stored and deflated files
 * and checks the size and CRC-32 of each.
 * Encrypted, split and ZIP64 archives are refused.
 */
import { InputError } from '../../../errors.js';
import { crc32 } from '../../../modelfile/crc32.js';
import { DamagedData } from '../../../tables/reading/damage.js';
import { unpackDeflated } from '../../../tables/reading/parquet/codecs/inflate.js';
import { UnpackingBudget } from './unpacking-budget.js';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

interface ZipEntry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** Whether the bytes start like a ZIP archive with at least one file. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= LOCAL_HEADER_BYTES && view(bytes).getUint32(0, true) === LOCAL_HEADER;
}

export class ZipArchive {
  readonly #bytes: Uint8Array;
  readonly #source: string;
  readonly #entries: readonly ZipEntry[];
  readonly #budget: UnpackingBudget;

  /**
   * `budget` limits what may be unpacked; default 100 times the archive, at least 64 MiB.
   *
   * @throws InputError if the bytes are not a (whole) ZIP archive; nothing is unpacked yet.
   */
  constructor(bytes: Uint8Array, source: string, budget = new UnpackingBudget(bytes.length)) {
    this.#bytes = bytes;
    this.#source = source;
    this.#budget = budget;
    this.#entries = this.#readDirectory();
  }

  /** Paths of the files (without folders), in the order of the directory. */
  get names(): string[] {
    return this.#entries.map((entry) => entry.name).filter((name) => !name.endsWith('/'));
  }

  /**
   * The unpacked bytes of the file `name`.
   *
   * @throws InputError if there is no such file, its compression is not supported, or it is damaged.
   */
  async read(name: string): Promise<Uint8Array> {
    const entry = this.#entries.find((each) => each.name === name);
    if (entry === undefined) throw this.#damage(`has no file ${JSON.stringify(name)}`);
    if ((entry.flags & ENCRYPTED) !== 0) throw this.#damage(`has ${name} encrypted: unpack it yourself`);
    if (!this.#budget.take(entry.size)) {
      throw this.#damage(
        `has ${name} with ${entry.size} bytes, out of proportion to its size: if you trust it, unpack it yourself`,
      );
    }
    const packed = this.#packedBytes(entry);
    let content: Uint8Array;
    if (entry.method === STORED) content = packed;
    else if (entry.method === DEFLATED) content = this.#inflate(packed, entry);
    else throw this.#damage(`has ${name} packed by method ${entry.method}, which is not supported`);
    if (content.length !== entry.size || crc32(content) !== entry.crc) {
      throw this.#damage(`has ${name} damaged (size or CRC-32 is wrong): fetch the archive again`);
    }
    return content;
  }

  #readDirectory(): ZipEntry[] {
    const data = view(this.#bytes);
    const end = this.#findEnd(data);
    const count = data.getUint16(end + 10, true);
    const start = data.getUint32(end + 16, true);
    if (data.getUint16(end + 4, true) !== 0 || data.getUint16(end + 8, true) !== count) {
      throw this.#damage('is one part of a split archive: join the parts first');
    }
    if (count === 0xffff || start === 0xffffffff) throw this.#damage('is in ZIP64 form: not supported');
    const entries: ZipEntry[] = [];
    for (let at = start; entries.length < count; ) {
      if (at + DIRECTORY_ENTRY_BYTES > end || data.getUint32(at, true) !== DIRECTORY_ENTRY) {
        throw this.#damage('has a damaged directory: fetch it again');
      }
      const nameLength = data.getUint16(at + 28, true);
      const next = at + DIRECTORY_ENTRY_BYTES + nameLength;
      if (next > end) throw this.#damage('has a damaged directory: fetch it again');
      entries.push({
        name: new TextDecoder().decode(this.#bytes.subarray(at + DIRECTORY_ENTRY_BYTES, next)),
        flags: data.getUint16(at + 8, true),
        method: data.getUint16(at + 10, true),
        crc: data.getUint32(at + 16, true),
        packed: data.getUint32(at + 20, true),
        size: data.getUint32(at + 24, true),
        offset: data.getUint32(at + 42, true),
      });
      at = next + data.getUint16(at + 30, true) + data.getUint16(at + 32, true);
    }
    return entries;
  }

  /** Offset of the end record, which a comment of unknown length may follow. */
  #findEnd(data: DataView): number {
    const last = data.byteLength - END_BYTES;
    for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (data.getUint32(at, true) !== END_OF_DIRECTORY) continue;
      if (at + END_BYTES + data.getUint16(at + 20, true) === data.byteLength) return at;
    }
    throw this.#damage('is not a ZIP archive, or is cut off: fetch it again');
  }

  #packedBytes({ name, offset, packed }: ZipEntry): Uint8Array {
    const data = view(this.#bytes);
    const damaged = () => this.#damage(`has ${name} damaged: fetch the archive again`);
    if (offset + LOCAL_HEADER_BYTES > data.byteLength) throw damaged();
    if (data.getUint32(offset, true) !== LOCAL_HEADER) throw damaged();
    // The local header has lengths of its own: its extra field differs from the directory's.
    const lengths = data.getUint16(offset + 26, true) + data.getUint16(offset + 28, true);
    const start = offset + LOCAL_HEADER_BYTES + lengths;
    if (start + packed > data.byteLength) throw damaged();
    return this.#bytes.subarray(start, start + packed);
  }

  #inflate(packed: Uint8Array, { name, size }: ZipEntry): Uint8Array {
    try {
      return unpackDeflated(packed, size);
    } catch (error) {
      if (!(error instanceof DamagedData)) throw error;
      throw this.#damage(`has ${name} damaged (${error.message}): fetch the archive again`);
    }
  }

  #damage(what: string): InputError {
    return new InputError(`${this.#source}: the archive ${what}`);
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
