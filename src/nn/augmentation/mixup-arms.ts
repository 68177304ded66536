/** The settings of mixup among which a learned schedule chooses. */
import type { MixupSetting } from './mixup-draws.js';

/**
 * The given setting, first; no mixup; a quarter and four times its alpha; and its nearest neighbour alone, and three times as
 * many neighbours. Without those that would occur twice.
 */
export function mixupArms({ alpha, neighbours }: MixupSetting): readonly MixupSetting[] {
  return [
    { alpha, neighbours },
    { alpha, neighbours: 0 },
    { alpha: alpha / 4, neighbours },
    { alpha: 4 * alpha, neighbours },
    ...(neighbours > 1 ? [{ alpha, neighbours: 1 }] : []),
    { alpha, neighbours: 3 * neighbours },
  ];
}
