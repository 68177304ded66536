/** All classifiers, a plain list: the command line, the experiments and the contract suite go over it. */
import type * as z from 'zod';
import type { Classifier, ModelTensor } from './classifier.js';
import { Gat, gatOptions } from './graph-networks/gat.js';
import { Gcn, gcnOptions } from './graph-networks/gcn.js';
import { Gin, ginOptions } from './graph-networks/gin.js';
import { GraphSage, graphSageOptions } from './graph-networks/graph-sage.js';
import { JkNet, jkNetOptions } from './graph-networks/jk-net.js';
import type { LearningClassifier } from './learning-classifier.js';
import { Cnn, cnnOptions } from './networks/cnn.js';
import { Mlp, mlpOptions } from './networks/mlp.js';
import { BiGru, BiLstm, Gru, Lstm, recurrentOptions } from './networks/recurrent.js';
import { ResNet, resNetOptions } from './networks/res-net.js';
import { qclMixNetOptions } from './qcl-mixnet/options.js';
import { QclMixNet } from './qcl-mixnet/qcl-mixnet.js';

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
  entry('mlp', 'multilayer perceptron', mlpOptions, Mlp),
  entry('resnet', 'residual network for tables', resNetOptions, ResNet),
  entry('gru', 'gated recurrent units', recurrentOptions, Gru),
  entry('lstm', 'long short-term memory', recurrentOptions, Lstm),
  entry('bigru', 'gated recurrent units in both directions', recurrentOptions, BiGru),
  entry('bilstm', 'long short-term memory in both directions', recurrentOptions, BiLstm),
  entry('cnn', 'convolutions over the columns in their order', cnnOptions, Cnn),
  entry('gcn', 'graph convolutions over nearest neighbours', gcnOptions, Gcn),
  entry('graphsage', 'GraphSAGE over nearest neighbours', graphSageOptions, GraphSage),
  entry('gat', 'graph attention over nearest neighbours', gatOptions, Gat),
  entry('gin', 'graph isomorphism network over nearest neighbours', ginOptions, Gin),
  entry('jknet', 'graph convolutions with jumping knowledge', jkNetOptions, JkNet),
];

/** The entry of a class with the constructor and the `load` of all learning classifiers. */
function entry(
  name: string,
  summary: string,
  options: z.ZodObject,
  kind: Pick<typeof LearningClassifier, 'load'> &
    (new (
      options?: Record<string, unknown>,
    ) => LearningClassifier<z.ZodObject>),
): ClassifierEntry {
  return {
    name,
    summary,
    options,
    create: (values) => new kind(values),
    load: (json, tensors) => kind.load(json, tensors),
  };
}
