/** The search spaces of all classifiers: complete, and of valid options only. */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { drawSettings } from '../../pipeline/tuning/trial-settings.js';
import { classifiers } from '../registry.js';

describe.each(classifiers.map((entry) => [entry.name, entry] as const))('the space of %s', (_, entry) => {
  const { space, options } = entry;
  const { dimensions, resource, left } = space;
  const names = Object.keys(dimensions);
  const steps = resource === 'rows' ? [] : resource;

  it('has every option once: drawn, the resource, or left out', () => {
    const all = [...names, ...steps, ...Object.keys(left)];
    expect(all.toSorted()).toEqual(Object.keys(options.shape).toSorted());
    for (const reason of Object.values(left)) expect(reason.length).toBeGreaterThan(5);
  });

  it('has conditions on options that are known by then', () => {
    names.forEach((name, i) => {
      for (const other of Object.keys(dimensions[name].when ?? {})) {
        expect(Object.hasOwn(options.shape, other)).toBe(true);
        if (names.includes(other)) expect(names.indexOf(other)).toBeLessThan(i);
      }
    });
  });

  it('draws options that the classifier takes, with every value of a choice', () => {
    const random = new RandomStream(1, 'test');
    const base = options.parse({});
    const seen = new Map(names.map((name) => [name, new Set<string>()]));
    for (let i = 0; i < 300; i++) {
      const settings = drawSettings(dimensions, base, random);
      expect(() => entry.create({ ...settings })).not.toThrow();
      for (const name of names) seen.get(name)?.add(JSON.stringify(settings[name]) ?? 'none');
    }
    for (const name of names) {
      const dimension = dimensions[name];
      const least = dimension.kind === 'choice' ? dimension.values.length : 4;
      expect(seen.get(name)?.size, name).toBeGreaterThanOrEqual(least);
    }
  });

  it('has a resource that can be divided', () => {
    if (steps.length === 0) return;
    const defaults = new Map<string, unknown>(Object.entries(options.parse({})));
    expect(Number(defaults.get(steps[0]))).toBeGreaterThanOrEqual(9);
  });
});
