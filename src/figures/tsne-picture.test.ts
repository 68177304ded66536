import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { tsnePicture } from './tsne-picture.js';

/** Rows in clusters of a sunflower each; every 9th is taken for the next class. */
function clusters(classes: number, rowsEach: number) {
  const rows = classes * rowsEach;
  const data = new Float32Array(2 * rows);
  const truth = Int32Array.from({ length: rows }, (_, i) => i % classes);
  const predicted = truth.map((c, i) => (i % 9 === 0 ? (c + 1) % classes : c));
  truth.forEach((c, i) => {
    const place = Math.floor(i / classes);
    const [turn, radius] = [2.4 * place, 1.4 * Math.sqrt(place)];
    data[2 * i] = 20 * Math.cos((2 * Math.PI * c) / classes) + radius * Math.cos(turn);
    data[2 * i + 1] = 12 * Math.sin((2 * Math.PI * c) / classes) + radius * Math.sin(turn);
  });
  const names = Array.from({ length: classes }, (_, c) => `class ${c}`);
  return { embedding: { data, rows, columns: 2 }, classes: names, truth, predicted };
}

const crosses = (svg: string) =>
  /<g[^>]*stroke-width="2"[^>]*>((?:<path[^>]*\/>)*)<\/g>/.exec(svg)?.[1].match(/<path/g) ?? [];

describe('tsnePicture', () => {
  it('draws as before', async () => {
    const data = clusters(4, 20);
    const svg = tsnePicture({ ...data, classes: ['<b>', ...data.classes.slice(1)] });
    await expect(svg).toMatchFileSnapshot('fixtures/tsne-picture.svg');
  });

  it('lays a cross on every misclassified row, and says how many', () => {
    const data = clusters(3, 12);
    const svg = tsnePicture(data);
    const wrong = data.truth.filter((c, i) => c !== data.predicted[i]).length;
    expect(crosses(svg)).toHaveLength(wrong);
    const texts = textsOf(svg);
    expect(texts[0]).toBe(`${wrong} of 36 rows are misclassified, marked by crosses`);
    expect(texts).toEqual(
      expect.arrayContaining(['by class', 'by prediction', ...data.classes, 'misclassified']),
    );
    const right = tsnePicture({ ...data, predicted: data.truth });
    expect(textsOf(right)[0]).toBe('All 36 rows are classified right');
    expect(textsOf(right)).not.toContain('misclassified');
  });

  it('gives each of 36 classes another look, and grey to those beyond', () => {
    const lookCount = (classes: number) => {
      const svg = tsnePicture({ ...clusters(classes, 2), predicted: clusters(classes, 2).truth });
      const legend = svg.slice(svg.lastIndexOf('<svg'));
      const marks = [...legend.matchAll(/<g[^>]*fill="(#[^"]*)"[^>]*><(?:path[^>]* d="([^"]*)"|circle)/g)];
      return { looks: new Set(marks.map(([, fill, d]) => `${fill} ${d}`)), texts: textsOf(svg) };
    };
    expect(lookCount(36).looks.size).toBe(36);
    expect(lookCount(36).texts).not.toContain('other classes');
    expect(lookCount(40).looks.size).toBe(37);
    expect(lookCount(40).texts).toContain('other classes');
  });

  it('refuses rows that are not points, and classes that are none', () => {
    const data = clusters(2, 3);
    expect(() => tsnePicture({ ...data, embedding: { ...data.embedding, columns: 3 } })).toThrow('3 columns');
    expect(() => tsnePicture({ ...data, truth: [0] })).toThrow('truth has 1 rows, but embedding has 6');
    expect(() => tsnePicture({ ...data, predicted: data.truth.map(() => 2) })).toThrow('predicted is 2 at 0');
  });
});
