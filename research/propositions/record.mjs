// The record of what was measured: one line a setting, with a value for each seed.
import { readFileSync } from 'node:fs';
import { writeFileAtomically } from '../../dist/index.js';

/**
 * @typedef {object} Measurement
 * @property {number} proposition
 * @property {string} measure what was measured
 * @property {string} case target function, manifold or table
 * @property {Record<string, string | number>} setting
 * @property {number[]} values one for each seed
 */

/** @param {string} path @returns {Measurement[]} */
export function readRecord(path) {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** @param {string} path @param {readonly Measurement[]} measurements */
export function writeRecord(path, measurements) {
  const lines = measurements.map((each) => JSON.stringify({ ...each, values: each.values.map(rounded) }));
  return writeFileAtomically(path, new TextEncoder().encode(`${lines.join('\n')}\n`));
}

/** Five digits are more than the seeds agree on. */
const rounded = (value) => Number(value.toPrecision(5));

/** Collects values by setting, in the order of the first one. */
export class Collector {
  /** @type {Map<string, Measurement>} */
  #known = new Map();

  /** @param {number} proposition */
  constructor(proposition) {
    this.proposition = proposition;
  }

  /** @param {string} measure @param {string} name of the case @param {Record<string, string | number>} setting @param {number} value */
  add(measure, name, setting, value) {
    const key = JSON.stringify([measure, name, setting]);
    const known = this.#known.get(key);
    if (known) known.values.push(value);
    else {
      const { proposition } = this;
      this.#known.set(key, { proposition, measure, case: name, setting, values: [value] });
    }
  }

  measurements() {
    return [...this.#known.values()];
  }
}

/** The measurements of one proposition, by measure, case and setting. */
export class Measured {
  /** @param {readonly Measurement[]} record @param {number} proposition */
  constructor(record, proposition) {
    this.all = record.filter((each) => each.proposition === proposition);
  }

  /** @param {string} measure */
  cases(measure) {
    return [...new Set(this.all.filter((each) => each.measure === measure).map((each) => each.case))];
  }

  /** Those whose setting has these values. @param {string} measure @param {string} name @param {Record<string, string | number>} wanted */
  of(measure, name, wanted = {}) {
    return this.all.filter(
      (each) =>
        each.measure === measure &&
        each.case === name &&
        Object.entries(wanted).every(([key, value]) => each.setting[key] === value),
    );
  }

  /** The values of the only one. @param {string} measure @param {string} name @param {Record<string, string | number>} wanted */
  values(measure, name, wanted = {}) {
    const found = this.of(measure, name, wanted);
    if (found.length !== 1)
      throw new Error(
        `the record has ${found.length} lines of ${measure}, ${name}, ${JSON.stringify(wanted)}`,
      );
    return found[0].values;
  }
}
