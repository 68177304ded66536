/** Reads records from the folder of an experiment or from a file in the compact form. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../../errors.js';
import { errorCode } from '../../../platform/node/files/system-errors.js';
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
  try {
    const file = (await stat(path)).isDirectory() ? join(path, RECORDS) : path;
    await stat(file);
    return file;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new InputError(
      `${path} holds no records (there is no ${RECORDS}): give the folder that benchmark or ablate wrote`,
    );
  }
}
