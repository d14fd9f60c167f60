// What agents of the sample's profiles do all day.

export const READ_TICKET = {
  call: 'dynamodb:GetItem',
  table: 'acme-tickets',
  key: { ticketId: 'T-1001' },
} as const;

export const READ_PURCHASE = {
  call: 'dynamodb:GetItem',
  table: 'acme-purchase-requests',
  key: { requestId: 'PR-1' },
} as const;
