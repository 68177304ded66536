/** The options of the service. */
import type { LogOptions } from './operations/service-logger.js';
import type { ServiceOperations } from './operations/service-operations.js';

export interface ServiceOptions {
  /** Metrics, drift, back-pressure, orderly end; default none of them. */
  readonly operations?: ServiceOperations;
  /** Default: nothing is logged. */
  readonly log?: LogOptions;
  /** Bodies of more bytes are refused; default 16 MiB. */
  readonly maxBodyBytes?: number;
}

export const DEFAULT_MAX_BODY_BYTES = 16 * 2 ** 20;
