import { GUARDRAILS } from '../../lib/guardrails/guardrails.ts';
import { code, type GeneratedFile, pageFile, tableOf } from './generated-file.ts';

/** The rules that every synthesized template has to pass. */
export const guardrailsPage = (): GeneratedFile =>
  pageFile('guardrails.md', [
    '# Guardrails',
    'Checked on every template at synth, beside cdk-nag. None of them can be acknowledged away.',
    tableOf(
      ['rule', 'says', 'what to do about a violation'],
      GUARDRAILS.map(({ name, description, fix }) => [code(name), description, fix]),
    ),
  ]);
