/** JSON of a request: what JSON.parse accepts, without the ways in which it surprises. */
import { isUtf8 } from 'node:buffer';
import { duplicateKey } from '../../modelfile/duplicate-keys.js';
import { quote } from '../../text/name-list.js';
import { ServiceError } from '../errors/service-error.js';

/** Arrays and objects in each other: a list in a row in the rows in the body are four. */
const MOST_LEVELS = 8;

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * @param what the text is, for messages: `the body`
 * @throws ServiceError for bytes that are not UTF-8, text that is not JSON, duplicate keys, and nesting that no request needs
 */
export function parseJsonBytes(bytes: Uint8Array, what: string): unknown {
  if (!isUtf8(bytes)) {
    throw new ServiceError('bad_request', `${what} is not UTF-8: send JSON in UTF-8`);
  }
  return parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'), what);
}

/** The same for text. */
export function parseJson(text: string, what: string): unknown {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const keys = countKeys(json, what);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new ServiceError('bad_request', `${what} is not valid JSON: ${syntaxText(json, error)}`);
  }
  // The later one of two equal keys replaces the earlier one, so fewer are left than were written.
  if (keyCount(value) === keys) return value;
  const repeated = duplicateKey(json) ?? '';
  throw new ServiceError(
    'bad_request',
    `${what} has the key ${quote(repeated)} twice in one object: drop one`,
  );
}

function syntaxText(json: string, error: unknown): string {
  if (/(?<![\w"])-?(?:NaN|Infinity)(?![\w"])/.test(json)) {
    return 'NaN and Infinity are not JSON; write null for a missing value';
  }
  return (error as Error).message;
}

/** The keys of all objects as written: each has its colon. Any text will do. */
function countKeys(json: string, what: string): number {
  let keys = 0;
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (c === QUOTE) {
      for (i++; i < json.length; i++) {
        const inner = json.charCodeAt(i);
        if (inner === BACKSLASH) i++;
        else if (inner === QUOTE) break;
      }
    } else if (c === COLON) keys++;
    else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      if (++depth <= MOST_LEVELS) continue;
      throw new ServiceError(
        'bad_request',
        `${what} is nested more than ${MOST_LEVELS} levels deep: a row has a value for each column`,
      );
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) depth--;
  }
  return keys;
}

/** The keys of all objects of a value of bounded depth. */
function keyCount(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let keys = 0;
  if (Array.isArray(value)) {
    for (const each of value) if (typeof each === 'object') keys += keyCount(each);
    return keys;
  }
  for (const key in value) {
    keys++;
    const each = (value as Record<string, unknown>)[key];
    if (typeof each === 'object') keys += keyCount(each);
  }
  return keys;
}
