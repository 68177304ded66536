/** The options of the service. */

export interface ServiceOptions {
  /** Bodies of more bytes are refused; default 16 MiB. */
  readonly maxBodyBytes?: number;
}

export const DEFAULT_MAX_BODY_BYTES = 16 * 2 ** 20;
