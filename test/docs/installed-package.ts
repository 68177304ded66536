/**
 * A project of a user in a temporary folder with this package installed as npm would install it: from the
 * packed files, so that whatever is missing in them is missing here. The dependencies are linked instead of
 * fetched; nothing is asked of a registry.
 */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };
import { type Result, Workplace } from '../cli/built-program.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What npm must not do in a test. */
const OFFLINE = {
  npm_config_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};

export class InstalledPackage extends Workplace {
  /** Installs; `devDependencies` are linked beside the package for the project's own use. */
  async install(devDependencies: readonly string[] = []): Promise<this> {
    await this.command('npm', ['pack', ROOT, '--ignore-scripts', '--pack-destination', '.']);
    const tarball = `${manifest.name}-${manifest.version}.tgz`;
    const target = join('node_modules', manifest.name);
    mkdirSync(this.path(target), { recursive: true });
    await this.command('tar', ['-xzf', tarball, '--strip-components=1', '-C', target]);
    // Beside the package, not in it: what it does not declare must not be found.
    for (const name of [...Object.keys(manifest.dependencies), ...devDependencies]) {
      const link = this.path(join('node_modules', name));
      mkdirSync(join(link, '..'), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), link);
    }
    const dependencies = { [manifest.name]: manifest.version };
    this.write(
      'package.json',
      JSON.stringify({ name: 'a-project', type: 'module', private: true, dependencies }),
    );
    // Makes node_modules/.bin as an installation does.
    await this.command('npm', ['rebuild', '--ignore-scripts']);
    return this;
  }

  /** Runs a command in the project without a network. Throws what it printed when it fails. */
  async command(command: string, args: readonly string[]): Promise<Result> {
    const result = await this.runCommand(command, args, { env: OFFLINE });
    if (result.code !== 0) {
      const called = [command, ...args].join(' ');
      throw new Error(
        `${called} ended with ${result.code ?? result.signal}:\n${result.stderr}${result.stdout}`,
      );
    }
    return result;
  }
}
