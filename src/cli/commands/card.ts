/** `qcl-mixnet card`: the model card of a model. */
import type { Command } from 'commander';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';

export interface CardOptions extends MessageOptions {
  readonly out?: string;
}

export function addCardCommand(program: Command): void {
  const command = program
    .command('card')
    .description('write the model card of a model: one page about its data, decision, scores and limits')
    .argument('<model>', 'a model that train or compare saved')
    .option(
      '-o, --out <file>',
      'the card: a page (.html) or Markdown (.md) (default: Markdown on standard output)',
    );
  addMessageOptions(command)
    .addHelpText(
      'after',
      `
The card is made from the model file alone: data, preparation, classifier,
decision, expected scores with intervals, calibration, limits, and how to repeat
the training. Markdown has no figures.

Examples:
  $ qcl-mixnet card model.safetensors --out card.html
  $ qcl-mixnet card model.safetensors --out MODEL_CARD.md
  $ qcl-mixnet card model.safetensors | less`,
    )
    .action(loadAction(async () => (await import('../actions/card.js')).card));
}
