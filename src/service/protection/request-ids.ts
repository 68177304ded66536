/** A name for each request, for answers and logs. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Nothing that could be more than a name in a log. */
const PLAIN = /^[\w.:/+=@-]{1,64}$/;

/** The header `x-request-id` of a request if it is plain, else a new name. */
export function requestIds(): (request: Pick<IncomingMessage, 'headers'>) => string {
  const prefix = randomBytes(6).toString('hex');
  let count = 0;
  return ({ headers }) => {
    const given = headers['x-request-id'];
    return typeof given === 'string' && PLAIN.test(given) ? given : `${prefix}-${(++count).toString(36)}`;
  };
}
