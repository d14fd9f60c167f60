/** The function was deployed without a variable that it needs. */
export class VariableMissingError extends Error {
  readonly code = 'variable-missing';
  readonly resolution = 'deploy the control plane stack again';

  constructor(name: string) {
    super(`the environment variable ${name} is not set`);
    this.name = 'VariableMissingError';
  }
}

/** @throws VariableMissingError */
export const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new VariableMissingError(name);
  return value;
};
