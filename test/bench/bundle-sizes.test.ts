import { describe, expect, it } from 'vitest';
import { contributions } from '../../bench/cold-start/bundle-sizes.ts';

describe('the parts of a bundle', () => {
  it('are summed up by the innermost package, the largest first', () => {
    const inputs = [
      { path: 'lambdas/handlers/broker/handler.ts', bytes: 5 },
      { path: 'lambdas/core/kernel/result.ts', bytes: 2 },
      { path: 'node_modules/zod/v4/core.js', bytes: 20 },
      { path: 'node_modules/@aws-sdk/core/dist/a.js', bytes: 4 },
      { path: 'node_modules/@aws-sdk/core/dist/b.js', bytes: 6 },
      { path: 'node_modules/@aws-sdk/core/node_modules/zod/x.js', bytes: 1 },
    ];

    expect(contributions(inputs)).toEqual([
      { from: 'zod', bytes: 21 },
      { from: '@aws-sdk/core', bytes: 10 },
      { from: 'mandate', bytes: 7 },
    ]);
  });
});
