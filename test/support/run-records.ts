/** Records of runs that nobody ran. */
import type { DoneRecord, FailedRecord } from '../../src/paper/experiments/run-record.js';

/** A run with a macro F1; every other score follows it. */
export function doneRecord(macroF1: number, more: Partial<DoneRecord> = {}): DoneRecord {
  return {
    dataset: 'glass',
    checksum: 'abc',
    classifier: 'qcl-mixnet',
    options: {},
    seed: 42,
    protocol: 'honest',
    version: '0.1.0',
    kernelBuild: 'fma',
    node: 'v20.20.0',
    outcome: 'done',
    metrics: {
      accuracy: macroF1,
      macroPrecision: macroF1,
      macroRecall: macroF1,
      macroF1,
      harmonicF1: macroF1,
      balancedAccuracy: macroF1,
    },
    classes: ['a', 'b'],
    confusion: [
      [0, 0, 3],
      [1, 0, 1],
      [1, 1, 2],
    ],
    rows: { train: 24, test: 6 },
    columns: 4,
    sharedRows: 0,
    bestEpoch: 2,
    epochs: 3,
    seconds: 0.5,
    trainingSeconds: 0.25,
    threadPeakBytes: 1000,
    processPeakBytes: 2000,
    ...more,
  };
}

export function failedRecord(reason: string, more: Partial<FailedRecord> = {}): FailedRecord {
  const { dataset, checksum, classifier, options, seed, protocol, version, kernelBuild, node } =
    doneRecord(0);
  return {
    ...{ dataset, checksum, classifier, options, seed, protocol, version, kernelBuild, node },
    outcome: 'failed',
    reason,
    seconds: 1,
    ...more,
  };
}
