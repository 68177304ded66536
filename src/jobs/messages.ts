/** The messages between an executor and a place that works for it, over any channel. All are plain data. */
import { InputError, KernelMemoryError } from '../errors.js';

/** To a place. */
export type ToPlace =
  /** Before the first task of a job: what all its tasks share. */
  | { readonly kind: 'open'; readonly job: number; readonly name: string; readonly shared: unknown }
  | { readonly kind: 'release'; readonly job: number }
  /** One task at a time. */
  | { readonly kind: 'run'; readonly job: number; readonly task: unknown }
  /** Stop the task that is running, at its next pause. */
  | { readonly kind: 'cancel' };

/** From a place, about the task that it runs. */
export type FromPlace =
  | { readonly kind: 'report'; readonly report: unknown }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: SentError };

/** An error as plain data. */
export interface SentError {
  /** The name of its class, if it is one of `KNOWN_ERRORS`. */
  readonly name?: string;
  readonly message: string;
  readonly stack?: string;
}

/** The classes that callers distinguish. Others become plain errors. */
const KNOWN_ERRORS = [
  ['InputError', InputError],
  ['KernelMemoryError', KernelMemoryError],
] as const;

export function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { message: String(error) };
  const known = KNOWN_ERRORS.find(([name, Known]) => error instanceof Known || error.name === name);
  return { name: known?.[0], message: error.message, stack: error.stack };
}

export function errorOf({ name, message, stack }: SentError): Error {
  const Known = KNOWN_ERRORS.find((known) => known[0] === name)?.[1] ?? Error;
  const error = new Known(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
