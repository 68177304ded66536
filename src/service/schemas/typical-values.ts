/** Values of the columns of a model for examples, from the profiles of its training rows: never a training row. */
import { featuresByColumn } from '../../pipeline/column-features.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import {
  type FeatureProfile,
  presentRows,
  valueAtShare,
} from '../../pipeline/training-record/feature-profile.js';
import { DAY_MS } from '../../tables/preparation/dates/calendar.js';
import { type DateFormat, dateText } from '../../tables/preparation/dates/date-format.js';
import { isNumberFormat } from '../../tables/preparation/dates/date-numbers.js';
import { isKept, type KeptColumn } from '../../tables/preparation/fitted-columns.js';

export type TypicalValue = string | number | boolean | null | readonly string[];

/** Members and words of an example. */
const MOST_WORDS = 2;

/** The median of a number, the most frequent level, of each column that the model uses; null where nothing is known. */
export function typicalValues({ preparation, record }: TableClassifier): Map<string, TypicalValue> {
  const features = featuresByColumn(preparation.featureColumns);
  return new Map(
    preparation.inputColumns.filter(isKept).map((column) => {
      const own = features.get(column.name) ?? [];
      return [column.name, typicalValue(column, record ? own.map((at) => record.profiles[at]) : [])];
    }),
  );
}

function typicalValue(column: KeptColumn, [first, ...others]: readonly FeatureProfile[]): TypicalValue {
  switch (column.kind) {
    case 'numeric':
      return column.value && first ? shortened(valueAtShare(first, 0.5)) : shortened(column.median);
    case 'ordinal': {
      // The profile has the ranks of the words that occurred, in their order.
      const ranks = first && 'values' in first ? first.values : [];
      const word = column.words?.[ranks.indexOf(mostFrequent(first) ?? Number.NaN)];
      return word ?? column.words?.[0] ?? shortened(column.median);
    }
    case 'boolean':
      return (column.value && first ? mostFrequent(first) : column.median) === 1;
    case 'categorical': {
      const code = column.encoding === 'codes' ? mostFrequent(first) : placeOfOne([first, ...others]);
      const category = column.categories[code ?? 0] ?? column.categories[0];
      if (category === undefined) return null;
      return column.numbers ? Number(category) : category;
    }
    case 'date': {
      const { format, earliest, latest = earliest } = column;
      const middle = (earliest + latest) / 2;
      if (format === 'time') return dateText([middle], format)[0];
      const day = dateText([middle - (middle % DAY_MS)], format)[0];
      return isNumberFormat(format) ? dateNumber(day, format) : day;
    }
    case 'list':
      return column.members.slice(0, MOST_WORDS);
    case 'text':
      return column.tokens === 'words'
        ? column.vocabulary
            .slice(0, MOST_WORDS)
            .map(({ token }) => token)
            .join(' ')
        : '';
  }
}

/** To four digits, so that no value of a training row is shown to the last digit; whole numbers stay as they are. */
function shortened(value: number | undefined): number | null {
  if (value === undefined) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

function mostFrequent(profile: FeatureProfile | undefined): number | undefined {
  if (profile === undefined) return undefined;
  if (!('values' in profile)) return valueAtShare(profile, 0.5);
  let best = 0;
  for (let i = 1; i < profile.counts.length; i++) if (profile.counts[i] > profile.counts[best]) best = i;
  return profile.values[best];
}

/** Of 0/1 columns the one with the largest share of ones. */
function placeOfOne(profiles: readonly (FeatureProfile | undefined)[]): number {
  const shares = profiles.map((profile) => {
    if (profile === undefined || !('values' in profile)) return 0;
    const at = profile.values.indexOf(1);
    return at < 0 ? 0 : profile.counts[at] / Math.max(1, presentRows(profile));
  });
  return shares.indexOf(Math.max(...shares));
}

/** The number that a day such as 1998-06-12 is. */
function dateNumber(day: string, format: DateFormat): number {
  if (format === 'compact') return Number(day.replaceAll('-', ''));
  const milliseconds = Date.parse(day);
  if (format === 'epoch-seconds') return milliseconds / 1000;
  return format === 'epoch-microseconds' ? milliseconds * 1000 : milliseconds;
}
