import type { LoggedCall } from '../gate/call-log.ts';

/** The IAM calls that Mandate made for a stop, by operation. */
export interface IamUse {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** @param from epoch milliseconds, like `to`; the log has whole calls by the time they began */
export const iamUseBetween = (calls: readonly LoggedCall[], from: number, to: number): IamUse => {
  const operations = calls
    .filter(({ service, decision, time }) => {
      const at = Date.parse(time);
      return service === 'iam' && decision === 'allow' && at >= from && at <= to;
    })
    .map(({ operation }) => operation);
  const isRead = (operation: string): boolean => /^(Get|List)/.test(operation);
  return { reads: operations.filter(isRead), writes: operations.filter((each) => !isRead(each)) };
};
