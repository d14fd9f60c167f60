import { describe, expect, it } from 'vitest';
import { faultInjector, readFault } from '../../../local/gate/faults.ts';

const putPolicy = {
  service: 'iam',
  operation: 'PutRolePolicy',
  principal: 'arn:aws:sts::1:assumed-role/MandateProvisioner/x',
};
const error = { code: 'Throttling', status: 400 };

describe('faults', () => {
  it('strike the calls that match, as often as asked', async () => {
    const faults = faultInjector();
    faults.add({ match: { service: 'iam', principal: 'MandateProvisioner' }, error, times: 1 });

    await expect(faults.strike({ ...putPolicy, service: 'sts' }, 'before')).resolves.toBeUndefined();
    await expect(faults.strike(putPolicy, 'before')).rejects.toMatchObject(error);
    await expect(faults.strike(putPolicy, 'before')).resolves.toBeUndefined();
  });

  it('can lose the answer of a call that was made', async () => {
    const faults = faultInjector();
    faults.add({ match: { operation: 'PutRolePolicy' }, error, after: true });

    await expect(faults.strike(putPolicy, 'before')).resolves.toBeUndefined();
    await expect(faults.strike(putPolicy, 'after')).rejects.toMatchObject(error);
  });

  it('are cleared together', async () => {
    const faults = faultInjector();
    faults.add({ match: {}, error });

    faults.clear();

    await expect(faults.strike(putPolicy, 'before')).resolves.toBeUndefined();
  });

  it.each(['', '{}', '{"match":{}}', '{"match":{},"error":{"code":"x"}}', 'null'])(
    'do not read %s',
    (body) => {
      expect(readFault(body)).toBeUndefined();
    },
  );
});
