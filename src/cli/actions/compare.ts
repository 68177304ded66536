/** The work of `qcl-mixnet compare`. */
import { existsSync } from 'node:fs';
import { InputError } from '../../errors.js';
import { saveModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import type { ClassifierChoice } from '../../pipeline/comparison/classifier-choices.js';
import { CLASSIFIER_SETS } from '../../pipeline/comparison/classifier-sets.js';
import { AUTO, BEST, finalClassifier } from '../../pipeline/comparison/final-classifier.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import { scoreMetric } from '../../pipeline/score-metrics.js';
import type { ComparisonReportContext } from '../../report/comparison/comparison-report.js';
import { comparisonJson } from '../../results/comparison-json.js';
import { listNames, quote } from '../../text/name-list.js';
import { type CompareCommandOptions, DEFAULT_MODEL } from '../commands/compare.js';
import { compareVisibly, trainFinalVisibly } from '../compare-visibly.js';
import { interruptedExit, uninterrupted } from '../interrupt.js';
import { checkPaths } from '../options/check-paths.js';
import { classifierOptions } from '../options/classifier-options.js';
import { columnOverrides } from '../options/column-options.js';
import { decisionOptions } from '../options/decision-choices.js';
import { settingsFor, typedSettings } from '../options/experiment-choices.js';
import { roleOptions } from '../options/role-options.js';
import { readTableArgument, tableName } from '../options/table-argument.js';
import { comparisonText, expectedOf, finalModelText } from '../output/comparison-output.js';
import { writeError, writeJson, writeResult } from '../output/output.js';
import { writeComparisonReport } from '../output/write-comparison-report.js';

export async function compare(path: string, options: CompareCommandOptions): Promise<void> {
  const classifiers = chosenClassifiers(options);
  // A name that is not valid is refused before the table is read.
  if (options.metric !== undefined) scoreMetric(options.metric);
  checkFinal(options, classifiers);
  const model = modelPath(options);
  await checkPaths(
    [
      ['the table', path],
      ['--cost-file', options.costFile],
    ],
    [
      ['--model', model],
      ['--report', options.report],
    ],
  );
  const decision = await decisionOptions(options.decide, options);
  const table = await readTableArgument(path, options);
  const shared = {
    ...decision,
    overrides: columnOverrides(options),
    mergeLabels: options.mergeLabels,
    memoryLimitBytes: options.memoryLimit,
    executor: new ThreadPool({ threads: options.jobs }),
  };
  const { comparison, interrupted } = await compareVisibly(
    table,
    {
      ...shared,
      ...roleOptions(options),
      target: options.target,
      manyClasses: options.manyClasses,
      classifiers,
      folds: options.folds,
      repeats: options.repeats,
      seed: options.seed,
      metric: options.metric,
      timeLimitSeconds: options.timeLimit,
    },
    options,
  );
  await uninterrupted(async () => {
    if (options.json) await writeJson(comparisonJson(comparison));
    else await writeResult(comparisonText(comparison));
    let finalModel: ComparisonReportContext['finalModel'];
    try {
      if (interrupted) {
        writeError('interrupted: no model was saved');
        throw interruptedExit();
      }
      if (model !== undefined) {
        const chosen = finalClassifier(comparison, options.final);
        const final = { ...shared, keepRows: options.keepRows };
        const trained = await trainFinalVisibly(table, comparison, chosen, final, options);
        await saveModel(trained, model);
        finalModel = { model: trained, file: model, expected: expectedOf(trained, comparison.metric) };
        if (!options.json) await writeResult(finalModelText(trained, model, comparison.metric));
      }
    } finally {
      // The comparison gets its report even if no model was saved.
      if (options.report !== undefined) {
        await writeComparisonReport(options.report, comparison, { table: tableName(path), finalModel });
        if (!options.json) await writeResult(`The report with its figures is ${options.report}.\n`);
      }
    }
  });
}

/** Each once, sets expanded, with the settings that apply to it. */
function chosenClassifiers(options: CompareCommandOptions): ClassifierChoice[] {
  const { classifiers = ['fast'] } = options;
  const names = classifiers.flatMap((name) => CLASSIFIER_SETS.get(name) ?? [name]);
  const entries = [...new Set(names)].map(findClassifier);
  const settings = typedSettings(options);
  return entries.map((entry) => {
    const chosen = classifierOptions(entry, settingsFor(entry, settings, entries));
    return { name: entry.name, options: chosen } as ClassifierChoice;
  });
}

/** An invalid name is refused before anything is computed. */
function checkFinal({ final, model }: CompareCommandOptions, classifiers: readonly ClassifierChoice[]): void {
  if (model === false && final !== AUTO) {
    throw new InputError(`--final ${final} cannot be combined with --no-model: drop one of them`);
  }
  const names = [...new Set([AUTO, BEST, ...classifiers.map(({ name }) => name)])];
  if (names.includes(final)) return;
  throw new InputError(`--final ${quote(final)}: choose one of ${listNames(names, names.length)}`);
}

/** Undefined if no model is to be saved. An existing file of the default's name is only replaced if it is named. */
function modelPath({ model }: CompareCommandOptions): string | undefined {
  if (model === false) return undefined;
  if (model !== undefined) return model;
  if (!existsSync(DEFAULT_MODEL)) return DEFAULT_MODEL;
  throw new InputError(
    `${DEFAULT_MODEL} already exists: name a file with --model (the same name replaces it), or add --no-model`,
  );
}
