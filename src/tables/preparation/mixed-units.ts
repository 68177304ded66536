/** Columns of amounts in several units of one quantity, such as `798ms` and `4.28s`, which no number format covers. */

/** Units by quantity, in lower case. */
const QUANTITIES: readonly ReadonlySet<string>[] = [
  'ns us µs μs ms msec s sec secs second seconds min mins minute minutes h hr hrs hour hours d day days week weeks month months year years yr yrs',
  'b byte bytes k kb mb gb tb pb kib mib gib tib',
  'µg μg ug mcg mg g gr gram grams kg kgs t lb lbs oz',
  'nm µm μm um mm cm dm m km in inch inches ft feet yd mi mile miles',
  'ml cl dl l liter liters litre litres gal',
  'w kw mw gw',
  'wh kwh mwh gwh',
  'hz khz mhz ghz',
  '°c °f c f',
  'pa hpa kpa mpa bar mbar psi',
].map((units) => new Set(units.split(' ')));

const AMOUNT = /^[+\-−]?\d[\d.,' \u00a0\u202f]*?[ \u00a0\u202f]?([\p{L}°][\p{L}]*)\.?$/u;

/** A unit as it is written with an amount in it. */
export interface UnitExample {
  readonly unit: string;
  readonly word: string;
}

/**
 * Each unit with the first of `words` that has it, if all words are amounts in at least two units of one quantity;
 * otherwise undefined.
 */
export function mixedUnits(words: readonly string[]): readonly UnitExample[] | undefined {
  const examples = new Map<string, UnitExample>();
  for (const word of words) {
    const unit = AMOUNT.exec(word.trim())?.[1];
    if (unit === undefined) return undefined;
    if (!examples.has(unit.toLowerCase())) examples.set(unit.toLowerCase(), { unit, word });
  }
  if (examples.size < 2) return undefined;
  const isOne = QUANTITIES.some((units) => [...examples.keys()].every((unit) => units.has(unit)));
  return isOne ? [...examples.values()] : undefined;
}
