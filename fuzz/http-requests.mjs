/** Requests to a service as its OpenAPI document describes them, ordinary and hostile. */
import { number, word } from './cells.mjs';
import { delimitedText } from './delimited-text.mjs';
import { conversation } from './http-conversation.mjs';
import { jsonLines } from './json-lines-text.mjs';
import { join, mutate } from './mutate.mjs';

/**
 * @typedef {import('./random.mjs').Random} Random
 * @typedef {{ method: string, path: string, types: readonly { type: string, schema: object }[] }} Operation
 * @typedef {{ document: any, operations: readonly Operation[], models: readonly string[],
 *   rows: readonly object[] }} Described
 */

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

/**
 * @param {any} document
 * @returns {Operation[]}
 */
export function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => Object.hasOwn(item, method)).map((method) => ({
      method: method.toUpperCase(),
      path,
      types: Object.entries(item[method].requestBody?.content ?? {}).map(([type, { schema }]) => ({
        type,
        schema: schema ?? {},
      })),
    })),
  );
}

const NAMES = [
  '..',
  '.',
  '%2e%2e',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..%5c..%5cmodel',
  '%00',
  'model%00.safetensors',
  'model.safetensors',
  '__proto__',
  'constructor',
  'toString',
  '%ff%fe',
  '%',
  '%zz',
  '%0d%0aset-cookie:%20a=b',
  '*',
  ';',
  'a'.repeat(200),
  'a'.repeat(20_000),
  '%F0%9F%98%80',
  '',
];

/** Lines of headers that requests have besides their own. */
const HEADERS = [
  'content-length: 5',
  'content-length: -1',
  'content-length: 1e3',
  'content-length: 99999999999999999999',
  'content-length : 4',
  'transfer-encoding: chunked',
  'transfer-encoding: chunked, identity',
  'transfer-encoding: gzip',
  'Transfer-Encoding:\tchunked',
  'connection: close, transfer-encoding',
  'content-encoding: gzip',
  'content-type: application/json; charset=utf-16',
  'content-type: text/csv; header=absent',
  'content-type: __proto__',
  'content-type: ;',
  'accept: application/x-ndjson',
  'accept: */*;q=x',
  'authorization: Bearer',
  'authorization: Bearer a b',
  'authorization: Basic YTpi',
  'expect: 100-continue',
  'expect: something',
  'upgrade: websocket\r\nconnection: upgrade',
  'upgrade: h2c',
  'host: other',
  'x-request-id: \u0001',
  `x-request-id: ${'r'.repeat(5000)}`,
  'x-forwarded-for: 1.2.3.4',
  'x-http-method-override: DELETE',
  ' folded: value',
  'no colon',
  ': empty',
  'nul: \0',
  `large: ${'h'.repeat(20_000)}`,
  '__proto__: a',
  'range: bytes=0-',
  'accept-version: 1',
];

/**
 * @param {Random} random
 * @param {Described} described
 */
export function httpRequest(random, described) {
  const operation = random.pick(described.operations);
  const body = bodyOf(random, operation, described);
  const hostile = random.chance(0.25);
  const headers = ['host: 127.0.0.1', 'connection: close'];
  if (body) headers.push(`content-type: ${body.type}`);
  const framing = body
    ? framed(random, body.bytes, random.chance(0.15))
    : { headers: [], bytes: [], isWhole: true };
  headers.push(...framing.headers);
  if (hostile) for (let i = 0; i <= random.integer(3); i++) headers.push(random.pick(HEADERS));
  if (random.chance(0.01)) for (let i = 0; i < 3000; i++) headers.push(`h${i}: v`);
  const method = random.chance(0.05)
    ? random.pick(['PUT', 'DELETE', 'TRACE', 'BREW', 'get', 'CONNECT'])
    : operation.method;
  const version = random.chance(0.02) ? random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', '']) : 'HTTP/1.1';
  const head = Buffer.from(
    `${method} ${addressOf(random, operation, described)} ${version}\r\n${headers.join('\r\n')}\r\n\r\n`,
    'latin1',
  );
  /** @type {Uint8Array} */
  let bytes = join(head, ...framing.bytes);
  const isMutated = random.chance(0.2);
  if (isMutated)
    bytes = mutate(random, bytes, ['\r\n', '\r\n\r\n', ':', '%', '{', '"', '\0', 'HTTP/1.1', '0\r\n\r\n']);
  const isPlain =
    !hostile && !isMutated && method === operation.method && version === 'HTTP/1.1' && head.length < 8000;
  return conversation(
    {
      ...(random.chance(0.05) && { pieces: 2 + random.integer(20) }),
      ...(framing.padding && { padding: framing.padding }),
      ...(random.chance(0.04) ? { leaves: true } : isPlain && framing.isWhole && { isWhole: true }),
    },
    bytes,
  );
}

