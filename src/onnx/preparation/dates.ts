/** The parts of dates and the days between them, from milliseconds since 1970-01-01T00:00Z. */

import { DAY_MS } from '../../tables/preparation/dates/calendar.js';
import type { FittedDateDifference } from '../../tables/preparation/dates/date-differences.js';
import { type DatePart, datePart } from '../../tables/preparation/dates/date-parts.js';
import type { FittedDate } from '../../tables/preparation/dates/date-step.js';
import type { Graph, Value } from '../graph/graph.js';
import type { Cells } from './cell.js';
import { withoutNumbers } from './lookup.js';

/** Epochs are computed inside the graph; all other dates come as milliseconds. */
const EPOCH_UNITS: ReadonlyMap<string, number> = new Map([
  ['epoch-seconds', 1000],
  ['epoch-milliseconds', 1],
  ['epoch-microseconds', 1 / 1000],
]);

export function isEpoch({ format }: FittedDate): boolean {
  return EPOCH_UNITS.has(format);
}

/** The first and the last integers that `dateOfNumber` takes for an epoch, in milliseconds. */
const [FIRST_EPOCH, LAST_EPOCH] = [Date.UTC(1980, 0, 1), Date.UTC(2100, 0, 1)];

/**
 * Milliseconds from the input of a date column; NaN for what is not an epoch of the unit.
 *
 * @param missing words that stand for a missing cell
 */
export function millisecondsOf(
  graph: Graph,
  column: FittedDate,
  given: Value,
  missing: readonly string[],
): Value {
  const unit = EPOCH_UNITS.get(column.format);
  if (unit === undefined) return given;
  const input = withoutNumbers(graph, given, missing);
  const milliseconds =
    unit < 1 ? graph.divide(input, graph.doubles(1 / unit)) : graph.multiply(input, graph.doubles(unit));
  const isWhole = graph.node('Equal', [input, graph.node('Floor', [input])]);
  const isLate = graph.node('GreaterOrEqual', [milliseconds, graph.doubles(FIRST_EPOCH)]);
  const isEarly = graph.node('Less', [milliseconds, graph.doubles(LAST_EPOCH)]);
  const isEpoch = graph.node('And', [isWhole, graph.node('And', [isLate, isEarly])]);
  return graph.where(isEpoch, milliseconds, graph.doubles(Number.NaN));
}

export function dateCells(graph: Graph, column: FittedDate, milliseconds: Value): Cells[] {
  const parts = new DateParts(graph, milliseconds, column.earliest);
  const cells: Cells[] = column.parts.map(({ part, median }) => ({
    kind: 'number',
    value: parts.of(part),
    median,
  }));
  return column.indicator ? [...cells, { kind: 'indicator', of: milliseconds }] : cells;
}

export function dateDifferenceCells(
  graph: Graph,
  { wholeDays, median }: FittedDateDifference,
  from: Value,
  to: Value,
): Cells {
  const [start, end] = [from, to].map((milliseconds) => {
    const days = graph.divide(milliseconds, graph.doubles(DAY_MS));
    return wholeDays ? graph.node('Floor', [days]) : days;
  });
  return { kind: 'number', value: graph.subtract(end, start), median };
}

class DateParts {
  readonly #known = new Map<string, Value>();

  constructor(
    private readonly graph: Graph,
    private readonly milliseconds: Value,
    private readonly earliest: number,
  ) {}

