/** `sql` runs queries with the functions of a model; a wrong query is an error of one line. */
import { beforeAll, expect, it } from 'vitest';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();

beforeAll(async () => {
  place.write('t.csv', text(clusters()));
  const train = ['train', 't.csv', '-t', 'label', '--classifier', 'decision-tree', '-o', 'm.st'];
  expect((await place.run(train)).code).toBe(0);
});

it('writes the rows as predict does, and has the tables of a database', async () => {
  const predicted = await place.run(['predict', 'm.st', 't.csv', '--proba', '-q']);
  const labels = (predicted.stdout.split('\n')[0].match(/probability_\w+/g) ?? []).map((name) =>
    name.slice(12),
  );
  const columns = labels.map((label) => `probability(t, '${label}') as probability_${label}`);
  const query = `select predict(t) as prediction, ${columns.join(', ')}`;
  const scored = await place.run(['sql', 'm.st', `${query} from 't.csv' t`, '-q']);
  expect([scored.code, scored.stdout]).toEqual([0, predicted.stdout]);

  const create = "create table s as select *, risk(t) as r from 't.csv' t";
  const made = await place.run(['sql', 'm.st', create, '--database', 'new.db', '--write', '-q']);
  expect([made.code, made.stderr]).toEqual([0, '']);
  const same = 'select count(*) as rows, bool_and(r = other_risk(s)) as same from s';
  const args = ['--database', 'new.db', '--model', 'other=m.st', '--out', 's.jsonl', '-q'];
  expect((await place.run(['sql', 'm.st', same, ...args])).code).toBe(0);
  const rows = predicted.stdout.trimEnd().split('\n').length - 1;
  expect(place.bytes('s.jsonl').toString()).toBe(`{"rows":${rows},"same":true}\n`);
});

it('says in one line what is wrong, and writes nothing', async () => {
  const wrong = await place.run(['sql', 'm.st', "select predict(s) from 't.csv' t", '--out', 'wrong.csv']);
  expect([wrong.code, place.has('wrong.csv')]).toEqual([2, false]);
  expect(wrong.stderr).toMatch(/^error: Binder Error: Referenced column "s" not found.*\n$/);
  const onto = await place.run(['sql', 'm.st', "from 't.csv'", '--out', './t.csv']);
  expect([onto.code, onto.stderr]).toEqual([
    2,
    'error: --out ./t.csv exists, and the query names "t.csv", which it may read: choose another file\n',
  ]);
  const absent = await place.run(['sql', 'm.st', 'from s', '--database', 'absent.db']);
  expect([absent.code, place.has('absent.db')]).toEqual([2, false]);
  expect(absent.stderr).toMatch(/^error: IO Error: Cannot open database .*read-only.*\n$/);
});
