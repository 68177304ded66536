import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TableClassifier } from '../../pipeline/table-classifier.js';
import { reportMarkdown } from '../markdown.js';
import { reportPage } from '../page.js';
import { modelCard } from './model-card.js';

const fixture = (name: string) =>
  readFileSync(new URL(`../../pipeline/fixtures/version-0.1.0/${name}.safetensors`, import.meta.url));

describe('modelCard', () => {
  it.each(['decision-tree', 'auto'])('says of a %s of version 0.1.0 what is not recorded', async (name) => {
    const model = await TableClassifier.fromBytes(fixture(name), { name });
    const card = modelCard(model);
    const text = reportMarkdown(card);
    expect(text).toContain('fingerprint of the training rows: not recorded');
    expect(text).toContain('Privacy: the file holds no training rows.');
    expect(text).toContain(`qcl-mixnet train TABLE --target ${model.provenance.target} --classifier ${name}`);
    expect(text.includes('keeps no out-of-fold rows')).toBe(name !== 'auto');
    expect(reportPage(card)).toContain('<title>Model card: ');
  });
});
