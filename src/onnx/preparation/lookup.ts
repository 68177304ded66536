/** Numbers for texts and for exact numbers. */
import { parseNumber } from '../../text/number-text.js';
import { countReached } from '../graph/count-reached.js';
import { type Graph, ML, type Value } from '../graph/graph.js';
import { float, floats, strings } from '../protobuf/attribute.js';

/**
 * The number of each text, as 64-bit floats; `others` for unknown ones. Numbers must be exact in 32 bits.
 *
 * @param texts rows x 1
 */
export function lookUpTexts(
  graph: Graph,
  texts: Value,
  numbers: ReadonlyMap<string, number>,
  others: number,
): Value {
  // An encoder without keys is invalid; no text of a table is a lone NUL.
  const known = numbers.size > 0 ? numbers : new Map([['\0', others]]);
  const found = graph.node(
    'LabelEncoder',
    [texts],
    {
      keys_strings: strings([...known.keys()]),
      values_floats: floats([...known.values()]),
      default_float: float(others),
    },
    ML,
  );
  return graph.cast(found, 'double');
}

/**
 * The number that stands for each exact value; `others` for unknown values and NaN.
 *
 * @param x rows x 1, 64-bit floats
 */
export function lookUpNumbers(
  graph: Graph,
  x: Value,
  numbers: ReadonlyMap<number, number>,
  others: number,
): Value {
  const pairs = [...numbers].sort(([one], [other]) => one - other);
  const { below, upTo } = countReached(graph, x, [pairs.map(([value]) => value)]);
  // The place behind the last one is for what is unknown.
  const place = graph.where(graph.node('Less', [below, upTo]), below, graph.doubles(pairs.length));
  const results = graph.doubles([...pairs.map(([, result]) => result), others]);
  return graph.node('Gather', [results, graph.cast(place, 'int64')]);
}

/** The input with NaN for each of the words that is a number. */
export function withoutNumbers(graph: Graph, input: Value, words: readonly string[]): Value {
  return words
    .map(parseNumber)
    .filter((value) => !Number.isNaN(value))
    .reduce((numbers, value) => {
      const isMissing = graph.node('Equal', [numbers, graph.doubles(value)]);
      return graph.where(isMissing, graph.doubles(Number.NaN), numbers);
    }, input);
}
