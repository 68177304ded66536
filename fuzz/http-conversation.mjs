/**
 * A client's side of a conversation over HTTP as bytes: a line of JSON that says how they are sent, and the bytes. They are sent to a
 * service in this process, and what comes back is checked.
 */
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * `pieces`: the number of pieces with a pause between them. `padding`: blanks after the bytes. `leaves`: the client closes the
 * connection without waiting for the answer. `isWhole`: the request is complete by the rules of HTTP, so that it has to be answered.
 * @typedef {{ pieces?: number, padding?: number, leaves?: boolean, isWhole?: boolean }} Manner
 */

/** Far more than a request takes, also on a busy machine. */
const PATIENCE_MILLISECONDS = 30_000;
const PADDING = Buffer.alloc(2 ** 16, ' ');

/**
 * @param {Manner} manner
 * @param {Uint8Array} bytes
 */
export function conversation(manner, bytes) {
  return new Uint8Array(Buffer.concat([Buffer.from(`${JSON.stringify(manner)}\n`), bytes]));
}

/**
 * @param {Uint8Array} input
 * @returns {{ manner: Manner, bytes: Buffer }}
 */
function parsed(input) {
  const whole = Buffer.from(input);
  const end = whole.indexOf(10);
  return { manner: JSON.parse(whole.toString('utf8', 0, end)), bytes: whole.subarray(end + 1) };
}

/**
 * `accepted` if the first answer is a success. Throws for what a service must never do.
 * @param {number} port
 * @param {Uint8Array} input
 * @returns {Promise<'accepted' | 'refused'>}
 */
export async function converse(port, input) {
  const { manner, bytes } = parsed(input);
  const answer = await exchanged(port, manner, bytes);
  if (manner.leaves) return 'refused';
  const status = Number(/^HTTP\/1\.[01] (\d{3}) /.exec(answer)?.[1]);
  if (manner.isWhole && Number.isNaN(status)) throw new Error(`no answer: ${answer.slice(0, 200)}`);
  checkAnswer(answer, bytes.toString('latin1'));
  return status >= 200 && status < 300 ? 'accepted' : 'refused';
}

/** All that comes back until the service ends the connection. */
function exchanged(port, { pieces = 1, padding = 0, leaves = false, isWhole = false }, bytes) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    /** @type {Buffer[]} */
    const received = [];
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(received).toString('latin1'));
    };
    const timer = setTimeout(() => {
      socket.destroy();
      const text = Buffer.concat(received).toString('latin1').slice(0, 500);
      reject(new Error(`the connection is still open after ${PATIENCE_MILLISECONDS / 1000} s: ${text}`));
    }, PATIENCE_MILLISECONDS);
    socket.on('data', (data) => received.push(data));
    socket.on('end', finish);
    socket.on('close', finish);
    // The service may end the connection while the client is still sending.
    socket.on('error', finish);
    socket.on('connect', async () => {
      const size = Math.ceil(bytes.length / pieces);
      for (let at = 0; at < bytes.length && !socket.destroyed; at += size) {
        socket.write(bytes.subarray(at, at + size));
        if (pieces > 1) await wait(2);
      }
      for (let left = padding; left > 0 && !socket.destroyed; left -= PADDING.length) {
        if (!socket.write(PADDING)) await Promise.race([drained(socket), wait(1000)]);
      }
      if (leaves) finish();
      // Half of a connection that is closed says that the client has gone; for the rest of a broken request nobody waits either.
      else if (!isWhole && !socket.destroyed) socket.end();
    });
  });
}

function drained(socket) {
  return new Promise((resolve) => {
    socket.once('drain', resolve);
    socket.once('close', resolve);
  });
}

const SECRETS = [
  /\n\s+at \S+.*:\d+:\d+/,
  /\\n\s+at \S+.*:\d+:\d+/,
  /node_modules/,
  /node:internal/,
  /file:\/\//,
  /\/(home|root|tmp|usr|work)\//,
  /\.safetensors/,
];

/** Answers may quote what the client sent, but nothing else of these. */
function checkAnswer(answer, sent) {
  const statuses = [...answer.matchAll(/(?:^|\r\n|[}\]"])HTTP\/1\.[01] (\d{3}) /g)].map(([, code]) =>
    Number(code),
  );
  if (statuses.some((status) => status >= 500 && status !== 503 && status !== 501))
    throw new Error(`an error of the service: ${answer.slice(0, 500)}`);
  for (const secret of SECRETS) {
    const found = secret.exec(answer);
    if (found && !secret.test(sent)) throw new Error(`${found[0]} in an answer: ${answer.slice(0, 1000)}`);
  }
}
