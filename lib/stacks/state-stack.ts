import { type CfnResource, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLE_NAME } from '../../lambdas/contracts/resource-names.ts';

/** What has to survive everything else: the table. A stack of its own, so that behaviour can be replaced beside it. */
export class StateStack extends Stack {
  /** Known only to CloudFormation: it holds the time at which the table was created. */
  readonly streamArn: string;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const table = new TableV2(this, 'Table', {
      tableName: TABLE_NAME,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      // a key of one's own costs each month, even idle; whoever may not read the table has no way around IAM either way
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'ttl',
    });
    // a changed logical id would mean a second table and an orphaned first: never let the path decide it
    (table.node.defaultChild as CfnResource).overrideLogicalId('Table');
    this.streamArn = table.tableStreamArn ?? '';
  }
}
