/** The learned schedule of mixup of a model, as text. */
import type { LearnedMixupSchedule } from '../../classifiers/qcl-mixnet/qcl-mixnet.js';
import { alignedLines } from '../../text/aligned-table.js';

/** A table with one line per class, settings in columns: shares of the epochs. Undefined if none was learned. */
export function mixupText(schedule: LearnedMixupSchedule | undefined): string | undefined {
  if (schedule === undefined) return undefined;
  const { settings, classes } = schedule;
  const names = settings.map(({ alpha, neighbours }) =>
    neighbours === 0 ? 'none' : `${alpha}, ${neighbours}`,
  );
  return [
    'Settings of mixup (alpha, neighbours), shares of the epochs:',
    ...alignedLines([
      ['class', ...names],
      ...classes.map(({ label, epochs }) => [String(label), ...shares(epochs, settings.length)]),
    ]),
  ].join('\n');
}

/** A class with too few rows had the first setting throughout. */
function shares(epochs: readonly (readonly number[])[] | undefined, settings: number): string[] {
  if (epochs === undefined)
    return Array.from({ length: settings }, (_, setting) => (setting === 0 ? 'fixed' : ''));
  const counts = Array.from({ length: settings }, (_, setting) =>
    epochs.reduce((sum, period) => sum + period[setting], 0),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count / total).toFixed(2));
}
