import { describe, expect, it } from 'vitest';
import { appOf, stackOf, templateOf } from '../../support/templates.ts';

describe('the state stack', () => {
  const template = templateOf('MandateState');

  it('keeps its table under one logical id, for ever', () => {
    expect(Object.keys(template.findResources('AWS::DynamoDB::GlobalTable'))).toEqual(['Table']);
  });

  it('protects the table from every way to lose it', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      },
    });
    expect(stackOf(appOf(), 'MandateState').terminationProtection).toBe(true);
  });

  it('has the keys, stream and time to live that the code relies on, and costs nothing idle', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      TableName: 'mandate',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });

  it('is encrypted by the key that DynamoDB owns', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', { SSESpecification: { SSEEnabled: false } });
  });
});
