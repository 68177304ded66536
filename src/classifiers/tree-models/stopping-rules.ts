/** When the options of early stopping have no effect. */
import { UNLESS_ROWS_ARE_GIVEN } from '../contract/given-rows.js';
import type { EffectRule } from '../contract/option-effects.js';

/**
 * Rules of `validationFraction` and, if it has other options, of `others`.
 *
 * @param stopping the name of the option that turns early stopping on
 */
export function stoppingRules<Stopping extends string, Other extends string = never>(
  stopping: Stopping,
  others: readonly Other[] = [],
): readonly EffectRule<Partial<Record<Stopping, number>> & Record<'validationFraction' | Other, unknown>>[] {
  return [
    {
      options: ['validationFraction', ...others],
      acts: (options) => options[stopping] !== undefined,
      because: 'rows are held out for early stopping alone',
      fix: `set ${stopping}`,
    },
    { options: ['validationFraction'], ...UNLESS_ROWS_ARE_GIVEN },
  ];
}
