/** Parquet's dates and times as ISO 8601 text, without losing micro- or nanoseconds as `Date` would. */

const DAY_MILLISECONDS = 86_400_000;
const DAY_SECONDS = 86_400;
/** Size of the cache of day texts: the times of a table are on few days, and the day takes most of the time. */
const MOST_KEPT_DAYS = 1 << 16;
const TWO_DIGITS = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));

const texts = new Map<number, string>();

/** Days since 1970-01-01 as `YYYY-MM-DD`. Throws `RangeError` beyond the years of `Date`. */
export function isoDate(days: number): string {
  let text = texts.get(days);
  if (text === undefined) {
    text = new Date(days * DAY_MILLISECONDS).toISOString().slice(0, -'T00:00:00.000Z'.length);
    if (texts.size === MOST_KEPT_DAYS) texts.clear();
    texts.set(days, text);
  }
  return text;
}

/**
 * A count of units since 1970-01-01T00:00Z as text; `digits` is 3, 6 or 9 for milli-, micro-, nanoseconds. A number has
 * to be a safe integer.
 */
export function isoTimestamp(count: bigint | number, digits: number): string {
  const perSecond = 10 ** digits;
  let seconds: number;
  let fraction: number;
  if (typeof count === 'number') {
    seconds = Math.floor(count / perSecond);
    fraction = count - seconds * perSecond;
  } else {
    const unit = BigInt(perSecond);
    const rest = ((count % unit) + unit) % unit;
    seconds = Number((count - rest) / unit);
    fraction = Number(rest);
  }
  const day = Math.floor(seconds / DAY_SECONDS);
  const second = seconds - day * DAY_SECONDS;
  const time = `${TWO_DIGITS[Math.floor(second / 3600)]}:${TWO_DIGITS[Math.floor(second / 60) % 60]}:${TWO_DIGITS[second % 60]}`;
  return `${isoDate(day)}T${time}.${String(fraction).padStart(digits, '0')}Z`;
}
