/** When options of QCL-MixNet have no effect. */
import type { EffectRule } from '../contract/option-effects.js';
import type { ResolvedQclMixNetOptions } from './options.js';

/** Without the options that the networks of an ensemble do not have. */
type Rule = EffectRule<
  Omit<ResolvedQclMixNetOptions, 'validationFraction' | 'snapshots' | 'refit' | 'folded'>
>;

const CIRCUIT = ['qubits', 'circuitLayers', 'entangler', 'shots'] as const;

const quantumRules: readonly Rule[] = [
  {
    options: ['quantum', ...CIRCUIT, 'thetaInitial'],
    // Both say the same then.
    acts: ({ quantum, without }) => quantum === 'none' || !without.includes('quantum'),
    because: 'without=quantum removes the quantum part',
    fix: 'take quantum out of without',
  },
  {
    options: CIRCUIT,
    acts: ({ quantum }) => quantum === 'circuit',
    because: 'only quantum=circuit has a circuit',
    fix: 'set quantum=circuit',
  },
  {
    options: ['thetaInitial'],
    acts: ({ quantum }) => quantum === 'layers',
    because: 'theta belongs to the entanglement layers, which only quantum=layers has',
    fix: 'set quantum=layers',
  },
];

const mixupRules: readonly Rule[] = [
  {
    options: [
      ...(['mixupNeighbours', 'mixupAlpha', 'mixupLambda', 'mixupSpace', 'mixupRows'] as const),
      ...(['neighbourSearch', 'mixupSchedule'] as const),
    ],
    acts: ({ without }) => !without.includes('mixup'),
    because: 'without=mixup removes mixup',
    fix: 'take mixup out of without',
  },
  {
    options: ['neighbourSearch'],
    acts: ({ mixupRows }) => mixupRows === 'all',
    because: 'among the rows of a batch (mixupRows=batch) the search is exact',
    fix: 'set mixupRows=all',
  },
];

/** A weight of 0 keeps its term out, also of learned weights. */
const startRule = (
  name: 'lossAlpha' | 'intraWeight' | 'interWeight',
  keepsTermsOut: (weight: number) => boolean,
): Rule => ({
  options: [name],
  acts: (options) => options.lossWeights === 'fixed' || keepsTermsOut(options[name]),
  effect: 'only the effect of a start',
  because: 'lossWeights=learned changes the weights of the loss terms from there while it trains',
  fix: 'set lossWeights=fixed',
});

const lossRules: readonly Rule[] = [
  {
    options: ['focalGamma', 'intraWeight', 'interWeight', 'intraForm', 'centroidInitial'],
    acts: ({ lossAlpha }) => lossAlpha > 0,
    because: 'lossAlpha=0 takes the focal loss and the distances to and between centroids out of the loss',
    fix: 'set lossAlpha above 0',
  },
  {
    options: [
      ...(['temperature', 'contrastiveReduction', 'margin', 'minerEpsilon'] as const),
      ...(['tripletEmbedding', 'tripletDistance', 'tripletReduction'] as const),
    ],
    acts: ({ lossAlpha }) => lossAlpha < 1,
    because: 'lossAlpha=1 takes the contrastive and the triplet loss out of the loss',
    fix: 'set lossAlpha below 1',
  },
  {
    options: ['intraForm'],
    acts: ({ intraWeight }) => intraWeight > 0,
    because: 'intraWeight=0 takes the distance to the centroids out of the loss',
    fix: 'set intraWeight above 0',
  },
  {
    options: ['centroidInitial'],
    acts: ({ intraWeight, interWeight }) => intraWeight > 0 || interWeight > 0,
    because: 'intraWeight=0 and interWeight=0 take the centroids out of the loss',
    fix: 'set one of them above 0',
  },
  {
    options: ['projectionWidth', 'embeddingWidth'],
    acts: ({ metricSpace }) => metricSpace === 'embedding',
    because: 'only metricSpace=embedding has a projection head',
    fix: 'set metricSpace=embedding',
  },
  startRule('lossAlpha', (weight) => weight === 0 || weight === 1),
  startRule('intraWeight', (weight) => weight === 0),
  startRule('interWeight', (weight) => weight === 0),
];

/** Of the options that `networkOptions` does not have. */
export const qclRules = [...quantumRules, ...mixupRules, ...lossRules];
