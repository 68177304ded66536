/** The lines of a log about requests: those that pino would write, without what it does for every line. */
import type { LogStream } from './service-logger.js';
import { timeField } from './time-field.js';

/** Of pino; they contain no character that JSON escapes, as methods, routes and request ids do not. */
export type RequestLogLevel = 'debug' | 'info' | 'error';

export interface RequestLine {
  readonly level: RequestLogLevel;
  readonly requestId: string;
  readonly method: string;
  /** Undefined for an address that has none. */
  readonly route: string | undefined;
  /** `aborted` if the client left before the end of the answer. */
  readonly status: number | 'aborted';
  readonly seconds: number;
  readonly model: string | undefined;
  readonly rows: number;
}

/** Formatting each line by pino would cost as much as reading its request. */
export class RequestLog {
  readonly #time = timeField();

  constructor(private readonly stream: LogStream) {}

  write({ level, requestId, method, route, status, seconds, model, rows }: RequestLine): void {
    let line = `{"level":"${level}"${this.#time()},"requestId":"${requestId}","method":"${method}"`;
    if (route !== undefined) line += `,"route":"${route}"`;
    line += typeof status === 'number' ? `,"status":${status}` : `,"status":"${status}"`;
    line += `,"milliseconds":${Math.round(100_000 * seconds) / 100}`;
    if (model !== undefined) line += `,"model":${JSON.stringify(model)}`;
    if (rows > 0) line += `,"rows":${rows}`;
    this.stream.write(`${line},"msg":"request"}\n`);
  }
}
