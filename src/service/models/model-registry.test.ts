import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BatchingScorer } from '../scoring/batching-scorer.js';
import { ModelRegistry, type RegistryEvent } from './model-registry.js';

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../pipeline/fixtures/version-0.1.0/${name}.safetensors`, import.meta.url));

describe('ModelRegistry', () => {
  let folder: string;
  let registry: ModelRegistry | undefined;
  let events: string[];
  const closed: string[] = [];
  const path = (name: string) => join(folder, name);
  const put = (from: string, name: string) => copyFile(fixture(from), path(name));
  const onEvent = (event: RegistryEvent) => {
    events.push(event.kind);
  };
  const open = async (...names: string[]) => {
    registry = await ModelRegistry.open(names.map(path), {
      pollMilliseconds: 0,
      onEvent,
      scorerOf: ({ name, generation, model }) => {
        const scorer = new BatchingScorer(model);
        return {
          predict: (rows) => scorer.predict(rows),
          predictTable: (table, options) => scorer.predictTable(table, options),
          close: async () => {
            closed.push(`${name} ${generation}`);
          },
        };
      },
    });
    return registry;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'qcl-mixnet-registry-'));
    events = [];
    closed.length = 0;
    await put('xgboost', 'a.safetensors');
    await put('decision-tree', 'b.c.safetensors');
  });
  afterEach(async () => {
    await registry?.close();
    registry = undefined;
    await rm(folder, { recursive: true });
  });

  it('serves models by the names of their files, and no others', async () => {
    const { get, list } = await open('a.safetensors', 'b.c.safetensors');
    expect(list.call(registry).map(({ name, generation }) => [name, generation])).toEqual([
      ['a', 1],
      ['b.c', 1],
    ]);
    for (const name of ['b', '../a', '__proto__', 'a.safetensors', '']) {
      expect(get.call(registry, name)).toBeUndefined();
    }
    expect(get.call(registry, 'a')?.checksum).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refuses two models of one name, and closes what it has opened if one cannot be loaded', async () => {
    await mkdir(path('other'));
    await put('decision-tree', 'other/a.safetensors');
    await expect(open('a.safetensors', 'other/a.safetensors')).rejects.toThrow('are both models named "a"');
    await writeFile(path('bad.safetensors'), 'x,y\n1,2\n');
    await expect(open('a.safetensors', 'bad.safetensors')).rejects.toThrow('looks like a table');
    expect(closed).toEqual(['a 1']);
  });

  it('replaces a model when its file is another one and nobody writes it any more', async () => {
    await open('a.safetensors');
    const old = registry?.get('a');
    await put('decision-tree', 'a.safetensors');
    await registry?.check();
    expect(registry?.get('a')).toBe(old);
    await registry?.check();
    const served = registry?.get('a');
    expect([served?.generation, served?.model.classifier.name]).toEqual([2, 'decision-tree']);
    expect(events).toEqual(['loaded', 'reloaded']);
    expect(closed).toEqual(['a 1']);
    await put('decision-tree', 'a.safetensors');
    await registry?.check({ force: true });
    expect(registry?.get('a')).toBe(served);
  });

  it('keeps the replaced model for requests that began before', async () => {
    await open('a.safetensors');
    const end = registry?.beginRequest();
    await put('decision-tree', 'next');
    await rename(path('next'), path('a.safetensors'));
    await registry?.check({ force: true });
    expect(registry?.get('a')?.generation).toBe(2);
    expect(closed).toEqual([]);
    end?.();
    expect(closed).toEqual(['a 1']);
  });

  it('keeps the model if its file is bad or gone, says so once, and takes the next good one', async () => {
    await open('a.safetensors');
    const old = registry?.get('a');
    const look = async () => {
      await registry?.check();
      await registry?.check();
      await registry?.check();
    };
    await writeFile(path('a.safetensors'), 'nothing');
    await look();
    await rm(path('a.safetensors'));
    await look();
    expect(events).toEqual(['loaded', 'reload-failed', 'reload-failed']);
    expect(registry?.get('a')).toBe(old);
    await put('decision-tree', 'a.safetensors');
    await look();
    expect(registry?.get('a')?.generation).toBe(2);
  });

  it('looks at the files by itself', async () => {
    registry = await ModelRegistry.open([path('a.safetensors')], { pollMilliseconds: 5 });
    await put('decision-tree', 'a.safetensors');
    while (registry.get('a')?.generation === 1) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(registry.get('a')?.model.classifier.name).toBe('decision-tree');
  });
});