  /** As `datePart`. */
  of(part: DatePart): Value {
    const { graph, milliseconds } = this;
    switch (part) {
      case 'days':
        return graph.divide(
          graph.subtract(milliseconds, graph.doubles(this.earliest)),
          graph.doubles(DAY_MS),
        );
      case 'year':
        return this.#civil().year;
      case 'month (sin)':
      case 'month (cos)':
        return this.#cycle(graph.subtract(this.#civil().month, graph.doubles(1)), 12, (month) =>
          datePart(part, Date.UTC(1970, month, 1), 0),
        );
      case 'day of month':
        return this.#civil().day;
      case 'weekday (sin)':
      case 'weekday (cos)':
        // 1970-01-05 was a Monday.
        return this.#cycle(this.#weekday(), 7, (day) => datePart(part, Date.UTC(1970, 0, 5 + day), 0));
      case 'hour (sin)':
      case 'hour (cos)': {
        const hour = graph.node('Floor', [graph.divide(this.#minutes(), graph.doubles(60))]);
        return this.#cycle(hour, 24, (each) => datePart(part, Date.UTC(1970, 0, 1, each), 0));
      }
      case 'minute of day':
        return this.#minutes();
    }
  }

  /** A table's value for an integer from 0 to `count` - 1, NaN for NaN. */
  #cycle(index: Value, count: number, numberOf: (index: number) => number): Value {
    const { graph } = this;
    const isMissing = graph.node('IsNaN', [index]);
    const place = graph.where(isMissing, graph.doubles(count), index);
    const values = [...Array.from({ length: count }, (_, i) => numberOf(i)), Number.NaN];
    return graph.node('Gather', [graph.doubles(values), graph.cast(place, 'int64')]);
  }

  #days(): Value {
    return this.#once('days', () => this.#floorOf(this.milliseconds, DAY_MS));
  }

  #minutes(): Value {
    const { graph } = this;
    return this.#once('minutes', () => {
      const midnight = graph.multiply(this.#days(), graph.doubles(DAY_MS));
      return graph.divide(graph.subtract(this.milliseconds, midnight), graph.doubles(60_000));
    });
  }

  /** 0 is Monday. */
  #weekday(): Value {
    const { graph } = this;
    return this.#once('weekday', () => {
      const shifted = graph.add(this.#days(), graph.doubles(3));
      return graph.subtract(shifted, graph.multiply(this.#floorOf(shifted, 7), graph.doubles(7)));
    });
  }

  /** As `civilFromDays`. */
  #civil(): { readonly year: Value; readonly month: Value; readonly day: Value } {
    const { graph } = this;
    const { add, subtract, multiply } = graph;
    const number = (value: number) => graph.doubles(value);
    const floor = (value: Value, by: number) => this.#floorOf(value, by);
    const [year, month, day] = ['year', 'month', 'day'].map((name) => this.#known.get(name));
    if (year && month && day) return { year, month, day };
    const z = add(this.#days(), number(719_468));
    const era = floor(z, 146_097);
    const dayOfEra = subtract(z, multiply(era, number(146_097)));
    const yearOfEra = floor(
      subtract(
        add(subtract(dayOfEra, floor(dayOfEra, 1460)), floor(dayOfEra, 36_524)),
        floor(dayOfEra, 146_096),
      ),
      365,
    );
    const daysBefore = subtract(
      add(multiply(yearOfEra, number(365)), floor(yearOfEra, 4)),
      floor(yearOfEra, 100),
    );
    const dayOfYear = subtract(dayOfEra, daysBefore);
    const shifted = floor(add(multiply(dayOfYear, number(5)), number(2)), 153);
    const isSpringOn = graph.node('Less', [shifted, number(10)]);
    const found = {
      month: add(shifted, graph.where(isSpringOn, number(3), number(-9))),
      year: add(add(yearOfEra, multiply(era, number(400))), graph.where(isSpringOn, number(0), number(1))),
      day: add(subtract(dayOfYear, floor(add(multiply(shifted, number(153)), number(2)), 5)), number(1)),
    };
    for (const [name, value] of Object.entries(found)) this.#known.set(name, value);
    return found;
  }

  #floorOf(value: Value, by: number): Value {
    const { graph } = this;
    return graph.node('Floor', [graph.divide(value, graph.doubles(by))]);
  }

  #once(name: string, make: () => Value): Value {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(name, made);
    return made;
  }
}
