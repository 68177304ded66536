/** The action of a command, whose modules are loaded only when the command runs: not for its help or a wrong argument. */
export function loadAction<Given extends unknown[]>(
  load: () => Promise<(...given: Given) => Promise<void>>,
): (...given: Given) => Promise<void> {
  return async (...given) => (await load())(...given);
}
