/** A verdict and what it follows from, in sentences. */
import { quote } from '../../text/name-list.js';
import type { AlertDrift, DriftReport, DriftVerdict, Judged } from './drift.js';
import { byLevel } from './judge.js';

type Found = Pick<DriftReport, 'columns' | 'scores' | 'alerts' | 'classifierTest'>;

/** One for each comparison with a level above none, the strongest first. */
export function driftReasons({ columns, scores, alerts, classifierTest }: Found): string[] {
  const found: (Judged & { readonly text: string })[] = [
    ...(alerts ? [{ ...alerts, text: alertText(alerts) }] : []),
    ...scores.map((score) => ({
      ...score,
      text: `the probability of ${quote(String(score.label))}: population stability index ${score.psi.toFixed(2)}`,
    })),
    ...(classifierTest
      ? [
          {
            ...classifierTest,
            text:
              `all columns together: a classifier tells old rows from new ones with an area under the curve of ` +
              `${classifierTest.area.toFixed(2)}`,
          },
        ]
      : []),
    ...columns.map((column) => ({
      ...column,
      text: `column ${quote(column.column)}: population stability index ${column.psi.toFixed(2)}`,
    })),
  ];
  return found
    .filter(({ level }) => level !== 'none')
    .sort(byLevel)
    .map(({ level, text }) => `${level}: ${text}`);
}

function alertText({ label, before, now }: AlertDrift): string {
  return `alerts for ${quote(String(label))}: ${shareText(now)} of the rows, before ${shareText(before)}`;
}

/** `1.25 %` */
export function shareText(share: number): string {
  if (share > 0 && share < 0.00001) return '< 0.001 %';
  if (share < 1 && share > 0.99999) return '> 99.999 %';
  return `${Number((100 * share).toPrecision(3))} %`;
}

const TEXTS: Readonly<Record<DriftVerdict, string>> = {
  none: 'No drift: nothing moved that is both significant and large.',
  some: 'Some drift: look at what moved, and watch it.',
  strong:
    'Strong drift: do not trust the predictions before you know why; train again if the change is to stay.',
  unknown: 'Unknown: too few rows to tell.',
};

/** The verdict in a sentence. */
export function verdictText({ verdict }: Pick<DriftReport, 'verdict'>): string {
  return TEXTS[verdict];
}

export function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

/** What the estimated class shares depend on. */
export function shareAssumption({ columns }: Pick<DriftReport, 'columns'>): string {
  return columns.some(({ level }) => level !== 'none')
    ? 'The estimate supposes that only the shares have changed, but columns have drifted: it may be far off.'
    : 'Estimated without labels, as if only the shares had changed.';
}
