import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { explainRows } from '../pipeline/explanation/explain-rows.js';
import { predictRows } from '../pipeline/predict-rows.js';
import { type RowValue, tableOfRows } from '../pipeline/rows-table.js';
import type { TableClassifier } from '../pipeline/table-classifier.js';
import { trainOnTable } from '../pipeline/train-on-table.js';
import { type Cell, tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { createService } from './create-service.js';
import { ModelRegistry } from './models/model-registry.js';
import type { ServiceOptions } from './service-options.js';

const random = new RandomStream(3, 'service');
const rows: Record<string, RowValue>[] = Array.from({ length: 150 }, (_, i) =>
  Object.fromEntries<RowValue>([
    ['amount', i % 11 === 0 ? null : Number((random.normal() + (i % 3 === 0 ? 3 : 0)).toFixed(3))],
    ['town', ['north', 'south', 'east'][random.integer(3)]],
    ['day', `2026-01-0${1 + (i % 4)}`],
    ['paid', random.integer(2) === 0],
    ['__proto__', random.integer(100)],
    ['unused', 7],
    ['fraud', i % 3 === 0 ? 'yes' : 'no'],
  ]),
);
const asked = rows.slice(0, 3).map(({ fraud, unused, ...row }) => row);
const PREDICT = '/v1/models/fraud/predict';
let folder: string;
let registry: ModelRegistry;
let model: TableClassifier;
let app: FastifyInstance;

const serviceWith = (options: ServiceOptions) => createService(registry, options);
const post = (url: string, payload: unknown, headers: Record<string, string> = {}, to = app) =>
  to.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-'));
  const table = tableFromColumns(
    Object.keys(rows[0]).map((name) => [name, rows.map((row) => row[name] as Cell)]),
  );
  ({ model } = await trainOnTable(table, { target: 'fraud', classifier: 'logistic-regression' }));
  await writeFile(join(folder, 'fraud.safetensors'), model.toBytes());
  registry = await ModelRegistry.open([join(folder, 'fraud.safetensors')], { pollMilliseconds: 0 });
  app = await serviceWith({ maxRows: 10 });
});
afterAll(async () => {
  await app.close();
  await registry.close();
  await rm(folder, { recursive: true });
});

