import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGE, PlaceMissingError, withSection } from '../../bench/report/page.ts';
import { SECTIONS } from '../../bench/sections.ts';
import { REPOSITORY } from '../support/settings.ts';

describe('the page of figures', () => {
  it.each(SECTIONS.map(({ name }) => name))('has a place for %s', (name) => {
    const page = readFileSync(join(REPOSITORY, PAGE), 'utf8');

    const written = withSection(page, name, ['## Measured', 'Much.']);

    expect(written).toContain(`<!-- bench:${name} -->\n\n## Measured\n\nMuch.\n\n<!-- /bench:${name} -->`);
  });

  it('keeps everything beside what is measured anew', () => {
    const page =
      'before\n<!-- bench:one -->\nold\n<!-- /bench:one -->\nbetween\n<!-- bench:two -->\n<!-- /bench:two -->\n';

    const once = withSection(page, 'one', ['new']);

    expect(once).toBe(page.replace('\nold\n', '\n\nnew\n\n'));
    expect(withSection(once, 'one', ['new'])).toBe(once);
  });

  it('does not guess where something belongs', () => {
    expect(() => withSection('nothing', 'one', [])).toThrow(PlaceMissingError);
  });
});
