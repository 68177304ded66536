import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainOnTable } from '../../pipeline/train-on-table.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { createService } from '../create-service.js';
import { ModelRegistry } from '../models/model-registry.js';
import { BatchingScorer } from '../scoring/batching-scorer.js';
import { LogStream } from './service-logger.js';
import { ServiceOperations } from './service-operations.js';

async function modelBytes(labels: readonly [string, string], column = 'x') {
  const x = Array.from({ length: 60 }, (_, i) => Math.sin(i));
  const table = tableFromColumns([
    [column, x],
    ['label', x.map((value) => labels[value > 0.6 ? 0 : 1])],
  ]);
  const { model } = await trainOnTable(table, { target: 'label', classifier: 'decision-tree' });
  return model.toBytes();
}

describe('the operation of a service', () => {
  let folder: string;
  let path: string;
  let registry: ModelRegistry;
  let operations: ServiceOperations;
  let app: FastifyInstance;
  let lines: Record<string, unknown>[] = [];
  const log = new LogStream((text) => {
    lines.push(
      ...text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
  });
  /** Lines since the last call. */
  const logged = () => {
    log.flush();
    const found = lines;
    lines = [];
    return found;
  };
  const predict = (rows: readonly object[], name = 'm') =>
    app.inject({ method: 'POST', url: `/v1/models/${name}/predict`, payload: { rows } });
  const metrics = async () => (await app.inject('/metrics')).body;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'qcl-mixnet-operations-'));
    path = join(folder, 'm.safetensors');
    await writeFile(path, await modelBytes(['rare', 'usual']));
    operations = await ServiceOperations.create({ drift: { rows: 1e6 }, pressure: { requests: 2 } });
    registry = await ModelRegistry.open([path], {
      pollMilliseconds: 0,
      onEvent: operations.onModelEvent,
      scorerOf: (loaded) => operations.watched(loaded, new BatchingScorer(loaded.model)),
    });
    app = await createService(registry, { operations, log: { level: 'info', stream: log } });
  });
  afterAll(async () => {
    await app.close();
    await registry.close();
    await operations.close();
    await rm(folder, { recursive: true });
  });

  it('counts requests, rows and decisions, with labels that no client chooses', async () => {
    expect((await predict([{ x: 1 }, { x: 1 }, { x: -1 }])).statusCode).toBe(200);
    expect((await predict([{ x: 'secret' }])).statusCode).toBe(400);
    await predict([], 'secret');
    await app.inject('/secret/address');
    const text = await metrics();
    expect(text).toContain('qcl_mixnet_rows_total{model="m"} 3');
    expect(text).toContain('qcl_mixnet_decisions_total{model="m",class="rare"} 2');
    expect(text).toContain('qcl_mixnet_decisions_total{model="m",class="usual"} 1');
    const count = (labels: string) => `qcl_mixnet_http_request_duration_seconds_count{${labels}} 1`;
    expect(text).toContain(count('method="POST",route="/v1/models/:name/predict",status="200"'));
    expect(text).toContain(count('method="POST",route="/v1/models/:name/predict",status="404"'));
    expect(text).toContain(count('method="GET",route="other",status="404"'));
    expect(text).toMatch(
      /qcl_mixnet_model_info\{model="m",classifier="decision-tree",checksum="[0-9a-f]+"\} 1/,
    );
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toContain('secret');
  });

  it('logs a line for each request but probes, without what the client sent', async () => {
    logged();
    await predict([{ x: 'secret' }]);
    await app.inject({ method: 'POST', url: '/v1/models/secret/predict?secret=1', payload: { rows: [] } });
    await app.inject('/readyz');
    const found = logged();
    expect(found.map(({ level, status, route, model }) => [level, status, route, model])).toEqual([
      ['info', 400, '/v1/models/:name/predict', 'm'],
      ['info', 404, '/v1/models/:name/predict', undefined],
    ]);
    expect(JSON.stringify(found)).not.toContain('secret');
    expect(found[0]).toMatchObject({ requestId: expect.any(String), milliseconds: expect.any(Number) });
  });

  it('turns requests with bodies away while too many are under way, and answers others', async () => {
    const ends = [operations.pressure.admit(0), operations.pressure.admit(0)];
    const refused = await predict([{ x: 1 }]);
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1']);
    expect(refused.json().error).toMatchObject({ code: 'unavailable' });
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    expect(await metrics()).toContain('qcl_mixnet_rejected_requests_total{reason="requests"} 1');
    for (const end of ends) if (typeof end === 'function') end();
    expect((await predict([{ x: 1 }])).statusCode).toBe(200);
    expect(operations.pressure.requests).toBe(0);
  });

  it('shows the state of the drift', async () => {
    const { status, next } = (await app.inject('/v1/models/m/drift')).json();
    expect([status, next.rows]).toEqual(['collecting', 4]);
    expect((await app.inject('/v1/models/n/drift')).statusCode).toBe(404);
  });

  it('follows a reloaded model with other classes and columns, and counts a bad file', async () => {
    logged();
    await writeFile(path, await modelBytes(['many', 'few'], 'z'));
    await registry.check({ force: true });
    await writeFile(path, 'nothing');
    await registry.check({ force: true });
    expect(logged().map(({ level, msg }) => [level, msg])).toEqual([
      ['info', 'model reloaded'],
      ['error', 'model not reloaded: the old one stays'],
    ]);
    await writeFile(path, 'x,y\n1,2\n3,4\n');
    await registry.check({ force: true });
    // Without the advice for who gave the file on the command line.
    expect(logged().map(({ reason }) => reason)).toEqual([
      `${path} is not a safetensors file but looks like a table (text)`,
    ]);
    expect((await predict([{ x: 1 }])).statusCode).toBe(400);
    const answer = await predict([{ z: 1 }]);
    expect(answer.json()).toMatchObject({ generation: 2, predictions: [{ prediction: 'many' }] });
    const text = await metrics();
    expect(text).toContain('qcl_mixnet_model_reloads_total{model="m",result="ok"} 1');
    expect(text).toContain('qcl_mixnet_model_reloads_total{model="m",result="failed"} 2');
    expect(text).toContain('qcl_mixnet_model_generation{model="m"} 2');
    expect(text.match(/^qcl_mixnet_model_info/gm)).toHaveLength(1);
  });

  it('is not ready while it stops', async () => {
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready', models: 1 });
    operations.beginStop();
    const answer = await app.inject('/readyz');
    expect([answer.statusCode, answer.json().error.code]).toEqual([503, 'unavailable']);
    expect((await app.inject('/healthz')).statusCode).toBe(200);
  });
});
