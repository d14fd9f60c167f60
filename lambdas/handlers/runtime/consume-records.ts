import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { EventWaitsError } from './event-waits-error.ts';

/** Works off one record; returning means done, throwing means that it has to come again. */
export type Work = (record: SQSRecord) => Promise<void>;

const processor = new BatchProcessor(EventType.SQS);

/** A handler that works off each record by itself and reports those that failed. */
export const consumeRecords =
  (work: Work, logger: Logger) =>
  async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    logger.addContext(context);
    const attempt: Work = async (record) => {
      try {
        await work(record);
      } catch (error) {
        if (error instanceof EventWaitsError) throw error;
        const receiveCount = Number(record.attributes.ApproximateReceiveCount);
        logger.error('the message failed and comes again', {
          messageId: record.messageId,
          receiveCount,
          error: error instanceof Error ? error : new Error(String(error)),
        });
        throw error;
      }
    };
    // a batch of which every message failed is reported like any other: the function itself did not fail
    return processPartialResponse(event, attempt, processor, { context, throwOnFullBatchFailure: false });
  };
