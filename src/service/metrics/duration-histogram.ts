/**
 * A histogram of durations with labels as prom-client has them. Its own hashes the labels of every observation, which costs as
 * much as a route; here they are put together only when the metrics are asked for.
 */

/** Seconds: from the fastest answers for one row to large batches. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Of each bucket alone, the last one without an upper end. */
  readonly counts: Float64Array;
  sum: number;
}

export class DurationHistogram {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly #series = new Map<string, Series>();

  constructor(
    readonly name: string,
    readonly help: string,
  ) {}

  /**
   * @param key of the labels
   * @param labels called for the first observation with the key
   */
  observe(key: string, seconds: number, labels: () => Readonly<Record<string, string>>): void {
    let series = this.#series.get(key);
    if (series === undefined) {
      series = { labels: labels(), counts: new Float64Array(BUCKETS.length + 1), sum: 0 };
      this.#series.set(key, series);
    }
    let bucket = 0;
    while (bucket < BUCKETS.length && seconds > BUCKETS[bucket]) bucket++;
    series.counts[bucket]++;
    series.sum += seconds;
  }

  reset(): void {
    this.#series.clear();
  }

  /** Called by the registry of prom-client. */
  async get() {
    const { name, help, type, aggregator } = this;
    const values = [...this.#series.values()].flatMap(({ labels, counts, sum }) => {
      let total = 0;
      const buckets = Array.from(counts, (count, i) => {
        total += count;
        const le = i < BUCKETS.length ? String(BUCKETS[i]) : '+Inf';
        return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: total };
      });
      return [
        ...buckets,
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: total },
      ];
    });
    return { name, help, type, aggregator, values };
  }
}