function addressOf(random, { path }, { models }) {
  const named = path.replace(/\{[^}]*\}/g, () =>
    random.chance(0.85) ? encodeURIComponent(random.pick(models)) : random.pick(NAMES),
  );
  if (random.chance(0.9)) return named;
  return random.pick([
    `${named}?${random.pick(['a=b', '__proto__=1', 'a[b]=c', `${'&'.repeat(2000)}`, '%', '?', 'limit=NaN'])}`,
    `${named}/`,
    `/${named}`,
    `${named}/../../../etc/passwd`,
    `http://other${named}`,
    '*',
    '/docs/../../package.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    'a',
    named.toUpperCase(),
  ]);
}

/** How the bytes of a body are delimited, rightly or not. */
function framed(random, bytes, isWrong) {
  const length = `content-length: ${bytes.length}`;
  if (!isWrong) {
    if (random.chance(0.7)) return { headers: [length], bytes: [bytes], isWhole: true };
    return {
      headers: ['transfer-encoding: chunked'],
      bytes: [...chunks(random, bytes), text('0\r\n\r\n')],
      isWhole: true,
    };
  }
  const hundredMegabytes = 100 * 2 ** 20;
  return random.pick([
    () => ({ headers: [], bytes: [bytes] }),
    () => ({ headers: [`content-length: ${bytes.length + 1 + random.integer(1000)}`], bytes: [bytes] }),
    () => ({ headers: [`content-length: ${random.integer(bytes.length + 1)}`], bytes: [bytes] }),
    () => ({ headers: [length, length], bytes: [bytes] }),
    () => ({
      headers: [length, 'transfer-encoding: chunked'],
      bytes: [...chunks(random, bytes), text('0\r\n\r\n')],
    }),
    () => ({ headers: ['transfer-encoding: chunked'], bytes: chunks(random, bytes) }),
    () => ({ headers: ['transfer-encoding: chunked'], bytes: [bytes] }),
    () => ({ headers: ['transfer-encoding: chunked'], bytes: [text('ffffffffffffffffff\r\n'), bytes] }),
    () => ({
      headers: ['transfer-encoding: chunked'],
      bytes: [text(`5;${'e'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`)],
    }),
    () => ({ headers: ['transfer-encoding: chunked'], bytes: [text('1\r\n{\r\n0\r\nx-trailer: a\r\n\r\n')] }),
    () => ({ headers: [`content-length: ${hundredMegabytes}`], bytes: [], padding: hundredMegabytes }),
    () => ({
      headers: ['transfer-encoding: chunked'],
      bytes: [text(`${hundredMegabytes.toString(16)}\r\n`)],
      padding: hundredMegabytes,
    }),
  ])();
}

function chunks(random, bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; ) {
    const size = Math.min(bytes.length - at, 1 + random.integer(random.pick([10, 1000, 100_000])));
    parts.push(text(`${size.toString(16)}\r\n`), bytes.subarray(at, at + size), text('\r\n'));
    at += size;
  }
  return parts;
}

const text = (content) => new TextEncoder().encode(content);

/** @returns {{ type: string, bytes: Uint8Array } | undefined} */
function bodyOf(random, { types, method }, described) {
  if (types.length === 0) {
    if (method === 'GET' || random.chance(0.7)) return undefined;
    return { type: 'application/json', bytes: text('{}') };
  }
  const { type, schema } = random.pick(types);
  const declared = random.chance(0.04)
    ? random.pick(['text/plain', 'application/xml', '', 'multipart/form-data'])
    : type;
  if (random.chance(0.03)) return { type: declared, bytes: random.bytes(random.integer(2000)) };
  const content = contentOf(random, type, schema, described);
  const bytes = typeof content === 'string' ? text(content) : content;
  return { type: declared, bytes: random.chance(0.1) ? mutate(random, bytes, JSON_TOKENS) : bytes };
}

function contentOf(random, type, schema, { document, rows }) {
  if (/csv/.test(type)) return random.chance(0.5) ? csvOf(random, rows) : delimitedText(random);
  if (/ndjson|jsonl|json-seq/.test(type)) {
    if (random.chance(0.3)) return jsonLines(random);
    return rowsOf(random, rows)
      .map((row) => hostileJson(random, row))
      .join('\n');
  }
  if (!/json/.test(type)) return random.bytes(random.integer(5000));
  const value = random.chance(0.6) ? { rows: rowsOf(random, rows) } : generated(random, schema, document, 0);
  return hostileJson(random, value);
}

