/** Every function of the control plane, sorted. */
export const FUNCTION_NAMES = [
  'broker',
  'compiler',
  'lifecycle',
  'outbox',
  'provisioner',
  'stopper',
  'sweeper',
  'verifier',
] as const;
