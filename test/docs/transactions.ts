/** The table that the examples of the README and of docs/ are about: payments, of which a few are fraud. */
import { RandomStream } from '../../src/engine/random/random-stream.js';

/** As CSV: 150 rows, 12 of them (8 %) fraud; a column of text and a few missing cells. */
export function transactionsCsv(): string {
  const random = new RandomStream(1, 'transactions');
  const lines = ['amount,hour,country,account_age,fraud'];
  for (let row = 0; row < 150; row++) {
    const fraud = row % 25 < 2;
    const amount = (fraud ? 900 : 120) * Math.exp(0.5 * random.normal());
    const hour = (fraud ? 3 : 14) + 2 * random.normal();
    const country = ['DE', 'FR', 'BR'][Math.floor(random.uniform() * 3)];
    const accountAge = row % 40 === 7 ? '' : (Math.exp(random.normal()) * (fraud ? 20 : 400)).toFixed(0);
    lines.push(`${amount.toFixed(2)},${hour.toFixed(1)},${country},${accountAge},${fraud ? 'yes' : 'no'}`);
  }
  return `${lines.join('\n')}\n`;
}
