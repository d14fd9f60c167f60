import { join } from 'node:path';
import { writeBundle } from '../../lib/constructs/bundle.ts';
import type { FunctionName } from '../../lib/stacks/function-permissions.ts';
import { repository } from '../../local/environment/instance.ts';
import type { World } from './world.ts';

export const entryOf = (name: FunctionName): string =>
  join(repository, 'lambdas', 'handlers', name, 'handler.ts');

/** A function as it is deployed. @returns the folder of its bundle and its deployment file */
export const bundleFolder = ({ instance, deployment }: World, name: FunctionName): string =>
  writeBundle(join(instance.directory, 'bundles'), name, entryOf(name), JSON.stringify(deployment));
