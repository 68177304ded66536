// Tests whether two implementations have equal scores, from pairs of scores on the same rows: the pooled difference must be
// within two standard errors, and no single comparison beyond three.
import Table from 'cli-table3';

const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const standardError = (list) => {
  const m = mean(list);
  return Math.sqrt(list.reduce((a, b) => a + (b - m) ** 2, 0) / (list.length - 1) / list.length);
};

/** A difference in standard errors; 0 if all runs are equal. */
const inErrors = ({ difference, error }) => (difference === 0 ? 0 : difference / error);

/**
 * Prints a table of comparisons (a map from names, joined by a tab, to pairs of scores) and the verdict;
 * returns the exit code.
 */
export function judge(heads, peer, comparisons, seeds) {
  const table = new Table({
    head: [...heads, 'ours', peer, 'difference', 'standard error', 'in standard errors'],
    style: { head: [], border: [] },
  });
  const rows = [...comparisons].map(([key, pairs]) => {
    const differences = pairs.map((p) => p.ours - p.reference);
    const [difference, error] = [mean(differences), standardError(differences)];
    const cells = [mean(pairs.map((p) => p.ours)), mean(pairs.map((p) => p.reference)), difference, error];
    table.push([
      ...key.split('\t'),
      ...cells.map((v) => v.toFixed(4)),
      inErrors({ difference, error }).toFixed(2),
    ]);
    return { difference, error };
  });
  const pooled = mean(rows.map((r) => r.difference));
  const pooledError = Math.sqrt(rows.reduce((a, r) => a + r.error ** 2, 0)) / rows.length;
  const worst = Math.max(...rows.map((r) => Math.abs(inErrors(r))));
  console.log(table.toString());
  console.log(
    `macro F1, ${seeds} seeds: pooled difference ${pooled.toFixed(4)}, standard error ${pooledError.toFixed(4)} ` +
      `(${(pooled / pooledError).toFixed(2)} standard errors; allowed 2); largest single ${worst.toFixed(2)} (allowed 3)`,
  );
  return Math.abs(pooled / pooledError) <= 2 && worst <= 3 ? 0 : 1;
}
