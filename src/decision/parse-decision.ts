/** The text of `--decide` as plain data. */
import * as z from 'zod';
import { InputError } from '../errors.js';
import { didYouMean } from '../text/did-you-mean.js';
import { quote } from '../text/name-list.js';
import { parseNumber } from '../text/number-text.js';
import { splitOutsideQuotes, unquoted } from './cost-matrix.js';
import { isTunedMetric, TUNED_METRICS } from './tuning/tally-metric.js';

/** What to decide by, before anything is fitted. Labels are texts, as a user writes them. */
export const decisionSpecification = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('argmax') }),
  z.strictObject({ kind: z.literal('metric'), metric: z.string().refine(isTunedMetric) }),
  z.strictObject({
    kind: z.literal('floors'),
    floors: z
      .array(
        z.strictObject({
          /** Absent: the positive class. */
          label: z.string().optional(),
          metric: z.enum(['recall', 'precision']),
          least: z.number().gt(0).lte(1),
        }),
      )
      .min(1),
  }),
  z.strictObject({
    kind: z.literal('alerts'),
    capacity: z.union([
      z.strictObject({ rows: z.int().min(1) }),
      z.strictObject({ share: z.number().gt(0).lte(1) }),
    ]),
  }),
  /** The costs come from `--cost`, or from this file. */
  z.strictObject({ kind: z.literal('cost'), file: z.string().optional() }),
]);

export type DecisionSpecification = z.output<typeof decisionSpecification>;

const EXAMPLES = 'argmax, macro-f1, f2, recall>=0.9, fraud:precision>=0.5, alerts=200, alerts=1%, cost';
const OF_DECISION = { optionNames: ['decision'] };
const NAMES = [...TUNED_METRICS, 'argmax', 'f1', 'f2', 'recall', 'precision', 'alerts', 'cost'];

/** How rules that need a value are written. */
const FORMS = new Map([
  ['recall', 'recall>=0.9'],
  ['precision', 'precision>=0.5'],
  ['alerts', 'alerts=200'],
]);

/**
 * Reads `argmax`; `macro-f1`, `balanced-accuracy`, `mcc`, `accuracy`, `f1`, `f2`, `f0.5`; `recall>=0.9`,
 * `precision>=50%`, `fraud:recall>=0.9,theft:recall>=0.8`; `alerts=200`, `alerts=1%`; `cost`, `cost FILE`.
 *
 * @throws InputError for another text, with the nearest names.
 */
export function parseDecision(text: string): DecisionSpecification {
  const trimmed = text.trim();
  if (trimmed === 'argmax') return { kind: 'argmax' };
  if (isTunedMetric(trimmed)) return { kind: 'metric', metric: trimmed };
  const [, file] = /^cost(?:[\s=]+(\S.*))?$/.exec(trimmed) ?? [];
  if (file !== undefined) return { kind: 'cost', file };
  if (trimmed === 'cost') return { kind: 'cost' };
  const [, amount] = /^alerts\s*=(.*)$/.exec(trimmed) ?? [];
  if (amount !== undefined) return { kind: 'alerts', capacity: capacityOf(amount.trim()) };
  if (trimmed.includes('>='))
    return { kind: 'floors', floors: splitOutsideQuotes(trimmed, ',').map(floorOf) };
  const [name] = /^[\w-]*/.exec(trimmed) ?? [''];
  const form = FORMS.get(name);
  const hint = form ? ` Write ${form}.` : didYouMean(name, NAMES);
  throw new InputError(
    `decision ${quote(text)} is not a valid value.${hint} Examples: ${EXAMPLES}`,
    OF_DECISION,
  );
}

function capacityOf(amount: string): { rows: number } | { share: number } {
  const value = parseNumber(amount.replace(/%$/, ''));
  if (amount.endsWith('%')) {
    if (value > 0 && value <= 100) return { share: value / 100 };
  } else if (Number.isInteger(value) && value >= 1) {
    return { rows: value };
  }
  throw new InputError(
    `decision: alerts is ${quote(amount)}: give a number of rows (alerts=200) or a share of them (alerts=1%)`,
    OF_DECISION,
  );
}

function floorOf(text: string) {
  const [name, bound, ...more] = splitOnFloor(text);
  const parts = splitOutsideQuotes(name, ':');
  const metric = (parts.at(-1) ?? '').trim();
  const label = parts.length > 1 ? unquoted(parts.slice(0, -1).join(':')) : undefined;
  if (more.length > 0 || bound === undefined || (metric !== 'recall' && metric !== 'precision')) {
    throw new InputError(
      `decision: floor ${quote(text)}: write recall>=0.9, precision>=0.5 or CLASS:recall>=0.9.${didYouMean(metric, ['recall', 'precision'])}`,
      OF_DECISION,
    );
  }
  const number = parseNumber(bound.trim().replace(/%$/, ''));
  const least = bound.trim().endsWith('%') ? number / 100 : number;
  if (!(least > 0 && least <= 1)) {
    throw new InputError(
      `decision: floor ${quote(text)}: ${metric} is a share, give a number above 0, up to 1 (or 100%)`,
      OF_DECISION,
    );
  }
  return { ...(label === undefined ? {} : { label }), metric, least } as const;
}

/** At `>=`, but within quotes. */
function splitOnFloor(text: string): string[] {
  const [name, ...bounds] = splitOutsideQuotes(text, '>');
  return bounds.every((bound) => bound.startsWith('='))
    ? [name, ...bounds.map((bound) => bound.slice(1))]
    : [name];
}
