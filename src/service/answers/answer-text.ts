/** Answers as text: JSON, JSON lines and CSV. */
import type { Label } from '../../matrix.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { csvLine } from '../../results/csv-line.js';
import type { RowAnswer } from './row-answer.js';

/** Decimal digits that distinguish any two 32-bit floats, which probabilities are. */
const FLOAT_DIGITS = 9;

const EXTRAS = ['predictionSet', 'reviewReason', 'reasonsAbout', 'reasons', 'novelty'] as const;

export class AnswerText {
  readonly #classes: readonly string[];
  /** `"label":`, which starts its probability. */
  readonly #keys: readonly string[];
  readonly #labels = new Map<Label, string>();

  constructor({ classes, decision }: Pick<TableClassifier, 'classes' | 'decision'>) {
    this.#classes = classes.map(String);
    this.#keys = this.#classes.map((label, c) => `${c === 0 ? '' : ','}${JSON.stringify(label)}:`);
    for (const label of decision.actionsOf?.(classes) ?? classes) {
      this.#labels.set(label, JSON.stringify(label));
    }
  }

  /** Written by hand: this is most of the work of a request with one row. */
  jsonOf(row: RowAnswer): string {
    const { prediction, probabilities } = row;
    let text = `{"prediction":${this.#labels.get(prediction) ?? JSON.stringify(prediction)},"probabilities":{`;
    for (let c = 0; c < this.#keys.length; c++) {
      text += this.#keys[c] + probabilities[this.#classes[c]];
    }
    text += '}';
    for (const name of EXTRAS) {
      if (row[name] !== undefined) text += `,"${name}":${JSON.stringify(row[name])}`;
    }
    return `${text}}`;
  }

  /** @param first one of the rows; undefined if there are none */
  csvHeader(first: RowAnswer | undefined): string {
    return csvLine([
      'prediction',
      ...this.#classes.map((label) => `probability_${label}`),
      ...(first?.predictionSet === undefined ? [] : ['prediction_set']),
      ...(first?.reviewReason === undefined ? [] : ['review_reason']),
      ...(first?.reasonsAbout === undefined ? [] : ['reasons_label', 'reasons_scale']),
      ...(first?.reasons === undefined ? [] : ['reasons']),
      ...(first?.novelty === undefined ? [] : ['novelty_p_value', 'novel']),
    ]);
  }

  csvOf(row: RowAnswer): string {
    const { prediction, probabilities, predictionSet, reviewReason, reasonsAbout, reasons, novelty } = row;
    return csvLine([
      String(prediction),
      ...this.#classes.map((label) => String(Number(probabilities[label].toPrecision(FLOAT_DIGITS)))),
      ...(predictionSet === undefined ? [] : [predictionSet.join('|')]),
      ...(reviewReason === undefined ? [] : [reviewReason]),
      ...(reasonsAbout === undefined ? [] : [String(reasonsAbout.label), reasonsAbout.scale]),
      ...(reasons === undefined ? [] : [reasons.map(({ text }) => text).join('; ')]),
      ...(novelty === undefined ? [] : [String(novelty.pValue), String(novelty.isNovel)]),
    ]);
  }
}
