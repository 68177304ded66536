/** Decisions as graphs: from probabilities to the index of an action. */
import { Alerts } from '../../decision/alerts.js';
import { Argmax } from '../../decision/argmax.js';
import { CostDecision } from '../../decision/cost.js';
import type { Decision } from '../../decision/decision.js';
import { FloorDecision } from '../../decision/floor.js';
import { WeightedArgmax } from '../../decision/weighted-argmax.js';
import { InputError } from '../../errors.js';
import type { Graph, Value } from '../graph/graph.js';
import { int } from '../protobuf/attribute.js';

/**
 * @param P rows x classes, 32-bit floats
 * @returns an index for each row, one-dimensional
 * @throws InputError for a kind of decision without a graph
 */
export function decided(graph: Graph, decision: Decision, P: Value, classes: number): Value {
  const doubles = graph.cast(P, 'double');
  if (decision instanceof Argmax) return best(graph, 'ArgMax', doubles);
  if (decision instanceof WeightedArgmax) {
    const weights = graph.doubles(decision.weights, [1, classes]);
    return best(graph, 'ArgMax', graph.multiply(doubles, weights));
  }
  if (decision instanceof CostDecision) {
    const { costs } = decision.matrix;
    const matrix = graph.doubles(costs.flat(), [classes, costs[0].length]);
    return best(graph, 'ArgMin', graph.product(doubles, matrix));
  }
  if (decision instanceof FloorDecision) return byThresholds(graph, decision.floors, doubles, classes);
  if (decision instanceof Alerts) {
    const { positive, threshold } = decision;
    return byThresholds(graph, [{ class: positive, threshold }], doubles, classes);
  }
  throw new InputError(
    `a model that decides by ${decision.kind} cannot be exported to ONNX: give it another decision first, for example ` +
      'with: qcl-mixnet decide MODEL argmax --out NEW',
  );
}

/** The place of the first best value of each row. */
function best(graph: Graph, op: 'ArgMax' | 'ArgMin', values: Value): Value {
  return graph.node(op, [values], { axis: int(1), keepdims: int(0) });
}

/** The class of the first threshold that is reached; else the most probable of the classes without a threshold. */
function byThresholds(
  graph: Graph,
  thresholds: readonly { readonly class: number; readonly threshold: number }[],
  P: Value,
  classes: number,
): Value {
  const claimed = new Set(thresholds.map((each) => each.class));
  const left = Array.from({ length: classes }, (_, c) => c).filter((c) => !claimed.has(c));
  const place = best(graph, 'ArgMax', graph.columns(P, left));
  const otherwise = graph.node('Gather', [graph.integers(left), place]);
  return thresholds.reduceRight((decision, { class: c, threshold }) => {
    const p = graph.node('Reshape', [graph.columns(P, [c]), graph.integers([-1])]);
    const isReached = graph.node('GreaterOrEqual', [p, graph.doubles(threshold)]);
    return graph.where(isReached, graph.integers([c]), decision);
  }, otherwise);
}
