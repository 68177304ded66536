/** GRU and LSTM in one direction or both: the last state, then a linear layer. */
import type { Value } from '../../graph/graph.js';
import { type Layers, type Network, transposed } from './layers.js';

/** The state of the units: h, and c of an LSTM; undefined before the first step, where it is 0. */
interface State {
  readonly h: Value;
  readonly c?: Value;
}

export function recurrentLogits(layers: Layers, x: Value, { name, options, columns }: Network): Value {
  const unit = name.endsWith('gru') ? gruStep : lstmStep;
  const hidden = options.hiddenSize as number;
  const features = options.sequence === 'row' ? columns : 1;
  const steps = Array.from({ length: columns / features }, (_, step) =>
    Array.from({ length: features }, (_, i) => step * features + i),
  );
  const directions = name.startsWith('bi') ? ['', '_reverse'] : [''];
  const last = directions.map((direction) => {
    const weights = new Direction(layers, `_l0${direction}`, hidden);
    const order = direction === '' ? steps : steps.toReversed();
    const state = order.reduce<State | undefined>(
      (before, step) => unit(layers, weights, steps.length === 1 ? x : layers.graph.columns(x, step), before),
      undefined,
    );
    return state!.h;
  });
  return layers.linear('out', layers.graph.beside(last));
}

/** The weights of one direction; each gate has `hidden` columns. */
class Direction {
  readonly #input: readonly [weight: Value, bias: Value];
  readonly #state: readonly [weight: Value | undefined, bias: Value];

  constructor(
    private readonly layers: Layers,
    suffix: string,
    private readonly hidden: number,
  ) {
    const weight = (kind: string) => {
      const values = layers.array(`rnn.weight_${kind}${suffix}`);
      const gates = layers.array(`rnn.bias_${kind}${suffix}`).length;
      const inputs = values.length / gates;
      return layers.graph.widened(transposed(values, inputs), [inputs, gates]);
    };
    const bias = (kind: string) => {
      const values = layers.array(`rnn.bias_${kind}${suffix}`);
      return layers.graph.widened(values, [values.length]);
    };
    this.#input = [weight('ih'), bias('ih')];
    // With one step there is no state before it.
    this.#state = [layers.has(`rnn.weight_hh${suffix}`) ? weight('hh') : undefined, bias('hh')];
  }

  /** W_i x + b_i, all gates. */
  ofInput(x: Value): Value {
    const { graph } = this.layers;
    const [weight, bias] = this.#input;
    return graph.add(graph.product(x, weight), bias);
  }

  /** W_h h + b_h, all gates. */
  ofState(state: State | undefined): Value {
    const { graph } = this.layers;
    const [weight, bias] = this.#state;
    return state === undefined || weight === undefined
      ? bias
      : graph.add(graph.product(state.h, weight), bias);
  }

  /** The columns of one gate. */
  gate(values: Value, gate: number): Value {
    const { graph } = this.layers;
    const [from, to] = [gate, gate + 1].map((at) => graph.integers([at * this.hidden]));
    // The last axis: what comes from no state has only one.
    return graph.node('Slice', [values, from, to, graph.integers([-1])]);
  }
}

/** As `nn/layers/gru.ts`. */
function gruStep(layers: Layers, weights: Direction, x: Value, before: State | undefined): State {
  const { graph } = layers;
  const [input, state] = [weights.ofInput(x), weights.ofState(before)];
  const [r, z] = [0, 1].map((gate) =>
    layers.sigmoid(graph.add(weights.gate(input, gate), weights.gate(state, gate))),
  );
  const n = graph.node('Tanh', [
    graph.add(weights.gate(input, 2), graph.multiply(r, weights.gate(state, 2))),
  ]);
  const fresh = graph.multiply(graph.subtract(graph.doubles(1), z), n);
  return { h: before === undefined ? fresh : graph.add(fresh, graph.multiply(z, before.h)) };
}

/** As `nn/layers/lstm.ts`. */
function lstmStep(layers: Layers, weights: Direction, x: Value, before: State | undefined): State {
  const { graph } = layers;
  const sums = graph.add(weights.ofInput(x), weights.ofState(before));
  const [i, f, o] = [0, 1, 3].map((gate) => layers.sigmoid(weights.gate(sums, gate)));
  const g = graph.node('Tanh', [weights.gate(sums, 2)]);
  const fresh = graph.multiply(i, g);
  const c = before?.c === undefined ? fresh : graph.add(graph.multiply(f, before.c), fresh);
  return { h: graph.multiply(o, graph.node('Tanh', [c])), c };
}
