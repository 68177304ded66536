/** How a model is to calibrate and to decide, as a user asks for it, and the same checked, as plain data. */
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import { didYouMean } from '../text/did-you-mean.js';
import { inWords, listNames, quote } from '../text/name-list.js';
import { parseNumber } from '../text/number-text.js';
import { CALIBRATIONS, type CalibrationKind } from './calibration/calibration.js';
import {
  type CostMatrix,
  type CostTable,
  parseCosts,
  parseCostTable,
  splitOutsideQuotes,
  unquoted,
} from './cost-matrix.js';
import { type DecisionSpecification, parseDecision } from './parse-decision.js';

export interface DecisionOptions {
  /**
   * Calibration of the probabilities, fitted on out-of-fold predictions: `none`, `temperature`, `platt`, `beta`,
   * `isotonic`, or the one of these with the least cross-validated log loss (`auto`, the default).
   */
  readonly calibration?: string;
  /**
   * Class frequencies of the rows to be predicted, as `yes=0.01`; classes that are not named share the rest in
   * proportion to their training rows. Default: the frequencies of the training rows.
   */
  readonly prior?: string;
  /**
   * How classes are decided from the probabilities: `macro-f1` (default), `balanced-accuracy`, `mcc`, `accuracy`, `f1`,
   * `f2`; `recall>=0.9`, `precision>=0.5`, `fraud:recall>=0.9`; `alerts=200`, `alerts=1%`; `cost`; `argmax`.
   */
  readonly decision?: string;
  /** The class that F-beta, floors and alerts are about; default the rarest. */
  readonly positive?: string;
  /** With it, a floor holds on new rows with this probability, between 0 and 1. */
  readonly confidence?: number;
  /** Costs as `fraud:ok=100,ok:fraud=5`; the decision is then `cost` unless another is given. */
  readonly costs?: string;
  /**
   * Costs as the text of a CSV file, also separated by `;`, tab or `|`: the header names the actions, each line a true
   * class and its costs.
   */
  readonly costTable?: string | CostTable;
}

/** Decision options, checked for a model's classes; plain data. */
export interface DecisionPlan {
  readonly calibration: 'auto' | CalibrationKind;
  /** By class index: class frequencies that were given. */
  readonly priors: readonly (readonly [number, number])[];
  readonly specification: DecisionSpecification;
  /** Whether the user asked for this decision, so that another one in its place is worth a notice. */
  readonly isExplicit: boolean;
  readonly positive?: string;
  readonly confidence?: number;
  readonly costs?: CostMatrix;
}

/** @throws InputError for an option that is not valid, or that cannot be combined with another or with the classes. */
export function checkDecisionOptions(options: DecisionOptions, classes: readonly Label[]): DecisionPlan {
  const { calibration = 'auto', confidence, positive } = options;
  const known = CALIBRATIONS.find((kind) => kind === calibration);
  if (known === undefined) {
    throw new InputError(
      `calibration is ${quote(calibration)}: choose ${inWords(CALIBRATIONS)}.${didYouMean(calibration, CALIBRATIONS)}`,
      { optionNames: ['calibration'] },
    );
  }
  const costs = costsOf(options, classes);
  const fallback = costs === undefined ? 'macro-f1' : 'cost';
  const specification = parseDecision(options.decision ?? fallback);
  const { kind } = specification;
  if (kind === 'cost' && (costs === undefined || specification.file !== undefined)) {
    throw new InputError(
      'the decision by cost needs costs or costTable: give for example fraud:ok=100,ok:fraud=5, or a table of costs',
      { optionNames: ['costs', 'costTable'] },
    );
  }
  if (kind !== 'cost' && costs !== undefined) {
    throw new InputError(
      `${options.costs === undefined ? 'costTable' : 'costs'} cannot be combined with decision ` +
        `${quote(options.decision ?? '')}: use cost`,
      { optionNames: ['costs', 'costTable', 'decision'] },
    );
  }
  if (confidence !== undefined && kind !== 'floors') {
    throw new InputError('confidence needs a decision with a floor, for example recall>=0.9', {
      optionNames: ['confidence'],
    });
  }
  if (confidence !== undefined && !(confidence > 0 && confidence < 1)) {
    throw new InputError(`confidence is ${confidence}: give a number between 0 and 1, for example 0.95`, {
      optionNames: ['confidence'],
    });
  }
  const floors = kind === 'floors' ? specification.floors : [];
  if (positive !== undefined) classIndex(positive, classes, 'positive');
  for (const { label } of floors) if (label !== undefined) classIndex(label, classes, 'decision');
  const priors = options.prior === undefined ? [] : parsePriors(options.prior, classes);
  if (priors.length > 0 && floors.some(({ metric }) => metric === 'precision')) {
    throw new InputError(
      'a decision with a floor of precision cannot be combined with prior: the rows given have another one',
      { optionNames: ['prior'] },
    );
  }
  const isExplicit = options.decision !== undefined || costs !== undefined;
  return { calibration: known, priors, specification, isExplicit, positive, confidence, costs };
}

