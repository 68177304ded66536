/** The options of the service. */
import type { Executor } from '../jobs/executor.js';
import type { LogOptions } from './operations/service-logger.js';
import type { ServiceOperations } from './operations/service-operations.js';

export interface ServiceOptions {
  /** Metrics, drift, back-pressure, orderly end; default none of them. */
  readonly operations?: ServiceOperations;
  /** Default: nothing is logged. */
  readonly log?: LogOptions;
  /** Larger bodies are refused, but for rows that are streamed; default 16 MiB. */
  readonly maxBodyBytes?: number;
  /** Requests of more rows are refused, but for rows that are streamed; default 10,000. */
  readonly maxRows?: number;
  /** How long the headers, a body that is not streamed, and each pause of a stream may take; default 30 s. */
  readonly timeoutSeconds?: number;
  /** Clients have to send one of these, if there are any; default none. */
  readonly tokens?: readonly string[];
  /** Names and addresses that the header Host may have; default any. */
  readonly hosts?: readonly string[];
  /** PEM of the certificate chain and of its key; default plain HTTP. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Where tables are predicted and rows explained; default this thread. */
  readonly executor?: Executor;
}

export const DEFAULT_MAX_BODY_BYTES = 16 * 2 ** 20;
export const DEFAULT_MAX_ROWS = 10_000;
export const DEFAULT_TIMEOUT_SECONDS = 30;
