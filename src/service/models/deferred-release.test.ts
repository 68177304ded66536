import { describe, expect, it } from 'vitest';
import { DeferredRelease } from './deferred-release.js';

describe('DeferredRelease', () => {
  const released: string[] = [];
  const releases = (name: string) => async () => {
    released.push(name);
  };

  it('waits for the requests that began before, in any order of their ends, and for no later one', async () => {
    const deferred = new DeferredRelease(() => expect.unreachable());
    deferred.retire(releases('unused'));
    expect(released).toEqual(['unused']);
    const [first, second] = [deferred.begin(), deferred.begin()];
    deferred.retire(releases('a'));
    const between = deferred.begin();
    deferred.retire(releases('b'));
    deferred.begin();
    between();
    second();
    expect(released).toEqual(['unused']);
    first();
    expect(released).toEqual(['unused', 'a', 'b']);
    deferred.retire(releases('c'));
    expect(released).toHaveLength(3);
    await deferred.releaseAll();
    expect(released).toEqual(['unused', 'a', 'b', 'c']);
  });

  it('reports a release that fails, and goes on', async () => {
    const errors: unknown[] = [];
    const deferred = new DeferredRelease((error) => errors.push(error));
    deferred.retire(() => Promise.reject(new Error('busy')));
    deferred.retire(releases('next'));
    await deferred.releaseAll();
    expect(errors).toEqual([new Error('busy')]);
    expect(released.at(-1)).toBe('next');
  });
});
