/** Bodies that are refused, and how the answer says what is wrong with them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asked, FraudService, PREDICT } from '../../../test/support/fraud-service.js';

let service: FraudService;

beforeAll(async () => {
  service = await FraudService.open();
});
afterAll(() => service.close());

it('says where a cell of a table is, without advice of the command line', async () => {
  const names = Object.keys(asked[0]);
  const cells = names.map((name) => (name === 'amount' ? 'many' : (asked[0][name] ?? '')));
  const answer = await service.post(PREDICT, `${names.join()}\n${cells.join()}\n`, {
    'content-type': 'text/csv',
  });
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

it('names row, column and value of everything that is wrong', async () => {
  const { town, ...rest } = asked[0];
  const answer = await service.post(PREDICT, {
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
  const answer = await service.post(PREDICT, { rows: Array(9).fill({}) });
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
  ['a coverage out of range', 400, 'coverage is 2: give a number between 0 and 1', { rows: [], coverage: 2 }],
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
  const answer = await service.post(PREDICT, body, headers);
  expect(answer.statusCode).toBe(status);
  expect(answer.json().error.message).toContain(message);
});

it('checks a column named __proto__ as any other', async () => {
  const wrong = JSON.stringify({ rows: asked }).replace(/"__proto__":\d+/, '"__proto__":"many"');
  expect((await service.post(PREDICT, wrong)).json().error).toMatchObject({ row: 0, column: '__proto__' });
  const absent = JSON.stringify({ rows: asked }).replace(/,"__proto__":\d+/, '');
  expect((await service.post(PREDICT, absent)).json().error.message).toContain('has no key "__proto__"');
});

it('refuses a body that is too large before it is read', async () => {
  const small = await service.with({ maxBodyBytes: 100 });
  const answer = await service.post(PREDICT, { rows: asked }, {}, small);
  expect([answer.statusCode, answer.json().error.code]).toEqual([413, 'too_large']);
  await small.close();
});
