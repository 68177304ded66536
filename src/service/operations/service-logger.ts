/** The log of a service: one JSON object a line, without anything that a client sent. */
import type { FastifyServerOptions, LogController } from 'fastify';
import { timeField } from './time-field.js';

/** Lines are written together: a system call for each would cost more than many a prediction. */
const FLUSH_MILLISECONDS = 100;
const FLUSH_CHARACTERS = 2 ** 14;

/** Collects lines. Whoever ends the process has to flush it. */
export class LogStream {
  #lines: string[] = [];
  #characters = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly writeText: (text: string) => void) {}

  write(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#characters >= FLUSH_CHARACTERS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MILLISECONDS).unref();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines.length === 0) return;
    const text = this.#lines.join('');
    this.#lines = [];
    this.#characters = 0;
    this.writeText(text);
  }
}

export interface LogOptions {
  /** A level of pino. */
  readonly level: string;
  readonly stream: LogStream;
}

/** For the application. Requests are logged by `addOperations`, in one line each. */
export function loggingOptions(
  { level, stream }: LogOptions,
  Controller: typeof LogController,
): Pick<FastifyServerOptions, 'logger' | 'logController' | 'childLoggerFactory'> {
  return {
    logController: new Controller({ disableRequestLogging: true }),
    // A logger for each request would cost more than its line, which has the request id as every other about a request.
    childLoggerFactory: (logger) => logger,
    logger: {
      level,
      stream,
      // The level by its name; no name of the host, which the collector of the lines knows.
      formatters: { level: (label: string) => ({ level: label }) },
      base: null,
      timestamp: timeField(),
      serializers: {
        // By default the address with its query, and that of the client.
        req: ({ method, routeOptions }) => ({ method, route: routeOptions?.url }),
        res: ({ statusCode }) => ({ statusCode }),
      },
    },
  };
}