function csvOf(random, rows) {
  const names = Object.keys(rows[0]);
  const cell = (value) => (random.chance(0.05) ? random.pick([number, word])(random) : String(value ?? ''));
  return [names, ...rowsOf(random, rows).map((row) => names.map((name) => cell(row?.[name])))]
    .map((cells) => cells.join(','))
    .join('\n');
}

/** Rows like those of the training, some of them with wrong values, keys or types. */
function rowsOf(random, rows) {
  const wrong = random.chance(0.4);
  return Array.from({ length: random.pick([0, 1, 1, 1, 2, 20, 300]) }, () => {
    const row = { ...random.pick(rows) };
    if (!wrong) return row;
    const names = Object.keys(row);
    for (let left = random.integer(3); left > 0; left--) {
      const name = random.chance(0.8)
        ? random.pick(names)
        : random.pick(['__proto__', 'constructor', 'hasOwnProperty', 'é', '']);
      if (random.chance(0.2)) delete row[name];
      else
        Object.defineProperty(row, name, {
          value: scalar(random),
          enumerable: true,
          configurable: true,
          writable: true,
        });
    }
    return random.chance(0.05) ? scalar(random) : row;
  });
}

const SCALARS = [
  null,
  true,
  0,
  -0,
  1e308,
  -1e-320,
  2 ** 53,
  '',
  ' ',
  'NaN',
  'Infinity',
  '1e999',
  '\u0000',
  '\ud800',
  '2024-02-30',
  [],
  {},
  [[]],
  [1, 'a', null],
];

function scalar(random) {
  if (random.chance(0.02)) return 'long'.repeat(random.integer(200_000));
  return random.chance(0.5) ? random.pick(SCALARS) : random.pick([number, word])(random);
}

/** A value that a JSON schema describes, mostly. */
function generated(random, schema, document, depth) {
  if (depth > 8 || random.chance(0.05)) return scalar(random);
  const given = resolved(schema, document);
  const {
    enum: values,
    const: constant,
    anyOf,
    oneOf,
    allOf,
    type,
    properties,
    items,
    required = [],
  } = given;
  if (constant !== undefined) return constant;
  if (values) return random.pick(values);
  const choice = anyOf ?? oneOf ?? allOf;
  if (choice) return generated(random, random.pick(choice), document, depth + 1);
  switch (Array.isArray(type) ? random.pick(type) : type) {
    case 'object': {
      const entries = Object.entries(properties ?? {}).filter(
        ([name]) => required.includes(name) || random.chance(0.5),
      );
      return Object.fromEntries(
        entries.map(([name, each]) => [name, generated(random, each, document, depth + 1)]),
      );
    }
    case 'array':
      return Array.from({ length: random.integer(4) }, () =>
        generated(random, items ?? {}, document, depth + 1),
      );
    case 'number':
      return Number(number(random)) || 1.5;
    case 'integer':
      return random.integer(1000) - 10;
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'string':
      return word(random);
    default:
      return scalar(random);
  }
}

function resolved(schema, document) {
  const path = schema?.$ref?.startsWith('#/') ? schema.$ref.slice(2).split('/') : undefined;
  if (path === undefined) return schema ?? {};
  return path.reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document) ?? {};
}

const JSON_TOKENS = [
  'NaN',
  'Infinity',
  '-',
  '1e999',
  '{',
  '[',
  '"',
  ',',
  ':',
  'null',
  '\\u0000',
  '\\ud800',
  '"__proto__":',
  '\ufeff',
  '//',
];

/** JSON, now and then with what parsers differ about. */
function hostileJson(random, value) {
  const plain = JSON.stringify(value) ?? 'null';
  if (random.chance(0.85)) return plain;
  return random.pick([
    () => '['.repeat(random.pick([100, 10_000, 200_000])),
    () => `${'{"rows":'.repeat(5000)}1${'}'.repeat(5000)}`,
    () => `{"rows":[${'['.repeat(5000)}${']'.repeat(5000)}]}`,
    () => plain.replace(/"([^"]*)":/, '"$1":1,"$1":'),
    () => plain.replace(/:[^,}[{]+/, ':NaN'),
    () => plain.replace(/:[^,}[{]+/, ':1e999'),
    () => plain.replace('{', '{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}},'),
    () => plain.slice(0, random.integer(plain.length + 1)),
    () => `\ufeff${plain}`,
    () => `${plain}${plain}`,
    () => '',
    () => ' '.repeat(100_000),
    () => `{"rows":[${'{},'.repeat(50_000)}{}]}`,
    () => `{"rows":"${'x'.repeat(1_000_000)}"}`,
    () => 'null',
    () => '"rows"',
    () => '1e400',
  ])();
}
