/** What is wrong in the paper's tables, and how it is read here. */
import { paperSlipNotes } from './paper-results.js';

/** Whole sentences; the notes on single cells and what Table 6 and section 5.2 recompute to. */
export function paperSlips(): string[] {
  return [
    ...paperSlipNotes,
    'Table 1 prints the numbers of rows as parameters, counts the target among the features of multi-class data sets, and gives their imbalance ratios for the test part.',
    'Tables 2 and 3 print accuracies of .00 that Table 6 treats as missing: its chi-squared of accuracy (99.42) is that without lymph and one-hundred-plants-texture.',
    'The chi-squared of the test over metrics (29.68, 20 degrees of freedom) has p = 0.075, not 0.0144; only Iman and Davenport’s F is below 0.05, and the test is not valid at all.',
    'Tables 4 and 5 recompute to mean drops of 23.7 % without mixup, 23.2 % without attention and 18.7 % without quantum layers; section 5.2 prints 24.5, 23.2 and 11.5 %.',
    'Macro F1 is defined as the harmonic mean of macro precision and macro recall (Eq. 23), but the tables do not follow it; here it is the mean of the classes’ F1.',
  ];
}
