/** What the service answers to rows, in every form. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asked, FraudService, PREDICT } from '../../test/support/fraud-service.js';
import { explainRows } from '../pipeline/explanation/explain-rows.js';
import { predictRows } from '../pipeline/predict-rows.js';
import { tableOfRows } from '../pipeline/rows-table.js';

let service: FraudService;

beforeAll(async () => {
  service = await FraudService.open();
});
afterAll(() => service.close());

describe('predict', () => {
  it('answers rows and columns as predictRows does', async () => {
    const expected = JSON.parse(JSON.stringify(await predictRows(service.model, asked)));
    const columns = Object.fromEntries(
      Object.keys(asked[0]).map((name) => [name, asked.map((row) => row[name])]),
    );
    for (const body of [{ rows: asked }, { columns }]) {
      const answer = await service.post(PREDICT, body);
      expect(answer.json()).toEqual({ model: 'fraud', generation: 1, predictions: expected });
    }
    expect((await service.post(PREDICT, { rows: [] })).json().predictions).toEqual([]);
  });

  it('adds sets, reviews, reasons and novelty, in the body or the address', async () => {
    const options = { coverage: 0.8, review: true, reasons: 2, novelty: 0.05 };
    const answer = await service.post(PREDICT, { rows: asked, ...options });
    expect(
      (await service.post(`${PREDICT}?coverage=0.8&review&reasons=2&novelty=0.05`, { rows: asked })).json(),
    ).toEqual(answer.json());
    const expected = await predictRows(service.model, asked, { coverage: 0.8, review: true });
    const explained = await explainRows(service.model, tableOfRows(service.model.preparation, asked));
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
    const { predictions } = (await service.post(`${PREDICT}?reasons=1`, { rows: asked })).json();
    expect(new Set(predictions.map(({ prediction }: { prediction: string }) => prediction))).toContain('no');
    const about = { label: 'yes', scale: 'log-odds' };
    for (const { reasonsAbout } of predictions) expect(reasonsAbout).toEqual(about);
    const lines = (await service.post(`${PREDICT}?reasons=1&format=ndjson`, { rows: asked })).body
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(predictions);
    const csv = (await service.post(`${PREDICT}?reasons=1&format=csv`, { rows: asked })).body
      .trim()
      .split('\n');
    expect(csv[0]).toBe('prediction,probability_no,probability_yes,reasons_label,reasons_scale,reasons');
    for (const [i, line] of csv.slice(1).entries()) {
      const { prediction, reasons } = predictions[i];
      expect(line.split(',')[0]).toBe(prediction);
      expect(line).toContain(`,yes,log-odds,${reasons[0].text}`);
    }
    expect((await service.post(`${PREDICT}?format=csv`, { rows: asked })).body).not.toContain('reasons');
  });

  it('answers CSV with CSV, and JSON lines with JSON lines, or as asked', async () => {
    const names = Object.keys(asked[0]);
    const csv = [names, ...asked.map((row) => names.map((name) => row[name] ?? ''))].join('\n');
    const expected = await predictRows(service.model, asked);
    const table = await service.post(PREDICT, csv, { 'content-type': 'text/csv' });
    expect(table.headers['content-type']).toMatch(/^text\/csv/);
    expect(
      table.body
        .trim()
        .split('\n')
        .map((line) => line.split(',')[0]),
    ).toEqual(['prediction', ...expected.map(({ prediction }) => prediction)]);
    const lines = asked.map((row) => JSON.stringify(row)).join('\n');
    const streamed = await service.post(PREDICT, lines, { 'content-type': 'application/x-ndjson' });
    const parsed = streamed.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(parsed).toEqual(JSON.parse(JSON.stringify(expected)));
    const accepted = await service.post(PREDICT, { rows: asked }, { accept: 'text/csv' });
    expect(accepted.body).toBe(table.body);
    expect((await service.post(`${PREDICT}?format=ndjson`, csv, { 'content-type': 'text/csv' })).body).toBe(
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
    const answer = await service.app.inject({
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
});

describe('explain', () => {
  it('answers as explainRows does, with similar rows if asked', async () => {
    const answer = await service.post('/v1/models/fraud/explain', { rows: asked, reasons: 2, similar: 3 });
    const expected = await explainRows(service.model, tableOfRows(service.model.preparation, asked));
    const { scale, explanations, similarity } = answer.json();
    expect(scale).toBe(expected.scale);
    expect(similarity.trainingRows).toBe(service.model.record?.rows?.rows.length);
    expect(explanations).toHaveLength(3);
    for (const [i, { prediction, columns, similar }] of explanations.entries()) {
      expect(prediction).toBe(expected.rows[i].prediction);
      expect(columns.map(({ column }: { column: string }) => column)).toEqual(
        expected.rows[i].columns.slice(0, 2).map(({ column }) => column),
      );
      expect(similar).toHaveLength(3);
    }
    expect((await service.post('/v1/models/fraud/explain', { rows: asked, label: 'maybe' })).statusCode).toBe(
      400,
    );
  });
});
