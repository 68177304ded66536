/** The zod schema of a value of a column: what `readCell` accepts, with its JSON Schema for the OpenAPI document. */
import * as z from 'zod';
import { readCell } from '../../pipeline/rows-table.js';
import { dateFormatText } from '../../tables/preparation/dates/date-format.js';
import { isNumberFormat } from '../../tables/preparation/dates/date-numbers.js';
import type { KeptColumn } from '../../tables/preparation/fitted-columns.js';
import type { Preparation } from '../../tables/preparation/preparation.js';
import { listNames } from '../../text/name-list.js';
import type { TypicalValue } from './typical-values.js';

/** Levels that a description lists. */
const MOST_LEVELS = 20;

/** A value must be there: null if it is missing. */
export function columnSchema(column: KeptColumn, preparation: Preparation, typical: TypicalValue): z.ZodType {
  // Custom, because a union of types would be three times as slow, and the rule has to be that of the library.
  return z
    .custom((value) => value !== undefined && isCell(value, column, preparation))
    .meta({ ...describe(column), examples: [typical] });
}

function isCell(value: unknown, column: KeptColumn, preparation: Preparation): boolean {
  if (value === null || (typeof value === 'number' && Number.isFinite(value))) return true;
  return !('wrong' in readCell(value, column, preparation));
}

const SCALAR = ['string', 'number', 'boolean', 'null'];

/** The plain spellings of a value: `readCell` accepts more, such as a number in text. */
function describe(column: KeptColumn): { readonly type: string | string[]; readonly [key: string]: unknown } {
  switch (column.kind) {
    case 'numeric': {
      const { range } = column;
      const seen = range && `Between ${range.least} and ${range.greatest} in training.`;
      return { type: ['number', 'null'], ...(seen && { description: seen }) };
    }
    case 'ordinal': {
      const levels = column.words ?? column.levels?.map(([first]) => first);
      return {
        type: ['string', 'number', 'null'],
        description: levels ? `In this order: ${listNames(levels, MOST_LEVELS)}.` : 'Ranges of numbers.',
      };
    }
    case 'boolean':
      return { type: SCALAR, description: 'True or false, also as text such as yes and no.' };
    case 'categorical':
      return { type: SCALAR, description: `In training: ${listNames(column.categories, MOST_LEVELS)}.` };
    case 'date':
      return {
        type: isNumberFormat(column.format) ? ['number', 'string', 'null'] : ['string', 'null'],
        description: `As in training (${dateFormatText(column.format)})${column.format === 'time' ? '' : ' or in ISO 8601'}.`,
      };
    case 'list':
      return {
        type: ['array', 'string', 'null'],
        items: { type: ['string', 'number', 'boolean', 'null'] },
        description: `Common members: ${listNames(column.members, MOST_LEVELS)}.`,
      };
    case 'text':
      return { type: ['string', 'null'], description: 'Free text.' };
  }
}
