/** What the contract of classifiers is tested on: the registry, and options that make another model of a classifier. */
import type { ClassifierEntry } from '../../src/classifiers/contract/classifier-entry.js';
import { qclMixNet } from '../../src/classifiers/qcl-mixnet/qcl-mixnet.js';
import { classifiers } from '../../src/classifiers/registry.js';

const withCircuit: ClassifierEntry = {
  ...qclMixNet,
  create: (options) => qclMixNet.create({ quantum: 'circuit', qubits: 3, ...options }),
};

const withLearnedMixup: ClassifierEntry = {
  ...qclMixNet,
  create: (options) => qclMixNet.create({ mixupSchedule: 'learned', ...options }),
};

/** Titles and entries. */
export const contractEntries: readonly (readonly [string, ClassifierEntry])[] = [
  ...classifiers.map((entry) => [entry.name, entry] as const),
  ['qcl-mixnet with a circuit', withCircuit],
  ['qcl-mixnet with learned mixup', withLearnedMixup],
];
