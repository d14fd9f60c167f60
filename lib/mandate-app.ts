import { join } from 'node:path';
import { type App, Tags, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { writeBundle } from './constructs/bundle.ts';
import { Guardrails } from './guardrails/guardrails.ts';
import type { Place, Settings } from './settings/settings.ts';
import { type CodeOf, ControlPlaneStack } from './stacks/control-plane-stack.ts';
import { StateStack } from './stacks/state-stack.ts';
import { WorkloadStack } from './stacks/workload-stack.ts';

const HANDLERS = join(import.meta.dirname, '..', 'lambdas', 'handlers');

/** Bundles the handlers of this checkout into the app's output folder. */
export const bundledCode =
  (outdir: string): CodeOf =>
  (name, deployment) =>
    Code.fromAsset(
      writeBundle(join(outdir, 'bundles'), name, join(HANDLERS, name, 'handler.ts'), deployment),
    );

const envOf = ({ account, region }: Place) => ({ account, region });

/** Puts every stack into the app, with the rules that each of them has to pass. */
export const addMandate = (app: App, settings: Settings, codeOf: CodeOf): void => {
  const hub = { env: envOf(settings.hub) };
  const state = new StateStack(app, 'MandateState', { ...hub, description: 'Mandate: state of record' });
  const controlPlane = new ControlPlaneStack(app, 'MandateControlPlane', {
    ...hub,
    description: 'Mandate: bus, functions, API and alarms',
    settings,
    streamArn: state.streamArn,
    codeOf,
  });
  // the table's name is fixed, so nothing else tells CloudFormation that it has to come first
  controlPlane.addStackDependency(state);
  for (const environment of settings.environments) {
    new WorkloadStack(app, `MandateWorkload-${environment.name}`, {
      env: envOf(environment),
      description: `Mandate: what agents of ${environment.name} need`,
      settings,
      environment,
    });
  }
  Tags.of(app).add('application', 'mandate');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new Guardrails());
};
