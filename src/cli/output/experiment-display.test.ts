import { describe, expect, it } from 'vitest';
import { doneRecord, failedRecord } from '../../../test/support/run-records.js';
import { cellKey } from '../../paper/experiments/cell.js';
import type { PlannedCell } from '../../paper/experiments/plan-cells.js';
import { ExperimentDisplay } from './experiment-display.js';

function cellOf(seed: number, cost: number): PlannedCell {
  const description = doneRecord(0.5, { seed });
  return { description, key: cellKey(description), table: { rows: 0, columns: [], source: '' }, cost };
}

const missing = [cellOf(42, 300), cellOf(43, 100)];

function display(live: boolean, columns?: number) {
  const written: string[] = [];
  let time = 0;
  const stream = { columns, write: (text: string) => written.push(text) };
  const shown = new ExperimentDisplay(stream, { live, alreadyDone: 2, missing, now: () => time });
  return {
    written,
    shown,
    at: (seconds: number) => {
      time = 1000 * seconds;
      return shown;
    },
  };
}

describe('ExperimentDisplay', () => {
  it('writes a line for every finished run where there is no terminal', () => {
    const { written, at } = display(false);
    at(0).onStart(missing[0]);
    at(0).onStart(missing[1]);
    at(5).onEpoch(missing[0], 1, 3);
    // 100 of the one and 100 of the other in 10 s; the 200 left take as long.
    at(10).onFinish(missing[1], failedRecord('too slow', { seed: 43 }));
    at(20).onFinish(missing[0], doneRecord(0.75, { seed: 42, seconds: 20 }));
    expect(written).toEqual([
      'glass, qcl-mixnet, honest, seed 43: failed: too slow; 2/4 done, 1 running, 1 failed, 10 s left\n',
      'glass, qcl-mixnet, honest, seed 42: macro F1 0.750 in 20.0 s; 3/4 done, 0 running, 1 failed, 0 s left\n',
    ]);
  });

  it('keeps one line on a terminal, within its width, and a failure stays above it', () => {
    const { written, shown, at } = display(true, 60);
    at(0).onStart(missing[0]);
    at(0.01).onEpoch(missing[0], 1, 3);
    at(1).onEpoch(missing[0], 2, 3);
    at(2).onFinish(missing[0], failedRecord('too slow\u001b[2J', { seed: 42 }));
    shown.finish();
    expect(written).toEqual([
      '\r\u001b[2K[##########..........] 2/4 done, 1 running, 0 failed',
      '\r\u001b[2K[#########........] 2/4 done, 1 running, 0 failed, 1 s left',
      '\r\u001b[2Kglass, qcl-mixnet, honest, seed 42: failed: too slow\\u001b[2J\n',
      '\r\u001b[2K[#############....] 2/4 done, 0 running, 1 failed, 1 s left',
      '\n',
    ]);
    const live = written.filter((line) => !line.endsWith('\n'));
    for (const line of live) expect(line.slice('\r\u001b[2K'.length).length).toBeLessThan(60);
  });

  it('says for whom it waits, once where there is no terminal, and counts what others finish', () => {
    const held = (millisecondsLeft: number) =>
      missing.map(({ key }) => ({
        key,
        process: { pid: 7, host: 'elsewhere', started: null, space: null },
        millisecondsLeft,
      }));
    const plain = display(false);
    plain.at(1).onWait(held(29_500));
    plain.at(2).onWait(held(28_500));
    plain.at(3).onFinishElsewhere(missing[0], doneRecord(0.75, { seed: 42, seconds: 20 }));
    expect(plain.written).toEqual([
      'waiting: 2 runs are being done by elsewhere (pid 7), lease ends in 30 s unless renewed\n',
      'glass, qcl-mixnet, honest, seed 42: macro F1 0.750 in 20.0 s (another process); 3/4 done, 0 running, ' +
        '0 failed, 1 run is being done by elsewhere (pid 7), lease ends in 29 s unless renewed, 1 s left\n',
    ]);
    plain.at(4).onStart(missing[1]);
    plain.at(5).onFinish(missing[1], doneRecord(0.5, { seed: 43, seconds: 1 }));
    expect(plain.written.at(-1)).not.toContain('elsewhere');
    const live = display(true, 200);
    live.at(1).onWait(held(29_500));
    live.at(2).onWait(held(28_500));
    expect(live.written[1]).toContain('2 runs are being done by elsewhere (pid 7), lease ends in 29 s');
  });
});
