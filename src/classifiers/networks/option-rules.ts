/** When the shared options of networks have no effect. */
import { UNLESS_ROWS_ARE_GIVEN } from '../contract/given-rows.js';
import type { EffectRule } from '../contract/option-effects.js';
import type { ResolvedNetworkOptions } from './network-options.js';

type Rule<Names extends keyof ResolvedNetworkOptions> = EffectRule<Pick<ResolvedNetworkOptions, Names>>;

/** Of the learning rate. */
export const scheduleRules: readonly Rule<
  'schedule' | 'learningRate' | 'maximumLearningRate' | 'scheduleStep'
>[] = [
  {
    options: ['learningRate'],
    acts: ({ schedule }) => schedule === 'constant',
    because: 'it is the rate of schedule=constant, and that of one-cycle is maximumLearningRate',
    fix: 'set schedule=constant or maximumLearningRate',
  },
  {
    options: ['maximumLearningRate', 'scheduleStep'],
    acts: ({ schedule }) => schedule === 'one-cycle',
    because: 'only the one-cycle policy has a highest rate and steps',
    fix: 'set schedule=one-cycle',
  },
];

/** Of the rows that choose the epoch. */
const validationRules: readonly Rule<'validationFraction' | 'refit' | 'snapshots'>[] = [
  { options: ['validationFraction', 'refit'], ...UNLESS_ROWS_ARE_GIVEN },
  {
    options: ['validationFraction', 'refit'],
    acts: (_, { validation }) => validation !== 'none',
    because: "no rows are held out with validation: 'none'",
    fix: 'omit validation',
  },
  {
    options: ['snapshots'],
    acts: (_, { validation }) => validation !== 'none',
    because: 'no rows choose an epoch, so that the last one is kept',
    fix: 'hold out rows by validationFraction, such as 0.2',
  },
  {
    options: ['refit', 'snapshots'],
    acts: ({ validationFraction }, { validation }) => validation === 'given' || validationFraction > 0,
    because: 'validationFraction=0 holds out no rows, so that the last epoch is kept',
    fix: 'set validationFraction above 0',
  },
  {
    options: ['snapshots'],
    acts: ({ refit }, { validation }) => !refit || validation === 'given',
    because: 'with refit=true the network that is trained on all rows is kept alone',
    fix: 'set refit=false',
  },
];

/** Of all options in `networkOptions`. */
export const networkRules = [...scheduleRules, ...validationRules];
