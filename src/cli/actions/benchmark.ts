/** The work of `qcl-mixnet benchmark`. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { InputError } from '../../errors.js';
import type { ReadingSettings, SavedRoles } from '../../paper/experiments/cell.js';
import { configurationNotices } from '../../paper/experiments/configuration-notices.js';
import { loadOwnTables } from '../../paper/node/experiments/load-own-tables.js';
import { inWords } from '../../text/name-list.js';
import { type BenchmarkOptions, BOTH } from '../commands/benchmark.js';
import { classifierOptions } from '../options/classifier-options.js';
import { columnOverrides } from '../options/column-options.js';
import { notices } from '../options/common-options.js';
import { chosenClassifiers, settingsFor, typedSettings } from '../options/experiment-choices.js';
import { tableRequests } from '../options/table-requests.js';
import { runVisibly } from '../run-visibly.js';

export async function benchmark(options: BenchmarkOptions): Promise<void> {
  const settings = typedSettings(options);
  const entries = chosenClassifiers(options);
  const configurations = entries.flatMap((entry) => {
    const given = classifierOptions(entry, settingsFor(entry, settings, entries));
    const tuned = options.tune !== undefined && entry.grid !== undefined;
    const plain = !tuned || options.tune === BOTH;
    return [
      ...(plain ? [{ entry, options: given }] : []),
      ...(tuned ? [{ entry, options: given, tuned }] : []),
    ];
  });
  checkNeedsTable(options);
  if (options.tune !== undefined) untunedNotices(entries).forEach(notices(options));
  configurationNotices(configurations, options.protocol).forEach(notices(options));
  const own = await loadOwnTables(tableRequests(options), {
    reading: readingOf(options),
    overrides: columnOverrides(options),
    roles: rolesOf(options),
    mergeLabels: options.mergeLabels,
    manyClasses: options.manyClasses,
    memoryLimitBytes: options.memoryLimit,
    onNotice: notices(options),
  });
  await runVisibly(configurations, options, own);
}

function untunedNotices(entries: readonly ClassifierEntry[]): string[] {
  const names = entries.filter(({ grid }) => grid === undefined).map(({ name }) => name);
  if (names.length === 0) return [];
  const [verb, are] = names.length === 1 ? ['has', 'is'] : ['have', 'are'];
  return [`${inWords(names)} ${verb} no grid for --tune, and ${are} not tuned`];
}

function readingOf({
  format,
  delimiter,
  header,
  encoding,
  missing,
  keepWords,
}: BenchmarkOptions): ReadingSettings {
  return { format, delimiter, header, encoding, missing, keepWords };
}

function rolesOf({ group, time, weight, id, stratify }: BenchmarkOptions): SavedRoles {
  return { group, time, weight, id, stratify };
}

/** The data sets of the paper have a format, a target and kinds of columns of their own. */
function checkNeedsTable(options: BenchmarkOptions): void {
  if (options.table !== undefined) return;
  const { target, mergeLabels, manyClasses } = options;
  const ofTables = {
    target,
    ...columnOverrides(options),
    ...readingOf(options),
    ...rolesOf(options),
    mergeLabels,
    manyClasses,
  };
  const [first] = Object.entries(ofTables).filter(([, value]) => value !== undefined);
  if (first === undefined) return;
  const [name, value] = first;
  const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new InputError(
    `--${value === false ? 'no-' : ''}${option} is for your own tables: name one with --table`,
  );
}
