import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DUE_PARTITION, entriesPartition, rejectedKey } from '../../lambdas/adapters/dynamodb/keys.ts';
import { LOCK_POLICY } from '../../lambdas/adapters/iam/role-state.ts';
import { stopListArn } from '../../lambdas/contracts/resource-names.ts';
import { REPOSITORY } from '../support/settings.ts';
import { templateOf } from '../support/templates.ts';

const FOLDER = join(REPOSITORY, 'docs', 'runbooks');
const PROCEDURES = 'README.md';

const template = templateOf('MandateControlPlane');
const namesOf = (type: string, property: string): readonly string[] =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties[property]);

const alarms = namesOf('AWS::CloudWatch::Alarm', 'AlarmName');
const pages = readdirSync(FOLDER).filter((name) => name !== PROCEDURES);
const textOf = (page: string) => readFileSync(join(FOLDER, page), 'utf8');
const procedures = textOf(PROCEDURES);

/** As GitHub makes them of headings. */
const anchorsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^##+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );

describe('the runbooks', () => {
  it('are one page for each alarm, and no other', () => {
    expect(pages.toSorted()).toEqual(alarms.map((name) => `${name}.md`).toSorted());
  });

  it('are listed where they begin', () => {
    const listed = [...procedures.matchAll(/\[(mandate-[a-z0-9-]+)\]\(\1\.md\)/g)].map(
      ([, name = '']) => name,
    );

    expect([...new Set(listed)].toSorted()).toEqual(alarms.toSorted());
  });

  it.each(pages)('%s has the alarm as its title, and says where to look and what to do', (page) => {
    const text = textOf(page);

    expect(text.startsWith(`# ${page.replace('.md', '')}\n`)).toBe(true);
    expect(anchorsIn(text)).toEqual(expect.arrayContaining(['look', 'do']));
  });

  it.each([...pages, PROCEDURES])('%s names queues, functions and log groups that are there', (page) => {
    const known = new Set([
      ...alarms,
      ...namesOf('AWS::SQS::Queue', 'QueueName'),
      ...namesOf('AWS::Lambda::Function', 'FunctionName'),
      ...namesOf('AWS::Logs::LogGroup', 'LogGroupName').map((name) => name.split('/').at(-1)),
    ]);
    // an agent's role and a page are named after it, too
    const named = [...textOf(page).matchAll(/\bmandate-(?!<)[a-z0-9-]+(?:\.fifo)?/g)].map(([name]) => name);

    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(pages)('%s refers to procedures that are there', (page) => {
    const anchors = [...textOf(page).matchAll(/\(README\.md#([^)]+)\)/g)].map(([, anchor]) => anchor);

    expect(anchors.filter((anchor) => !anchorsIn(procedures).includes(anchor ?? ''))).toEqual([]);
  });

  it('look where Mandate writes', () => {
    const where = { partition: 'aws', account: '$ACCOUNT', environment: 'production' };

    expect(procedures).toContain(`"${rejectedKey('2026-11', '').pk}"`);
    expect(procedures).toContain(`"${entriesPartition('production')}"`);
    expect(procedures).toContain(`"${stopListArn(where)}"`);
    expect(procedures).toContain(`--policy-name ${LOCK_POLICY} `);
    expect(textOf('mandate-sweeper-errors.md')).toContain(`{\\"S\\": \\"${DUE_PARTITION}\\"}`);
  });
});

describe('the README', () => {
  it('says how many alarms are paid for', () => {
    const readme = readFileSync(join(REPOSITORY, 'README.md'), 'utf8');

    expect(readme).toContain(`${alarms.length} alarms at 0.10`);
  });
});
