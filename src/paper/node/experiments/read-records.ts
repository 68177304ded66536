/** Reads records from the folder of an experiment or from a file in the compact form. */
import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../../errors.js';
import { errorCode } from '../../../platform/node/files/system-errors.js';
import { listNames } from '../../../text/name-list.js';
import { latestRecords, parseRecord, type RunRecord } from '../../experiments/run-record.js';
import { RECORDS } from './run-folder.js';

export interface ReadRecords {
  readonly records: readonly RunRecord[];
  /** The last line is incomplete: a run is in progress or was killed, and its cell is not among the records. */
  readonly torn: boolean;
}

/**
 * The record of each cell (`latestRecords`). Nothing is changed or locked.
 *
 * @throws InputError for a path without records, and for a line that is not a record.
 */
export async function readRecords(path: string): Promise<ReadRecords> {
  const file = await recordsFile(path);
  const text = await readFile(file, 'utf8');
  const lines = text.split('\n');
  const torn = lines.pop() !== '';
  const all = lines.map((line, i) => parseRecord(line, `${file}, line ${i + 1}`));
  return { records: [...latestRecords(all).values()], torn };
}

/** The file of records: `path` itself, or the one in this folder. Throws `InputError` if there is none. */
export async function recordsFile(path: string): Promise<string> {
  const found = await statOf(path);
  if (found === undefined) {
    throw new InputError(
      `${path} does not exist: give the folder that benchmark or ablate wrote, or a file of records`,
    );
  }
  if (!found.isDirectory()) return path;
  const file = join(path, RECORDS);
  if ((await statOf(file)) !== undefined) return file;
  const others = (await readdir(path)).filter((name) => name.endsWith('.jsonl')).sort();
  throw new InputError(
    others.length === 0
      ? `${path} holds no records (there is no ${RECORDS}): give the folder that benchmark or ablate wrote`
      : `${path} holds no ${RECORDS}, but ${listNames(others)}: give a file of records itself, such as ${join(path, others[0])}`,
  );
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return undefined;
  }
}
