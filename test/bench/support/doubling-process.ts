import { answerJob } from '../../../bench/apart/answer-job.ts';

// What `measureApart` is tried with: doubles a number, and dislikes some.

await answerJob<number, number>(async (number, say) => {
  if (number < 0) throw new RangeError('below zero');
  if (number === 0) process.exit(3);
  say(`doubling ${number}`);
  console.log(`variable: ${process.env['GREETING']}, home: ${process.env['HOME']}`);
  return 2 * number;
});
