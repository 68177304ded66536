/** The time of a line of the log as a field of JSON, in ISO 8601; many lines share a millisecond. */
export function timeField(): () => string {
  let [last, field] = [0, ''];
  return () => {
    const now = Date.now();
    if (now !== last) {
      last = now;
      field = `,"time":"${new Date(now).toISOString()}"`;
    }
    return field;
  };
}
