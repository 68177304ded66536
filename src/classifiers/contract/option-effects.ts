/** Options that have no effect beside the others: rules of the classifiers' entries, and the notices that they give. */
import type * as z from 'zod';
import { inWords } from '../../text/name-list.js';
import { changedOptions } from './changed-options.js';

/** What is known of a fit besides its options. */
export interface FitSetting {
  /** Where the rows come from that choose a checkpoint or stop early; default held out of the training rows by the fit. */
  readonly validation?: 'given' | 'held out' | 'none';
  /** Number of classes; undefined if it is not known yet. */
  readonly classes?: number;
}

/** A condition under which options have an effect. */
export interface EffectRule<Options> {
  /** The options that it is for. */
  readonly options: readonly (keyof Options & string)[];
  /** Why they have no effect otherwise: a clause. */
  readonly because: string;
  /** What to do, if not to leave them out: an imperative. */
  readonly fix: string;
  /** What they have otherwise; default `no effect`. */
  readonly effect?: string;
  /** Whether they have their effect. @param options with defaults */
  acts(options: Options, setting: FitSetting): boolean;
}

/** The part of a classifier's entry that says which options have an effect. */
export interface OptionEffects {
  /** Option names, types and defaults. */
  readonly options: z.ZodObject;
  /** For an option the first one that does not hold counts. Default: all options have an effect. */
  readonly rules?: readonly EffectRule<never>[];
}

/** A single fit, or those of a search or of several protocols, and what is said of them. */
export interface GivenOptions {
  readonly fits: readonly PlannedFit[];
  /** The options that the user gave; default all. */
  readonly names?: readonly string[];
}

export interface PlannedFit {
  /** Without defaults. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly setting?: FitSetting;
}

/**
 * A notice for the options that differ from their defaults and have an effect in no fit, one for each reason, such as
 * `qubits=6 has no effect: ...; set quantum=circuit, or leave it out`.
 *
 * @throws ZodError for options that are not valid
 */
export function effectNotices(entry: OptionEffects, given: GivenOptions): string[] {
  const byReason = new Map<string, { readonly rule: EffectRule<never>; readonly shown: string[] }>();
  for (const [name, { rule, values }] of withoutEffect(entry, given)) {
    const reason = JSON.stringify([rule.effect, rule.because, rule.fix]);
    const { shown } = byReason.get(reason) ?? { shown: [] };
    byReason.set(reason, { rule, shown: [...shown, values.size === 1 ? `${name}=${[...values][0]}` : name] });
  }
  return [...byReason.values()].map(({ rule, shown }) => noticeOf(rule, shown));
}

/** The first rule that does not hold, and its values as text. */
interface Idle {
  readonly rule: EffectRule<never>;
  readonly values: Set<string>;
}

function withoutEffect(
  { options: schema, rules = [] }: OptionEffects,
  { fits, names }: GivenOptions,
): Map<string, Idle> {
  const acting = new Set<string>();
  const idle = new Map<string, Idle>();
  for (const { options, setting = {} } of fits) {
    const resolved = schema.parse(options);
    for (const [name, value] of changedOptions(schema, resolved)) {
      if (names && !names.includes(name)) continue;
      const rule = rules.find(
        (each) => each.options.includes(name) && !each.acts(resolved as never, setting),
      );
      if (rule === undefined) {
        acting.add(name);
        continue;
      }
      const found = idle.get(name) ?? { rule, values: new Set() };
      found.values.add(typeof value === 'string' ? value : JSON.stringify(value));
      idle.set(name, found);
    }
  }
  for (const name of acting) idle.delete(name);
  return idle;
}

function noticeOf(
  { because, fix, effect = 'no effect' }: EffectRule<never>,
  shown: readonly string[],
): string {
  const [verb, them] = shown.length === 1 ? ['has', 'it'] : ['have', 'them'];
  return `${inWords(shown)} ${verb} ${effect}: ${because}; ${fix}, or leave ${them} out`;
}
