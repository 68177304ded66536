/** The commands that repeat an experiment, derived from its records. */

import { DEFAULT_SEED, PROTOCOLS } from '../../pipeline/defaults.js';
import type { ReportPart } from '../../report/parts.js';
import type { RunRecord } from '../experiments/run-record.js';
import { tableArguments } from './table-arguments.js';

export function repetitionParts(records: readonly RunRecord[], commands: readonly string[]): ReportPart[] {
  const distinct = (values: readonly (string | number)[]) => [...new Set(values)].join(', ');
  const checksums = new Map(records.map(({ dataset, checksum }) => [dataset, checksum]));
  return [
    { kind: 'commands', lines: [...experimentCommands(records), ...commands] },
    {
      kind: 'list',
      items: [
        `qcl-mixnet ${distinct(records.map(({ version }) => version))}, ` +
          `${distinct(records.map(({ kernelBuild }) => kernelBuild))} kernels, ` +
          `Node ${distinct(records.map(({ node }) => node))}`,
        'The seed determines the split (80:20, stratified) and the training. The same data sets, options, seeds, version ' +
          'and kernels give the same scores.',
      ],
    },
    {
      kind: 'table',
      caption: 'The data sets',
      columns: [{ title: 'data set' }, { title: 'SHA-256 of its table' }],
      notes: records.some(({ table }) => table !== undefined) ? [OWN_CHECKSUM] : undefined,
      rows: [...checksums],
    },
  ];
}

const OWN_CHECKSUM =
  'For a table that is not of the registry: SHA-256 of its file, target and column options together.';

/**
 * A `benchmark` for each set of options, and an `ablate` for the runs without a part. The commands run all combinations
 * of data sets, classifiers and seeds, even those without records.
 */
export function experimentCommands(records: readonly RunRecord[]): string[] {
  const groups = new Map<string, RunRecord[]>();
  for (const record of records) {
    const { options, table } = record;
    const { without, ...others } = options;
    // ablate has no --table.
    const isAblation = without !== undefined && table === undefined;
    const key = JSON.stringify([
      isAblation ? ['ablate', others] : ['benchmark', options],
      record.tuned === true,
      table && { ...table, file: undefined, target: undefined },
    ]);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups].map(([key, group]) => {
    const [[command, options], tuned] = JSON.parse(key) as [[string, Record<string, unknown>], boolean];
    const names = (of: (record: RunRecord) => string) => [...new Set(group.map(of))].sort().join(',');
    const protocols = PROTOCOLS.filter((name) => group.some(({ protocol }) => protocol === name));
    const seeds = Math.max(...group.map(({ seed }) => seed)) - DEFAULT_SEED + 1;
    const tables = group.flatMap(({ table }) => table ?? []);
    return [
      `qcl-mixnet ${command}`,
      ...(tables.length > 0 ? tableArguments(tables) : [`--datasets ${names(({ dataset }) => dataset)}`]),
      `--classifiers ${names(({ classifier }) => classifier)}`,
      `--seeds ${seeds} --protocol ${protocols.join(',')}`,
      ...Object.entries(options).map(([name, value]) => `--set ${name}=${settingText(value)}`),
      ...(tuned ? ['--tune'] : []),
      '--out runs',
    ].join(' ');
  });
}

function settingText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
