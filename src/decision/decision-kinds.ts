/** All kinds of decisions, a plain list: a saved model names the kind of its decision. */
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import { firstIssues } from '../text/first-issues.js';
import { listNames, quote } from '../text/name-list.js';
import { alertsKind } from './alerts.js';
import { argmax } from './argmax.js';
import { costKind } from './cost.js';
import type { Decision, DecisionKind } from './decision.js';
import { floorKind } from './floor.js';
import { weightedArgmax } from './weighted-argmax.js';

export const decisionKinds: readonly DecisionKind[] = [
  argmax,
  weightedArgmax,
  floorKind,
  alertsKind,
  costKind,
];

/**
 * The decision whose `toJSON` gave `json`.
 *
 * @param classes the labels in the order of the probabilities
 * @throws InputError for an unknown kind (with those that are known) and for settings that do not fit it or the classes.
 */
export function reviveDecision(json: unknown, classes: readonly Label[]): Decision {
  const name = (json as { kind?: unknown } | null | undefined)?.kind;
  const kind = decisionKinds.find((each) => each.kind === name);
  if (kind === undefined) {
    const known = decisionKinds.map((each) => each.kind);
    const given = typeof name === 'string' ? quote(name) : 'not named';
    throw new InputError(
      `the kind of its decision is ${given}; known kinds: ${listNames(known, known.length)}. ` +
        'A newer version may know others',
    );
  }
  const parsed = kind.schema.safeParse(json);
  if (!parsed.success) throw new InputError(`its decision ${kind.kind}: ${firstIssues(parsed.error)}`);
  return kind.revive(parsed.data, classes);
}
