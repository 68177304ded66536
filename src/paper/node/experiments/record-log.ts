/**
 * `runs.jsonl`: records are appended and never changed. A last line without its end is that of a killed process; it is
 * cut off, and its cell has no record. Call only while holding the folder's lock.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import {
  addRecord,
  type FullRecord,
  parseRecord,
  type RunRecord,
  recordLine,
} from '../../experiments/run-record.js';

const LINE_END = 0x0a;

export interface ReadRecord {
  readonly record: RunRecord;
  /** The file and line number, for messages. */
  readonly place: string;
}

export class RecordLog {
  readonly records = new Map<string, RunRecord>();
  #read = 0;
  #lines = 0;

  constructor(readonly path: string) {}

  /**
   * Reads the records added since the last call, and cuts off an incomplete last line (after `assertHeld`).
   *
   * @throws InputError for a line that is not a record.
   */
  catchUp(assertHeld: () => void): ReadRecord[] {
    return this.#open((file) => {
      const { size } = fstatSync(file);
      const bytes = readFrom(file, this.#read, size);
      const whole = bytes.lastIndexOf(LINE_END) + 1;
      if (whole < bytes.length) {
        assertHeld();
        ftruncateSync(file, this.#read + whole);
      }
      const lines = bytes.toString('utf8', 0, whole).split('\n').slice(0, -1);
      const found = lines.map((line, i) => {
        const place = `${this.path}, line ${this.#lines + i + 1}`;
        return { record: parseRecord(line, place), place };
      });
      for (const { record } of found) addRecord(this.records, record);
      this.#read += whole;
      this.#lines += lines.length;
      return found;
    });
  }

  /** Appends a record and flushes it to the disk; if that fails, nothing is appended. Call `catchUp` before. */
  append(record: FullRecord): void {
    this.#open((file) => {
      const bytes = Buffer.from(recordLine(record));
      try {
        for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
        fsyncSync(file);
      } catch (error) {
        ftruncateSync(file, this.#read);
        throw error;
      }
      this.#read += bytes.length;
      this.#lines++;
    });
    addRecord(this.records, record);
  }

  #open<T>(use: (file: number) => T): T {
    const file = openSync(this.path, 'a+');
    try {
      return use(file);
    } finally {
      closeSync(file);
    }
  }
}

function readFrom(file: number, start: number, end: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, end - start));
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(file, bytes, done, bytes.length - done, start + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}