describe('predict', () => {
  it('says where a cell of a table is, without advice of the command line', async () => {
    const names = Object.keys(asked[0]);
    const cells = names.map((name) => (name === 'amount' ? 'many' : (asked[0][name] ?? '')));
    const answer = await post(PREDICT, `${names.join()}\n${cells.join()}\n`, { 'content-type': 'text/csv' });
    expect([answer.statusCode, answer.json().error]).toEqual([
      400,
      {
        code: 'bad_request',
        message:
          'the body: column "amount" must be numeric, but data row 1 holds "many": correct the cell or leave it empty',
        column: 'amount',
        row: 0,
      },
    ]);
  });

  it('answers rows and columns as predictRows does', async () => {
    const expected = JSON.parse(JSON.stringify(await predictRows(model, asked)));
    const columns = Object.fromEntries(
      Object.keys(asked[0]).map((name) => [name, asked.map((row) => row[name])]),
    );
    for (const body of [{ rows: asked }, { columns }]) {
      const answer = await post(PREDICT, body);
      expect(answer.json()).toEqual({ model: 'fraud', generation: 1, predictions: expected });
    }
    expect((await post(PREDICT, { rows: [] })).json().predictions).toEqual([]);
  });

  it('adds sets, reviews, reasons and novelty, in the body or the address', async () => {
    const options = { coverage: 0.8, review: true, reasons: 2, novelty: 0.05 };
    const answer = await post(PREDICT, { rows: asked, ...options });
    expect(
      (await post(`${PREDICT}?coverage=0.8&review&reasons=2&novelty=0.05`, { rows: asked })).json(),
    ).toEqual(answer.json());
    const expected = await predictRows(model, asked, { coverage: 0.8, review: true });
    const explained = await explainRows(model, tableOfRows(model.preparation, asked));
    for (const [i, each] of answer.json().predictions.entries()) {
      const { reasonsAbout, reasons, novelty, ...prediction } = each;
      expect(prediction).toEqual(JSON.parse(JSON.stringify(expected[i])));
      expect(reasonsAbout).toEqual({ label: explained.rows[i].label, scale: explained.scale });
      expect(reasons[0].column).toBe(explained.rows[i].columns[0].column);
      expect(reasons[0].contribution).toBe(explained.rows[i].columns[0].contribution);
      expect(novelty.isNovel).toBe(novelty.pValue <= 0.05);
    }
  });

  it('says of reasons which class they are about, whatever is predicted, in every form of the answer', async () => {
    const { predictions } = (await post(`${PREDICT}?reasons=1`, { rows: asked })).json();
    expect(new Set(predictions.map(({ prediction }: { prediction: string }) => prediction))).toContain('no');
    const about = { label: 'yes', scale: 'log-odds' };
    for (const { reasonsAbout } of predictions) expect(reasonsAbout).toEqual(about);
    const lines = (await post(`${PREDICT}?reasons=1&format=ndjson`, { rows: asked })).body.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(predictions);
    const csv = (await post(`${PREDICT}?reasons=1&format=csv`, { rows: asked })).body.trim().split('\n');
    expect(csv[0]).toBe('prediction,probability_no,probability_yes,reasons_label,reasons_scale,reasons');
    for (const [i, line] of csv.slice(1).entries()) {
      const { prediction, reasons } = predictions[i];
      expect(line.split(',')[0]).toBe(prediction);
      expect(line).toContain(`,yes,log-odds,${reasons[0].text}`);
    }
    expect((await post(`${PREDICT}?format=csv`, { rows: asked })).body).not.toContain('reasons');
  });

  it('answers CSV with CSV, and JSON lines with JSON lines, or as asked', async () => {
    const names = Object.keys(asked[0]);
    const csv = [names, ...asked.map((row) => names.map((name) => row[name] ?? ''))].join('\n');
    const expected = await predictRows(model, asked);
    const table = await post(PREDICT, csv, { 'content-type': 'text/csv' });
    expect(table.headers['content-type']).toMatch(/^text\/csv/);
    expect(
      table.body
        .trim()
        .split('\n')
        .map((line) => line.split(',')[0]),
    ).toEqual(['prediction', ...expected.map(({ prediction }) => prediction)]);
    const lines = asked.map((row) => JSON.stringify(row)).join('\n');
    const streamed = await post(PREDICT, lines, { 'content-type': 'application/x-ndjson' });
    const parsed = streamed.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(parsed).toEqual(JSON.parse(JSON.stringify(expected)));
    const accepted = await post(PREDICT, { rows: asked }, { accept: 'text/csv' });
    expect(accepted.body).toBe(table.body);
    expect((await post(`${PREDICT}?format=ndjson`, csv, { 'content-type': 'text/csv' })).body).toBe(
      streamed.body,
    );
  });

  it('answers a stream while it comes, beyond the limits of other bodies, and ends it with its first error', async () => {
    const line = `${JSON.stringify(asked[0])}\n`;
    let answered = 0;
    async function* body() {
      for (let i = 0; i < 30; i++) yield line;
      yield '{"amount": 1}\n';
      for (let i = 0; i < 30; i++) yield line;
    }
    const answer = await app.inject({
      method: 'POST',
      url: PREDICT,
      headers: { 'content-type': 'application/x-ndjson' },
      payload: Readable.from(body()),
    });
    const lines = answer.body
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each));
    for (const each of lines.slice(0, -1)) answered += each.prediction === undefined ? 0 : 1;
    expect([answer.statusCode, answered]).toEqual([200, 30]);
    expect(lines.at(-1).error).toMatchObject({ code: 'bad_request', row: 30, column: 'town' });
  });

  it('names row, column and value of everything that is wrong', async () => {
    const { town, ...rest } = asked[0];
    const answer = await post(PREDICT, {
      rows: [
        asked[0],
        { ...asked[1], amount: 'x'.repeat(200) },
        { ...rest, twon: town },
        7,
        { ...asked[2], town: {} },
      ],
    });
    expect(answer.statusCode).toBe(400);
    const { error, requestId } = answer.json();
    expect(requestId).toBe(answer.headers['x-request-id']);
    expect(error).toMatchObject({ code: 'bad_request', row: 1, column: 'amount' });
    expect(error.message).toBe(
      `rows[1], key "amount": "${'x'.repeat(60)}…" is not a number, but the column is numeric: give a number, or null if it is missing`,
    );
    expect(error.problems.map(({ row, column }: { row: number; column?: string }) => [row, column])).toEqual([
      [1, 'amount'],
      [2, 'twon'],
      [2, 'town'],
      [3, undefined],
      [4, 'town'],
    ]);
    expect(error.problems[1].message).toContain('Did you mean "town"?');
  });

  it('lists at most twenty problems', async () => {
    const answer = await post(PREDICT, { rows: Array(9).fill({}) });
    expect(answer.json().error.problems).toHaveLength(20);
  });

  it.each<[string, number, string, unknown, Record<string, string>?]>([
    ['an empty body', 400, 'the body is empty', ''],
    ['NaN', 400, 'NaN and Infinity are not JSON', '{"rows": [{"amount": NaN}]}'],
    [
      'an infinite number',
      400,
      'Infinity is not finite',
      JSON.stringify({ rows: asked }).replace('"amount":null', '"amount":1e999'),
    ],
    ['a duplicate key', 400, '"rows" twice', '{"rows": [], "rows": []}'],
    ['no rows', 400, 'the body has no rows', {}],
    ['rows and columns', 400, 'rows and columns', { rows: [], columns: {} }],
    ['an array', 400, 'the body is an array', []],
    [
      'columns of unequal length',
      400,
      'and key "amount" have 1 and 2 values',
      { columns: { amount: [1, 2], town: ['x'] } },
    ],
    ['a column that is no array', 400, '1 is not an array', { columns: { amount: 1 } }],
    ['an unknown option', 400, 'Did you mean "reasons"?', { rows: [], reason: 1 }],
    [
      'a coverage out of range',
      400,
      'coverage is 2: give a number between 0 and 1',
      { rows: [], coverage: 2 },
    ],
    [
      'a level of novelty out of range',
      400,
      'novelty is 1: give true, or a level between 0 and 1',
      { rows: [], novelty: 1 },
    ],
    ['a coverage without rows for it', 400, 'coverage 0.9999 needs', { rows: asked, coverage: 0.9999 }],
    ['a constructor as a key', 400, 'the key "constructor"', { rows: [{ ...asked[0], constructor: 1 }] }],
    ['too many rows', 413, 'at most 10 are answered at once', { rows: Array(11).fill(asked[0]) }],
    ['another content type', 415, 'the content type is not one of', 'x', { 'content-type': 'text/plain' }],
    ['another charset', 415, 'send UTF-8', '{}', { 'content-type': 'application/json; charset=utf-16' }],
    ['a packed body', 415, 'content-encoding is "gzip"', '{}', { 'content-encoding': 'gzip' }],
    [
      'a table without the columns',
      400,
      'columns of the training table missing',
      'a,b\n1,2\n',
      { 'content-type': 'text/csv' },
    ],
    [
      'JSON for a stream',
      406,
      'ask for ndjson or csv',
      '{}',
      { 'content-type': 'application/x-ndjson', accept: 'application/json' },
    ],
    [
      'bytes that are no Parquet',
      400,
      'the body',
      'PAR1nonePAR1',
      { 'content-type': 'application/vnd.apache.parquet' },
    ],
  ])('refuses %s', async (_, status, message, body, headers) => {
    const answer = await post(PREDICT, body, headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.json().error.message).toContain(message);
  });

  it('checks a column named __proto__ as any other', async () => {
    const wrong = JSON.stringify({ rows: asked }).replace(/"__proto__":\d+/, '"__proto__":"many"');
    expect((await post(PREDICT, wrong)).json().error).toMatchObject({ row: 0, column: '__proto__' });
    const absent = JSON.stringify({ rows: asked }).replace(/,"__proto__":\d+/, '');
    expect((await post(PREDICT, absent)).json().error.message).toContain('has no key "__proto__"');
  });

  it('refuses a body that is too large before it is read', async () => {
    const small = await serviceWith({ maxBodyBytes: 100 });
    const answer = await post(PREDICT, { rows: asked }, {}, small);
    expect([answer.statusCode, answer.json().error.code]).toEqual([413, 'too_large']);
    await small.close();
  });
});

