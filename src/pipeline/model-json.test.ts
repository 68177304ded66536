import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { modelFromJson, modelJsonSchema, modelToJson } from './model-json.js';
import { TableClassifier } from './table-classifier.js';

const fixture = (name: string) =>
  readFileSync(new URL(`./fixtures/version-0.1.0/${name}.safetensors`, import.meta.url));
const load = (name: string) => TableClassifier.fromBytes(fixture(name), { name });

describe.each(['decision-tree', 'logistic-regression', 'auto'])('the JSON of %s', (name) => {
  it('gives back the same bytes, and has the form of the schema', async () => {
    const model = await load(name);
    const text = modelToJson(model);
    const again = await modelFromJson(text, { name: 'model.json' });
    expect(again.toBytes()).toEqual(model.toBytes());
    expect(modelToJson(again)).toBe(text);
    const schema = z.fromJSONSchema(modelJsonSchema() as never);
    expect(schema.safeParse(JSON.parse(text))).toMatchObject({ success: true });
    expect(schema.safeParse({ ...JSON.parse(text), tensors: [{ name: 'a' }] }).success).toBe(false);
  });
});

describe('modelFromJson', () => {
  let document: Record<string, unknown> & { tensors: Record<string, unknown>[] };

  beforeAll(async () => {
    document = JSON.parse(modelToJson(await load('decision-tree')));
  });

  const reading = (changes: object) =>
    modelFromJson(JSON.stringify({ ...document, ...changes }), { name: 'm.json' });

  it('refuses what is not such a document', async () => {
    const [first, ...rest] = document.tensors;
    await expect(modelFromJson('{', { name: 'm.json' })).rejects.toThrow(/m\.json.*not valid JSON/);
    await expect(modelFromJson('{"a":1,"a":2}', { name: 'm.json' })).rejects.toThrow(/key "a" twice/);
    await expect(modelFromJson('['.repeat(1000), { name: 'm.json' })).rejects.toThrow(/nested more/);
    await expect(modelFromJson('null', { name: 'm.json' })).rejects.toThrow(/m\.json is not a model as JSON/);
    await expect(reading({ version: 99 })).rejects.toThrow(/newer qcl-mixnet \(model version 99/);
    await expect(reading({ format: 'other' })).rejects.toThrow(/format/);
    await expect(reading({ tensors: [{ ...first, data: '?' }, ...rest] })).rejects.toThrow(
      /tensors\[0\]\.data/,
    );
    await expect(reading({ tensors: [{ ...first, data: 'AAAA' }, ...rest] })).rejects.toThrow(
      /has 3 bytes, but/,
    );
    await expect(reading({ tensors: [first, first, ...rest] })).rejects.toThrow(/twice/);
    await expect(reading({ tensors: rest })).rejects.toThrow(/m\.json: /);
    await expect(reading({ description: {} })).rejects.toThrow(/m\.json does not describe a model/);
  });
});
