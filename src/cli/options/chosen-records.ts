/** The records for `results` and `report`. */
import { InputError } from '../../errors.js';
import { latestRecords, type RunRecord, withoutEarlierTables } from '../../paper/experiments/run-record.js';
import { readRecords, recordsFile } from '../../paper/node/experiments/read-records.js';
import type { Protocol } from '../../pipeline/provenance.js';
import { countOf } from '../../text/name-list.js';
import type { NamedPath } from './check-paths.js';
import { type MessageOptions, notices } from './common-options.js';

/**
 * The latest record of each cell, from folders and files together; of a table of the user's own that has changed, only
 * the records of its latest content, with a notice.
 *
 * @throws InputError for a path without records, a line that is not a record, records of several versions, and if no
 *   record is left.
 */
export async function chosenRecords(
  paths: readonly string[],
  options: MessageOptions & { readonly protocol?: Protocol },
): Promise<RunRecord[]> {
  const all: RunRecord[] = [];
  for (const path of paths) {
    const { records, torn } = await readRecords(path);
    all.push(...records);
    if (torn) notices(options)(`the last line of the records in ${path} is incomplete and was skipped`);
  }
  checkOneVersion(paths, all);
  const { protocol } = options;
  const { records: current, earlier } = withoutEarlierTables([...latestRecords(all).values()]);
  for (const [dataset, count] of earlier) {
    notices(options)(
      `${dataset}: ${countOf(count, 'earlier record')} left out, because the content, target or column options of the ` +
        'table have changed since',
    );
  }
  const chosen = current.filter((record) => protocol === undefined || record.protocol === protocol);
  if (chosen.length > 0) return chosen;
  throw new InputError(`${paths.join(', ')}: no records${protocol ? ' of this protocol' : ''} yet`);
}

/** Whatever is done with them: their scores differ for that reason alone. */
function checkOneVersion(paths: readonly string[], records: readonly RunRecord[]): void {
  const counts = new Map<string, number>();
  for (const { version } of records) counts.set(version, (counts.get(version) ?? 0) + 1);
  if (counts.size < 2) return;
  const found = [...counts].map(([version, count]) => `${count} of version ${version}`);
  throw new InputError(
    `${paths.join(', ')}: there are records of several versions of qcl-mixnet (${found.join(', ')}), whose results ` +
      'cannot be combined: move the lines of the other versions to a folder of their own, or run them again in a new one',
  );
}

/** The files of the records, for `checkPaths`. Throws `InputError` for a path without records. */
export function namedRecords(paths: readonly string[]): Promise<NamedPath[]> {
  return Promise.all(
    paths.map(async (path): Promise<NamedPath> => ['the file of the records', await recordsFile(path)]),
  );
}
