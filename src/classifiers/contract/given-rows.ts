/** Why options of held-out rows have no effect where validation rows are given. */
import type { EffectRule } from './option-effects.js';

/** The parts of a rule besides its options. */
export const UNLESS_ROWS_ARE_GIVEN: Omit<EffectRule<unknown>, 'options'> = {
  acts: (_, { validation }) => validation !== 'given',
  because:
    'validation rows are given (with protocol paper they are the test rows), so that none are held out',
  fix: 'give no validation rows (protocol honest)',
};
