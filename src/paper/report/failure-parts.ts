/** The runs that failed, with their reasons. */

import type { ReportPart } from '../../report/parts.js';
import type { ResultRow } from '../experiments/result-rows.js';

export function failureParts(rows: readonly ResultRow[]): ReportPart[] {
  const failed = rows.flatMap((row) => row.failed.map((record) => ({ row, record })));
  if (failed.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: `Failed runs: ${failed.length}`,
      columns: [
        { title: 'data set' },
        { title: 'classifier' },
        { title: 'protocol' },
        { title: 'seed', numeric: true },
        { title: 'reason' },
      ],
      rows: failed.map(({ row, record }) => [
        row.dataset,
        row.configuration,
        row.protocol,
        { text: String(record.seed), value: record.seed },
        record.reason,
      ]),
      notes: ['They are in no mean; "benchmark --retry-failed" runs them again.'],
    },
  ];
}
