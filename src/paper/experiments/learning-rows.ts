/** What a configuration does with its training rows: whether rows choose its checkpoint, and the share that it learns on. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { classifiers } from '../../classifiers/registry.js';
import type { CellDescription } from './cell.js';

/** Options that stop boosting by its loss on validation rows. */
const STOPPING = ['earlyStoppingRounds', 'nIterNoChange'];
/** Boosting that, once stopped, is fitted again on all rows. */
const FITTED_AGAIN: ReadonlySet<string> = new Set(['boosting']);

/**
 * Whether validation rows choose the checkpoint: of networks, and of boosting with early stopping. For all others the
 * protocols are the same training. True for a classifier that this version does not have.
 */
export function choosesCheckpoint(cell: Pick<CellDescription, 'classifier' | 'options'>): boolean {
  const entry = entryOf(cell);
  return entry === undefined || isNetwork(entry) || STOPPING.some((name) => cell.options[name] != null);
}

/**
 * The share of the training rows that the parameters are learned on; the others choose the checkpoint. With the
 * protocol `paper`, whose test rows choose it, and with `refit` it is 1. Undefined for a classifier or options that
 * this version does not have.
 */
export function shareLearned(
  cell: Pick<CellDescription, 'classifier' | 'options' | 'protocol'>,
): number | undefined {
  const entry = entryOf(cell);
  if (entry === undefined) return undefined;
  if (cell.protocol === 'paper' || !choosesCheckpoint(cell) || FITTED_AGAIN.has(entry.name)) return 1;
  const resolved = entry.options.safeParse(cell.options);
  if (!resolved.success) return undefined;
  const { validationFraction, refit } = resolved.data as { validationFraction: number; refit?: boolean };
  return refit ? 1 : 1 - validationFraction;
}

function isNetwork({ options }: ClassifierEntry): boolean {
  return 'snapshots' in options.shape;
}

function entryOf({ classifier }: Pick<CellDescription, 'classifier'>): ClassifierEntry | undefined {
  return classifiers.find(({ name }) => name === classifier);
}
