/** Parquet's dates and times as ISO 8601 text, without losing micro- or nanoseconds as `Date` would. */

const DAY_MILLISECONDS = 86_400_000;

/** Days since 1970-01-01 as `YYYY-MM-DD`. */
export function isoDate(days: number): string {
  return new Date(days * DAY_MILLISECONDS).toISOString().slice(0, -'T00:00:00.000Z'.length);
}

/** A count of units since 1970-01-01T00:00Z as text; `digits` is 3, 6 or 9 for milli-, micro-, nanoseconds. */
export function isoTimestamp(count: bigint, digits: number): string {
  const perSecond = 10n ** BigInt(digits);
  const fraction = ((count % perSecond) + perSecond) % perSecond;
  const seconds = (count - fraction) / perSecond;
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, -'.000Z'.length);
  return `${whole}.${fraction.toString().padStart(digits, '0')}Z`;
}
