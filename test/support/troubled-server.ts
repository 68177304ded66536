/** A web server on this machine that serves one file and misbehaves as it is told, answer by answer. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  file: Uint8Array,
  server: TroubledServer,
) => void;

const TAG = '"version 1"';

export class TroubledServer {
  /** The Range header of each request, in order; undefined without one. */
  readonly ranges: (string | undefined)[] = [];
  /** What the next answers are; when they are used up it serves the file as it should. */
  answers: Answer[] = [];
  /** What is done when the client has so many bytes of the file: to the last byte sent, not a while after it. */
  whenReceived: { readonly bytes: number; readonly act: () => void } | undefined;
  readonly #server = createServer((request, response) => {
    this.ranges.push(request.headers.range);
    (this.answers.shift() ?? whole)(request, response, this.file, this);
  });

  constructor(public file: Uint8Array) {}

  async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** To be told how much the client has. */
  received(bytes: number): void {
    if (bytes !== this.whenReceived?.bytes) return;
    const { act } = this.whenReceived;
    this.whenReceived = undefined;
    act();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

/** The file, or the rest of it where that was asked for and it is still the same version. */
export const whole: Answer = (request, response, file) => {
  const from = rangeStart(request);
  const headers = { ETag: TAG, 'Accept-Ranges': 'bytes', 'Content-Length': file.length - from };
  if (from > 0) {
    response.writeHead(206, {
      ...headers,
      'Content-Range': `bytes ${from}-${file.length - 1}/${file.length}`,
    });
  } else response.writeHead(200, headers);
  response.end(file.subarray(from));
};

/** As `whole`, but the connection breaks when the client has `bytes` of the file's beginning or rest. */
export function cutOff(bytes: number): Answer {
  return (request, response, file, server) => {
    const from = rangeStart(request);
    const headers = { ETag: TAG, 'Content-Length': file.length - from };
    if (from > 0) {
      response.writeHead(206, {
        ...headers,
        'Content-Range': `bytes ${from}-${file.length - 1}/${file.length}`,
      });
    } else response.writeHead(200, headers);
    server.whenReceived = { bytes: from + bytes, act: () => response.destroy() };
    response.write(file.subarray(from, from + bytes));
  };
}

/** As `cutOff`, but the connection stays open and nothing comes any more. */
export function stall(bytes: number): Answer {
  return (_, response, file) => {
    response.writeHead(200, { ETag: TAG, 'Content-Length': file.length });
    response.write(file.subarray(0, bytes));
  };
}

/** The whole file, whatever part was asked for. */
export function ignoringRange(tag = TAG): Answer {
  return (_, response, file) => {
    response.writeHead(200, { ETag: tag, 'Content-Length': file.length });
    response.end(file);
  };
}

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_, response) => {
    response.writeHead(code, headers);
    response.end('an error page');
  };
}

/** Without a length, as servers send what they make on the way. */
export const chunked: Answer = (_, response, file) => {
  response.writeHead(200);
  response.write(file.subarray(0, 10));
  response.end(file.subarray(10));
};

function rangeStart(request: IncomingMessage): number {
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  return from !== undefined && request.headers['if-range'] === TAG ? Number(from) : 0;
}
