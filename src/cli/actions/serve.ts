/** The work of `qcl-mixnet serve`. */
import { createService } from '../../service/create-service.js';
import { ModelRegistry } from '../../service/models/model-registry.js';
import type { ServeArguments } from '../commands/serve.js';
import { interruptible } from '../interrupt.js';
import { writeError } from '../output/output.js';

export async function serve(models: string[], { host, port }: ServeArguments): Promise<void> {
  const registry = await ModelRegistry.open(models);
  const app = await createService(registry);
  const address = await app.listen({ host, port });
  writeError(`serving ${models.length} models at ${address}`);
  await interruptible(
    () => {},
    async (signal) => {
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  );
  await app.close();
  await registry.close();
}
