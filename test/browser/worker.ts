/** The Web Worker of the page: one training a message. */
import { runClassifier } from './balance-scale-run.js';

addEventListener('message', async ({ data }: MessageEvent<Parameters<typeof runClassifier>>) => {
  postMessage(await runClassifier(...data));
});

// A rejection becomes an error event of the worker, which the page waits for.
addEventListener('unhandledrejection', ({ reason }) => {
  reportError(reason);
});
