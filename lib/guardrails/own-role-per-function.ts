import { type Guardrail, property, referenced, resourcesOf } from './template.ts';

/** A shared role would give each function what the other needs. */
export const ownRolePerFunction: Guardrail = {
  name: 'own-role-per-function',
  description: 'every Lambda function has a role that no other one has',
  fix: 'create the function with MandateFunction, which gives it a role of its own',
  violations: (template) => {
    const roles = resourcesOf(template, 'AWS::Lambda::Function').map(([id, lambda]) => ({
      id,
      role: referenced(property(lambda, 'Role')),
    }));
    return roles
      .filter(
        ({ id, role }) => role === undefined || roles.some((other) => other.id !== id && other.role === role),
      )
      .map(({ id }) => id);
  },
};
