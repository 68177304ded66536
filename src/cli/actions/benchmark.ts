/** The work of `qcl-mixnet benchmark`. */
import { InputError } from '../../errors.js';
import { loadOwnTables } from '../../paper/node/experiments/load-own-tables.js';
import type { BenchmarkOptions } from '../commands/benchmark.js';
import { classifierOptions } from '../options/classifier-options.js';
import { columnOverrides } from '../options/column-options.js';
import { notices } from '../options/common-options.js';
import { chosenClassifiers, settingsFor, typedSettings } from '../options/experiment-choices.js';
import { tableRequests } from '../options/table-requests.js';
import { runVisibly } from '../run-visibly.js';

export async function benchmark(options: BenchmarkOptions): Promise<void> {
  const settings = typedSettings(options);
  const entries = chosenClassifiers(options);
  const configurations = entries.map((entry) => ({
    entry,
    options: classifierOptions(entry, settingsFor(entry, settings, entries)),
    tuned: options.tune && entry.grid !== undefined,
  }));
  checkNeedsTable(options);
  const own = await loadOwnTables(tableRequests(options), {
    overrides: columnOverrides(options),
    manyClasses: options.manyClasses,
    memoryLimitBytes: options.memoryLimit,
    onNotice: notices(options),
  });
  await runVisibly(configurations, options, own);
}

/** The data sets of the paper have a target and kinds of columns of their own. */
function checkNeedsTable({ table, target, manyClasses, ...options }: BenchmarkOptions): void {
  if (table !== undefined) return;
  const overrides = Object.entries(columnOverrides(options)).filter(([, names]) => names !== undefined);
  const given = [
    ...(target === undefined ? [] : ['target']),
    ...overrides.map(([list]) => list),
    ...(manyClasses ? ['many-classes'] : []),
  ];
  if (given.length === 0) return;
  throw new InputError(`--${given[0]} is for your own tables: name one with --table`);
}
