/** All classifiers, a plain list: the command line, the experiments and the contract suite go over it. */
import type { ClassifierEntry } from './classifier-entry.js';
import { gat } from './graph-networks/gat.js';
import { gcn } from './graph-networks/gcn.js';
import { gin } from './graph-networks/gin.js';
import { graphSage } from './graph-networks/graph-sage.js';
import { jkNet } from './graph-networks/jk-net.js';
import { cnn } from './networks/cnn.js';
import { mlp } from './networks/mlp.js';
import { biGru, biLstm, gru, lstm } from './networks/recurrent.js';
import { resNet } from './networks/res-net.js';
import { qclMixNet } from './qcl-mixnet/qcl-mixnet.js';

export type { ClassifierEntry } from './classifier-entry.js';

export const classifiers: readonly ClassifierEntry[] = [
  qclMixNet,
  mlp,
  resNet,
  gru,
  lstm,
  biGru,
  biLstm,
  cnn,
  gcn,
  graphSage,
  gat,
  gin,
  jkNet,
];
