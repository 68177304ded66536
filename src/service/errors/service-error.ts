/** Errors that a client of the service gets. */

/** The kinds of errors, with their status. */
export const ERROR_STATUS = {
  bad_request: 400,
  unauthorized: 401,
  forbidden_host: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  timeout: 408,
  too_large: 413,
  unsupported_media_type: 415,
  headers_too_large: 431,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** What is wrong in one place of a request. */
export interface Problem {
  readonly message: string;
  /** The row of the request, from 0. */
  readonly row?: number;
  readonly column?: string;
}

/** An error for the client: its message has nothing that is not in the request or in the description of the model. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly statusCode: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** All that was found, if it has a place; the first one is that of the message. */
    readonly problems: readonly Problem[] = [],
    /** Headers of the answer, such as `allow`. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.statusCode = ERROR_STATUS[code];
  }
}
