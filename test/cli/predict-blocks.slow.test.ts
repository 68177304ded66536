/** The memory of `predict` does not grow with the rows of the table. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { expect, it } from 'vitest';
import { clusters, MAIN, text, Workplace } from './built-program.js';

const place = new Workplace();
/** Each row has a text of its own: the whole table takes more than 500 MB. */
const TEXT = 'a text that is different in each of the rows so that all of them take much memory:';
const ROWS = 1_000_000;

/** Prints the largest resident set of the process, in MB, when it exits. */
const MEASURED = `
  process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS / 1024 + ' MB\\n'));
  process.argv.splice(1, 1);
  await import(process.argv[1]);
`;

it('predicts a million rows in less than 350 MB', async () => {
  const [header, ...lines] = clusters();
  place.write('small.csv', text([header, ...lines]));
  place.write('measured.mjs', MEASURED);
  const large = createWriteStream(place.path('large.csv'));
  large.write(`id,name,${header}\n`);
  for (let from = 0; from < ROWS; from += 10_000) {
    const rows = Array.from(
      { length: 10_000 },
      (_, i) => `${from + i},${TEXT} ${from + i},${lines[(from + i) % lines.length]}\n`,
    );
    if (!large.write(rows.join(''))) await once(large, 'drain');
  }
  large.end();
  await once(large, 'finish');
  const train = ['train', 'small.csv', '-t', 'label', '--classifier', 'boosting', '-o', 'm.st'];
  expect((await place.run(train)).code).toBe(0);
  const predict = ['measured.mjs', MAIN, 'predict', 'm.st', 'large.csv', '--keep', 'id', '--out', 'p.csv'];
  const { code, stderr } = await place.runCommand(process.execPath, predict);
  expect(code).toBe(0);
  expect(Number(/peak ([\d.]+) MB/.exec(stderr)?.[1])).toBeLessThan(350);
  expect(String(place.bytes('p.csv')).trimEnd().split('\n')).toHaveLength(ROWS + 1);
});
