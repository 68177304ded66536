/** Files that must not outlive the process, however it comes to call `process.exit`. */
import { rmSync } from 'node:fs';

const paths = new Set<string>();

/** Removes `path` when the process exits, until the function that is returned is called. */
export function removeOnExit(path: string): () => void {
  if (paths.size === 0) process.on('exit', removeAll);
  paths.add(path);
  return () => {
    paths.delete(path);
    if (paths.size === 0) process.off('exit', removeAll);
  };
}

function removeAll(): void {
  for (const path of paths) rmSync(path, { force: true });
}
