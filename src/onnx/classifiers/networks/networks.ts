/** Trained networks: the softmax of their logits. */
import { LAST, SELECTED } from '../../../classifiers/networks/network-model.js';
import type { Graph, Value } from '../../graph/graph.js';
import { softmax } from '../../graph/softmax.js';
import { dataOf, type Rows, type SavedModel } from '../saved.js';
import { graphLogits } from './graph-networks.js';
import { Layers, type Network } from './layers.js';
import { qclMixNetLogits } from './qcl-mixnet.js';
import { recurrentLogits } from './recurrent.js';
import { cnnLogits, mlpLogits, resNetLogits } from './sequential.js';

type Logits = (layers: Layers, x: Value, network: Network) => Value;

const LOGITS: ReadonlyMap<string, Logits> = new Map<string, Logits>([
  ['qcl-mixnet', qclMixNetLogits],
  ['mlp', mlpLogits],
  ['resnet', resNetLogits],
  ['cnn', cnnLogits],
  ...['gru', 'lstm', 'bigru', 'bilstm'].map((name): [string, Logits] => [name, recurrentLogits]),
  ...['gcn', 'graphsage', 'gat', 'gin', 'jknet'].map((name): [string, Logits] => [name, graphLogits]),
]);

/** The mean of the kept and, if it is kept too, the last epoch. */
export function networkProbabilities(graph: Graph, model: SavedModel, X: Rows): Value {
  const { name, options, state, tensors, shape } = model;
  const logits = LOGITS.get(name);
  if (logits === undefined) throw new Error(`${name} is not a network`);
  const selected = tensors.has(SELECTED) ? dataOf(tensors, SELECTED) : undefined;
  const all = graph.cast(X.value, 'double');
  const x = selected === undefined ? all : graph.columns(all, selected);
  const network = { name, options, columns: selected?.length ?? shape.columns, tensors };
  const prefixes = (state as { readonly withLast?: true }).withLast ? ['', LAST] : [''];
  const found = prefixes.map((prefix) =>
    softmax(graph, logits(new Layers(graph, tensors, prefix), x, network)),
  );
  const P = found.length === 1 ? found[0] : graph.multiply(graph.add(found[0], found[1]), graph.doubles(0.5));
  return graph.cast(P, 'float');
}
