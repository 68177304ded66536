/** The options of the service. */
import type { LogStream } from './operations/service-logger.js';
import type { ServiceOperations } from './operations/service-operations.js';

export interface ServiceOptions {
  /** Metrics, drift, back-pressure, orderly end; default none of them. */
  readonly operations?: ServiceOperations;
  /** Default: nothing is logged. */
  readonly log?: { readonly level: string; readonly stream: LogStream };
  /** Bodies of more bytes are refused; default 16 MiB. */
  readonly maxBodyBytes?: number;
}

export const DEFAULT_MAX_BODY_BYTES = 16 * 2 ** 20;
