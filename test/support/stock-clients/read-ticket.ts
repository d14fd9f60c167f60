import { createInterface } from 'node:readline';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

// Reads a ticket for each line of standard input, with one stock client; prints one JSON line for each.

const tickets = new DynamoDBClient();

const read = async (): Promise<object> => {
  try {
    const request = new GetItemCommand({ TableName: 'acme-tickets', Key: { ticketId: { S: 'T-1001' } } });
    const { Item } = await tickets.send(request);
    const { expiration } = await tickets.config.credentials();
    return { ok: true, subject: Item?.['subject']?.S, expiration };
  } catch (error) {
    return { ok: false, error: String(error) };
  }
};

for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await read())}\n`);
}
