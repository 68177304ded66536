/** Checks the options of a library call: in JavaScript nothing else catches a misspelled name or a wrong type. */
import type { DecisionOptions } from '../decision/decision-options.js';
import { InputError } from '../errors.js';
import {
  BASIC_TYPES,
  isObject,
  isTexts,
  type OptionType,
  type OptionTypes,
} from '../options/check-options.js';
import type { ColumnOverrides } from '../tables/preparation/column-overrides.js';
import { DECIMALS, THOUSANDS } from '../tables/preparation/numbers/separators.js';
import { describeValue } from '../text/describe-value.js';
import type { RoleOptions } from './column-roles/column-roles.js';

export { checkOptions, type OptionType, type OptionTypes } from '../options/check-options.js';

const isOrdinal = (value: unknown) =>
  value instanceof Map
    ? [...value].every(([name, levels]) => typeof name === 'string' && isTexts(levels))
    : isObject(value) && Object.values(value).every(isTexts);

const isTable = (value: unknown) =>
  isObject(value) && typeof value.rows === 'number' && Array.isArray(value.columns);

const isClassifier = (value: unknown) =>
  typeof value === 'string' ||
  (isObject(value) &&
    typeof value.name === 'string' &&
    (value.options === undefined || isObject(value.options)));

const type = (expected: string, isValid: OptionType['isValid']): OptionType => ({ expected, isValid });

const OVERRIDES: Readonly<Record<keyof ColumnOverrides, (value: unknown) => boolean>> = {
  categorical: isTexts,
  numeric: isTexts,
  ordinal: isOrdinal,
  date: isTexts,
  text: isTexts,
  list: isTexts,
  drop: isTexts,
  decimal: signsTest(DECIMALS),
  thousands: signsTest(THOUSANDS),
  dayFirst: (value) => typeof value === 'boolean',
  missing: isTexts,
  keepWords: isTexts,
};

/** A sign, or an object of signs by the name of the column. */
function signsTest(choices: readonly string[]): (value: unknown) => boolean {
  const isSign = (value: unknown) => choices.some((sign) => sign === value);
  return (value) => isSign(value) || (isObject(value) && Object.values(value).every(isSign));
}

function overrideTest(name: string): (value: unknown) => boolean {
  return OVERRIDES[name as keyof ColumnOverrides];
}

/** The types that options have. */
export const OPTION_TYPES = {
  ...BASIC_TYPES,
  target: {
    ...type('the name of the column to predict', (value) => typeof value === 'string'),
    isRequired: true,
  },
  columnName: type('the name of a column', (value) => typeof value === 'string'),
  columnNames: type(
    'the name of a column, or an array of names',
    (value) => typeof value === 'string' || isTexts(value),
  ),
  label: type('a label: a string, a number or a boolean', (value) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  ),
  grid: type(
    'an object of lists, or an array of such objects',
    (value) => isObject(value) || (Array.isArray(value) && value.every(isObject)),
  ),
  overrides: type(
    `an object of lists of column names, for example { drop: ["id"] }, with the options ${Object.keys(OVERRIDES).join(', ')}`,
    (value) =>
      isObject(value) &&
      Object.entries(value).every(
        ([name, given]) =>
          given === undefined || (Object.hasOwn(OVERRIDES, name) && overrideTest(name)(given)),
      ),
  ),
  table: type('a table, as readTable returns', isTable),
  costTable: type(
    'the text of a CSV file, or an object { text, name }',
    (value) =>
      typeof value === 'string' ||
      (isObject(value) && typeof value.text === 'string' && typeof value.name === 'string'),
  ),
  classifiers: type(
    'an array of names of classifiers, or of objects { name, options }',
    (value) => Array.isArray(value) && value.every(isClassifier),
  ),
} satisfies Record<string, OptionType>;

const { text, number, executor } = OPTION_TYPES;

export const DECISION_OPTION_TYPES: OptionTypes<DecisionOptions> = {
  calibration: text,
  prior: text,
  decision: text,
  positive: text,
  confidence: number,
  costs: text,
  costTable: OPTION_TYPES.costTable,
};

export const EXECUTOR_OPTION_TYPE = { executor };

export const ROLE_OPTION_TYPES: OptionTypes<RoleOptions> = {
  group: OPTION_TYPES.columnName,
  time: OPTION_TYPES.columnName,
  weight: OPTION_TYPES.columnName,
  id: OPTION_TYPES.columnNames,
  stratify: OPTION_TYPES.boolean,
};

/** @throws InputError unless the argument of the call is a model: often a promise of one. */
export function checkModel(call: string, model: unknown): void {
  if (isObject(model) && ['classifier', 'calibrator', 'decision'].every((part) => isObject(model[part])))
    return;
  const given = model instanceof Promise ? 'a promise: await it' : describeValue(model);
  throw new InputError(`${call} needs a model, as trainOnTable and loadModel give, but got ${given}`);
}

/** @throws InputError unless the argument of the call is a table: often a promise of one. */
export function checkTable(call: string, table: unknown): void {
  if (isTable(table)) return;
  const given = table instanceof Promise ? 'a promise: await it' : describeValue(table);
  throw new InputError(`${call} needs a table, as readTable returns, but got ${given}`);
}
