/** All classifiers, a plain list: the command line, the experiments and the contract suite go over it. */
import type * as z from 'zod';
import type { Classifier, ModelTensor } from './classifier.js';
import { qclMixNetOptions } from './qcl-mixnet/options.js';
import { QclMixNet } from './qcl-mixnet/qcl-mixnet.js';
import { svmSmoteOptions } from './svm-smote/options.js';
import { SvmSmote } from './svm-smote/svm-smote.js';

export interface ClassifierEntry {
  readonly name: string;
  /** One line for help texts. */
  readonly summary: string;
  /** Option names, types and defaults. */
  readonly options: z.ZodObject;
  create(options?: Record<string, unknown>): Classifier;
  load(json: unknown, tensors: Map<string, ModelTensor>): Promise<Classifier>;
}

export const classifiers: readonly ClassifierEntry[] = [
  {
    name: 'qcl-mixnet',
    summary: 'quantum-informed contrastive learning with dynamic mixup (the paper)',
    options: qclMixNetOptions,
    create: (options) => new QclMixNet(options),
    load: (json, tensors) => QclMixNet.load(json, tensors),
  },
  {
    name: 'svm-smote',
    summary: 'support vector machine (libsvm) on rows balanced by SMOTE',
    options: svmSmoteOptions,
    create: (options) => new SvmSmote(options),
    load: (json, tensors) => SvmSmote.load(json, tensors),
  },
];
