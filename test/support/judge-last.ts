import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LAST = /\/least-privilege\.test\.ts$/;

/** Puts the file last that judges what all others have made the functions do. */
export class JudgeLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLast = ({ moduleId }: TestSpecification): boolean => LAST.test(moduleId);
    return [...sorted.filter((file) => !isLast(file)), ...sorted.filter(isLast)];
  }
}
