/** What an executor and a place that works for it say to each other, whatever carries it. All of it is plain data. */
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
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** Those that callers tell apart. Others become plain errors. */
const KNOWN_ERRORS = new Map([InputError, KernelMemoryError].map((known) => [known.name, known]));

export function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  return { name: error.constructor.name, message: error.message, stack: error.stack };
}

export function errorOf({ name, message, stack }: SentError): Error {
  const error = new (KNOWN_ERRORS.get(name) ?? Error)(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