describe('explain', () => {
  it('answers as explainRows does, with similar rows if asked', async () => {
    const answer = await post('/v1/models/fraud/explain', { rows: asked, reasons: 2, similar: 3 });
    const expected = await explainRows(model, tableOfRows(model.preparation, asked));
    const { scale, explanations, similarity } = answer.json();
    expect(scale).toBe(expected.scale);
    expect(similarity.trainingRows).toBe(model.record?.rows?.rows.length);
    expect(explanations).toHaveLength(3);
    for (const [i, { prediction, columns, similar }] of explanations.entries()) {
      expect(prediction).toBe(expected.rows[i].prediction);
      expect(columns.map(({ column }: { column: string }) => column)).toEqual(
        expected.rows[i].columns.slice(0, 2).map(({ column }) => column),
      );
      expect(similar).toHaveLength(3);
    }
    expect((await post('/v1/models/fraud/explain', { rows: asked, label: 'maybe' })).statusCode).toBe(400);
  });
});

describe('the description', () => {
  it('has an example of each model that the model accepts, and is none of its rows', async () => {
    const document = (await app.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(document.components.schemas.Row1.required).toEqual(Object.keys(asked[0]));
    const { example } = document.paths[PREDICT].post.requestBody.content['application/json'];
    expect((await post(PREDICT, example)).statusCode).toBe(200);
    expect(rows).not.toContainEqual(expect.objectContaining(example.rows[0]));
    const { reasonsAbout } = document.components.schemas.Predictions.properties.predictions.items.properties;
    expect(reasonsAbout.required).toEqual(['label', 'scale']);
    expect(reasonsAbout.properties.scale.enum).toEqual(['log-odds', 'logit', 'probability']);
    const references = JSON.stringify(document).match(/#\/components\/\w+\/\w+/g) ?? [];
    for (const reference of references) {
      const [, , kind, name] = reference.split('/');
      expect(document.components[kind]).toHaveProperty(name);
    }
  });

  it('tells what each model is', async () => {
    const { models } = (await app.inject('/v1/models')).json();
    expect(models).toMatchObject([
      {
        name: 'fraud',
        classifier: 'logistic-regression',
        classes: ['no', 'yes'],
        positive: 'yes',
        generation: 1,
      },
    ]);
    expect(models[0].expected.scores.map(({ metric }: { metric: string }) => metric)).toContain('macro-f1');
    const one = (await app.inject('/v1/models/fraud')).json();
    expect((await post(PREDICT, { rows: [one.example] })).statusCode).toBe(200);
    expect(one.columns.find(({ name }: { name: string }) => name === 'unused').used).toBe(false);
  });
});

describe('protection', () => {
  it.each<['GET' | 'DELETE' | 'POST', string, number, string?]>([
    ['GET', PREDICT, 405, 'POST'],
    ['DELETE', '/v1/models', 405, 'GET, HEAD'],
    ['POST', '/', 405, 'GET, HEAD'],
    ['GET', '/v1/models/..%2F..%2Fetc%2Fpasswd', 404],
    ['GET', '/v1/models/__proto__', 404],
    ['GET', `/v1/models/${'x'.repeat(2000)}`, 404],
    ['GET', '/v1/models/%zz', 400],
    ['GET', '/nowhere', 404],
  ])('answers %s %s with %i', async (method, url, status, allow) => {
    const answer = await app.inject({ method, url });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers.allow).toBe(allow);
    expect(answer.json().error.code).toBeTypeOf('string');
    expect(answer.body).not.toMatch(/node_modules|\.js\b|safetensors|at Object/);
  });

  it('asks for a token, but of probes and for the page', async () => {
    const closed = await serviceWith({ tokens: ['first-token-of-two', 'other-token-of-two'] });
    const status = async (url: string, authorization?: string) =>
      (await closed.inject({ url, headers: authorization === undefined ? {} : { authorization } }))
        .statusCode;
    for (const url of ['/v1/models', '/v1/models/fraud', '/openapi.json']) {
      expect(await status(url)).toBe(401);
      expect(await status(url, 'Bearer first-token-of-tw')).toBe(401);
      expect(await status(url, 'Basic first-token-of-two')).toBe(401);
      expect(await status(url, 'Bearer other-token-of-two')).toBe(200);
    }
    expect((await post(PREDICT, 'not even JSON', {}, closed)).statusCode).toBe(401);
    for (const url of ['/healthz', '/']) expect(await status(url)).toBe(200);
    const refused = await closed.inject('/v1/models');
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="qcl-mixnet"');
    await closed.close();
  });

  it('answers for the given hosts alone', async () => {
    const local = await serviceWith({ hosts: ['localhost', '[::1]'] });
    const status = async (host: string) =>
      (await local.inject({ url: '/healthz', headers: { host } })).statusCode;
    expect(await Promise.all(['localhost:8080', 'LOCALHOST', '[::1]:1', 'evil.example'].map(status))).toEqual(
      [200, 200, 200, 403],
    );
    await local.close();
  });

  it('names each request, by its own header if that is plain', async () => {
    const idOf = async (given: string) =>
      (await app.inject({ url: '/healthz', headers: { 'x-request-id': given } })).headers['x-request-id'];
    expect(await idOf('trace-1/a')).toBe('trace-1/a');
    const made = [await idOf('a\tb'), await idOf('x'.repeat(65)), await idOf('"')];
    expect(new Set(made).size).toBe(3);
    for (const id of made) expect(id).toMatch(/^[\w-]+$/);
  });

  it('names requests whose address cannot be decoded too, with the headers of every answer', async () => {
    const answer = await app.inject({ url: '/v1/models/%ff', headers: { 'x-request-id': 'a-1' } });
    expect([answer.statusCode, answer.json().requestId]).toEqual([400, 'a-1']);
    expect(answer.headers).toMatchObject({ 'x-request-id': 'a-1', 'x-content-type-options': 'nosniff' });
  });

  it('answers headers and bodies that never arrive, before it ends the connection', async () => {
    const slow = await serviceWith({ timeoutSeconds: 0.3 });
    await slow.listen({ port: 0, host: '127.0.0.1' });
    const { port } = slow.server.address() as AddressInfo;
    const answerTo = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        let answer = '';
        socket.on('data', (data) => {
          answer += data;
        });
        socket.on('close', () => resolve(answer));
      });
    const headers = `POST ${PREDICT} HTTP/1.1\r\nhost: localhost\r\n`;
    const body = `${headers}content-type: application/json\r\ncontent-length: 100\r\n\r\n{"rows": [`;
    const [ofHeaders, ofBody] = await Promise.all([answerTo(headers), answerTo(body)]);
    expect(ofHeaders).toMatch(/^HTTP\/1\.1 408 [\s\S]*the headers did not arrive in time/);
    expect(ofBody).toMatch(/^HTTP\/1\.1 408 [\s\S]*the body did not arrive within 0\.3 s/);
    await slow.close();
  });

  it('lets the page run its own script and style alone', async () => {
    const page = await app.inject('/');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'/);
    for (const tag of ['script', 'style']) {
      const text = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page.body)?.[1] ?? '';
      const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
      expect(policy).toContain(`sha256-${Buffer.from(bytes).toString('base64')}`);
    }
    expect((await app.inject('/healthz')).headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });
});
