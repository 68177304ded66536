import { findClassifier } from '../../pipeline/find-classifier.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { namesOption, shellWord } from '../../text/shell-word.js';

/** The `train` command with what a model keeps of its options: those of columns and of the decision are not among them. */
export function trainingCommand({ classifier, provenance }: TableClassifier): string {
  const { target, seed, protocol, roles } = provenance;
  const option = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`--${name} ${shellWord(value)}`];
  const defaults = new Map<string, unknown>(
    Object.entries(findClassifier(classifier.name).options.parse({})),
  );
  const changed = Object.entries(classifier.toJSON().options as Record<string, unknown>).filter(
    ([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(defaults.get(name)),
  );
  const words = [
    'qcl-mixnet train TABLE',
    ...option('target', target),
    ...option('classifier', classifier.name),
    ...changed.flatMap(([name, value]) =>
      option('set', `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`),
    ),
    ...option('protocol', protocol === 'honest' ? undefined : protocol),
    ...option('seed', String(seed)),
    ...option('group', roles?.group),
    ...option('time', roles?.time),
    ...option('weight', roles?.weight),
    ...(roles !== undefined && roles.ids.length > 0 ? [namesOption('--id', roles.ids)] : []),
    ...(roles?.stratify === false ? ['--no-stratify'] : []),
  ];
  return words.join(' ');
}
