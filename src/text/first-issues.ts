/** The issues of a schema, in a short message. */
import * as z from 'zod';

const MOST_ISSUES = 5;
const MOST_CHARACTERS = 2000;

/** The first five issues, as zod words them, and the number of others. */
export function firstIssues({ issues }: z.ZodError): string {
  const text = z.prettifyError({ issues: issues.slice(0, MOST_ISSUES) });
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text;
  const left = issues.length - MOST_ISSUES;
  return left > 0 ? `${shown}\n(and ${left} more)` : shown;
}
