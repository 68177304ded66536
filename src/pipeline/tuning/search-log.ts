/**
 * The log of a search: a line of JSON that describes the search, then one for each trial that was scored, so that a search
 * that was stopped goes on where it was. The log of another search is refused.
 */
import * as z from 'zod';
import { InputError } from '../../errors.js';
import { countOf, inWords, quote } from '../../text/name-list.js';
import { SEARCH_METHODS } from '../defaults.js';
import type { TriedCandidate } from './score-candidates.js';

/** Where the lines are kept, such as a file. */
export interface SearchLog {
  /** What to call it in messages, such as the path of the file. */
  readonly name: string;
  /** The complete lines that earlier runs of the search appended; none if it begins. */
  readonly lines: readonly string[];
  /** Keeps a line, given without its end. */
  append(line: string): void;
}

/** What two runs of a search must have in common. */
const headerSchema = z.strictObject({
  log: z.literal('qcl-mixnet search'),
  note: z.string(),
  version: z.string(),
  search: z.enum(SEARCH_METHODS),
  classifier: z.string(),
  target: z.string(),
  /** A hash of the training rows, and of how their columns are used. */
  table: z.string(),
  rows: z.int(),
  folds: z.int(),
  seed: z.int(),
  /** The options that are set. */
  options: z.record(z.string(), z.unknown()),
  /** A hash of the space, the resource and the rungs. */
  space: z.string(),
});

export type SearchHeader = Omit<z.infer<typeof headerSchema>, 'log' | 'note'>;

const NOTE =
  'with a number of trials alone the same command gives the same result; with a budget of time how far it comes depends on the machine';

const score = z.number().min(0).max(1).nullable();
const trialSchema = z.strictObject({
  /** Counted from 1, the defaults. */
  trial: z.int().min(1),
  rung: z.int().min(0),
  /** Of the resource. */
  share: z.number().gt(0).max(1),
  options: z.record(z.string(), z.unknown()),
  macroF1: z.array(score),
  mean: score,
  standardDeviation: z.number().min(0).nullable(),
  failure: z.string().optional(),
  /** Of the search so far, with those of earlier runs. */
  seconds: z.number().min(0),
});

/** A trial as it is scored in a rung. */
export type LoggedTrial = z.infer<typeof trialSchema>;

const FIELD_NAMES: Readonly<Record<keyof SearchHeader, string>> = {
  version: 'version of this package',
  search: 'method',
  classifier: 'classifier',
  target: 'target',
  folds: 'number of folds',
  seed: 'seed',
  table: 'table, or other columns or training rows of it',
  rows: 'number of training rows',
  options: 'set of options',
  space: 'space of options',
};

/** The trials of the log by number and rung, and the lines to come. */
export class TrialLog {
  readonly #trials = new Map<string, LoggedTrial>();
  readonly #log: SearchLog | undefined;
  #seconds = 0;

  /**
   * Writes the first line of an empty log.
   *
   * @throws InputError, which names the log, if it is of another search or no log at all
   */
  constructor(log: SearchLog | undefined, header: SearchHeader) {
    this.#log = log;
    if (log === undefined) return;
    const [first, ...rest] = log.lines;
    if (first === undefined) {
      log.append(JSON.stringify({ log: 'qcl-mixnet search', note: NOTE, ...header }));
      return;
    }
    checkSame(log.name, parseLine(log.name, first, 1, headerSchema), header);
    rest.forEach((line, i) => {
      const trial = parseLine(log.name, line, i + 2, trialSchema);
      this.#trials.set(`${trial.trial} ${trial.rung}`, trial);
      this.#seconds = Math.max(this.#seconds, trial.seconds);
    });
  }

  /** Seconds of earlier runs. */
  get seconds(): number {
    return this.#seconds;
  }

  /** How many results earlier runs left, as a notice; none if the search begins. */
  get notices(): string[] {
    const count = this.#trials.size;
    if (this.#log === undefined || count === 0) return [];
    return [
      `${countOf(count, 'result')} ${count === 1 ? 'was' : 'were'} taken from ${this.#log.name}, and not computed again`,
    ];
  }

  /**
   * The scores of the trial in the rung; undefined if they are not known yet.
   *
   * @throws InputError if the log has other options for it
   */
  known(trial: number, rung: number, options: TriedCandidate['options']): LoggedTrial | undefined {
    const logged = this.#trials.get(`${trial} ${rung}`);
    if (logged !== undefined && JSON.stringify(logged.options) !== JSON.stringify(options)) {
      throw new InputError(
        `${this.#log?.name} has other options for trial ${trial} than this search: give another file, or remove this one`,
      );
    }
    return logged;
  }

  add(trial: LoggedTrial): void {
    this.#log?.append(JSON.stringify(trial));
  }
}

function parseLine<T>(name: string, line: string, number: number, schema: z.ZodType<T>): T {
  const wrong = (why: string, cause?: unknown) =>
    new InputError(
      `${name} is not the log of a search: line ${number} ${why}; give another file, or remove this one`,
      { cause },
    );
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw wrong(`is not JSON: ${quote(line)}`, error);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrong(`has no valid ${issue.path.join('.') || 'fields'}: ${issue.message}`);
}

function checkSame(name: string, logged: SearchHeader, wanted: SearchHeader): void {
  const fields = (Object.keys(FIELD_NAMES) as (keyof SearchHeader)[])
    .map((field) => ({ field, there: JSON.stringify(logged[field]), here: JSON.stringify(wanted[field]) }))
    .filter(({ there, here }) => there !== here);
  if (fields.length === 0) return;
  // The space follows from the others, and its hash tells the user nothing.
  const told = fields.filter(({ field }) => field !== 'space' || fields.length === 1);
  const differences = told.map(({ field, there, here }) => `${FIELD_NAMES[field]} (${there}, here ${here})`);
  throw new InputError(
    `${name} is the log of a search with another ${inWords(differences)}: give another file, or remove this one`,
  );
}
