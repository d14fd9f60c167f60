import type { Profile } from '../../lambdas/core/profiles/profile.ts';
import type { SettingsFile } from './settings-file.ts';

/** An account and region that are known at synth. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

export type EnvironmentSettings = Omit<SettingsFile['environments'][number], 'account' | 'region'> & Place;

/** `mandate.config.json` with its profiles: checked, complete, nothing left to guess. */
export interface Settings {
  readonly hub: Place;
  readonly environments: readonly EnvironmentSettings[];
  readonly workloadIssuers: SettingsFile['workloadIssuers'];
  readonly workforceIssuer?: SettingsFile['workforceIssuer'];
  readonly busName: string;
  readonly emitterAccounts: readonly string[];
  readonly alarmsEmail?: string | undefined;
  /** Whether there is a CloudWatch dashboard. */
  readonly dashboard: boolean;
  readonly profiles: readonly Profile[];
}
