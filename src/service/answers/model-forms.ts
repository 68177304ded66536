/** How requests to a model are checked and answered: made once for each version of a model. */
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { RowSchema } from '../schemas/row-schema.js';
import { AnswerText } from './answer-text.js';

export interface ModelForm {
  readonly rows: RowSchema;
  readonly text: AnswerText;
}

export class ModelForms {
  readonly #forms = new WeakMap<TableClassifier, ModelForm>();

  of(model: TableClassifier): ModelForm {
    const known = this.#forms.get(model);
    if (known !== undefined) return known;
    const form = { rows: new RowSchema(model), text: new AnswerText(model) };
    this.#forms.set(model, form);
    return form;
  }
}