/** @throws InputError for a label that `option` gives and that is not a class, with the nearest one. */
export function classIndex(
  label: string,
  classes: readonly Label[],
  option: 'positive' | 'decision' | 'label' | 'to',
): number {
  const names = classes.map(String);
  const index = names.indexOf(label);
  if (index >= 0) return index;
  throw new InputError(
    `${option}: ${quote(label)} is not a class.${didYouMean(label, names)} Classes: ${listNames(names)}`,
    { optionNames: [option] },
  );
}

/** Undefined if none are given. */
function costsOf({ costs, costTable }: DecisionOptions, classes: readonly Label[]): CostMatrix | undefined {
  if (costs !== undefined && costTable !== undefined) {
    throw new InputError('costs and costTable cannot be combined: give one of them', {
      optionNames: ['costs', 'costTable'],
    });
  }
  if (costTable !== undefined) return parseCostTable(costTable, classes);
  return costs === undefined ? undefined : parseCosts(costs, classes);
}

const OF_PRIOR = { optionNames: ['prior'] };

function parsePriors(text: string, classes: readonly Label[]): [number, number][] {
  const names = classes.map(String);
  const example = `for example ${asLabel(names[names.length - 1] ?? '')}=0.01`;
  const priors = new Map<number, number>();
  for (const entry of splitOutsideQuotes(text, ',')) {
    const place = `prior ${quote(entry.trim())}`;
    const [label, value, ...more] = splitOutsideQuotes(entry, '=').map((part) => part.trim());
    if (value === undefined || more.length > 0) {
      throw new InputError(`${place}: write CLASS=SHARE, ${example}. Classes: ${listNames(names)}`, OF_PRIOR);
    }
    const share = value.endsWith('%') ? parseNumber(value.slice(0, -1)) / 100 : parseNumber(value);
    if (!(share > 0 && share < 1)) {
      throw new InputError(
        `${place}: ${quote(value)} is not a share between 0 and 1 (or 0% and 100%): write ${example}`,
        OF_PRIOR,
      );
    }
    const name = unquoted(label);
    const c = names.indexOf(name);
    if (c < 0) {
      throw new InputError(
        `${place}: ${quote(name)} is not a class.${didYouMean(name, names)} Classes: ${listNames(names)}`,
        OF_PRIOR,
      );
    }
    if (priors.has(c)) {
      throw new InputError(
        `${place}: the prior of ${quote(name)} is given twice: give one of them`,
        OF_PRIOR,
      );
    }
    priors.set(c, share);
  }
  const sum = [...priors.values()].reduce((total, share) => total + share, 0);
  const others = names.filter((_, c) => !priors.has(c));
  if (others.length > 0 ? sum >= 1 : Math.abs(sum - 1) > SUM_TOLERANCE) {
    const due =
      others.length > 0 ? 'less than 1, which leaves a share for' : 'exactly 1, as they are for all of';
    throw new InputError(
      `prior ${quote(text)}: the shares sum to ${Number(sum.toPrecision(6))}, but they must sum to ${due} ` +
        `${listNames(others.length > 0 ? others : names)}; write ${example}`,
      OF_PRIOR,
    );
  }
  return [...priors];
}

/** As `completePriors`. */
const SUM_TOLERANCE = 1e-6;

/** A label as it is written in a prior. */
function asLabel(name: string): string {
  return /[:=,"]/.test(name) || name !== name.trim() ? JSON.stringify(name) : name;
}
