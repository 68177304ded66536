// Training steps of the graph networks, graph included, against dense matrix versions in PyTorch on one thread.
import { benchSteps } from './networks.mjs';

const TARGETS = new Map(
  ['gcn', 'graphsage', 'gat', 'gin', 'jknet'].map((name) => [name, new Map([[16, 5]])]),
);

export const benchGraphNetworks = (newPeer) => benchSteps(newPeer, TARGETS);
