/** `train --search` that a signal stops: what it says of the results, and that it goes on from them. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';
import { when, whenItSays } from './send-signal.js';

const place = new Workplace();
place.write('table.csv', text(clusters()));

const search = (out: string, ...more: string[]) => [
  ...quickTraining('table.csv', out),
  ...['--epochs', '40', '--search', 'random', '--trials', '8', '--folds', '2', '--jobs', '1'],
  ...more,
];

/** The lines that the log has by now; the first describes the search. */
function resultsOf(name: string): number {
  const path = place.path(name);
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 2 : 0;
}

// Windows has no such signals between processes.
describe.skipIf(process.platform === 'win32')('a signal in a search', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: names the log, its results and how to go on, to the model of an uninterrupted search',
    async (signal) => {
      const [log, out] = [`${signal}.jsonl`, `${signal}.safetensors`];
      const logged = search(out, '--search-log', log);
      const stopped = await place.run(logged, { meanwhile: when(() => resultsOf(log) >= 3, signal) });
      expect(stopped.code).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(place.has(out)).toBe(false);
      const count = resultsOf(log);
      expect(count).toBeGreaterThanOrEqual(3);
      expect(stopped.stderr).toMatch(
        `interrupted before there was a model: no model was saved; --search-log ${log} has ${count} results: the same command goes on from there`,
      );
      const resumed = await place.run(logged);
      expect(resumed.code).toBe(0);
      expect(resumed.stderr).toMatch(`${count} results were taken from --search-log ${log}`);
      expect(resultsOf(log)).toBe(8);
      expect((await place.run(search('whole.safetensors'))).code).toBe(0);
      expect(place.bytes(out)).toEqual(place.bytes('whole.safetensors'));
    },
  );

  it('says without a log that the results are lost, and how to keep them next time', async () => {
    const stopped = await place.run(search('lost.safetensors'), {
      meanwhile: whenItSays([/fit +2\/16/, 'SIGINT']),
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(
      /^interrupted before there was a model: no model was saved; the results of the search are lost: keep them next time by --search-log FILE$/m,
    );
    expect(place.has('lost.safetensors')).toBe(false);
  });
});
