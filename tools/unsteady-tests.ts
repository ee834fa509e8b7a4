import type { Reporter, TestModule } from 'vitest/node';

/** Names the tests that passed only when tried again: each is a bug of the test or of the product, and has to be mended. */
export default class UnsteadyTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules)
      for (const test of module.children.allTests())
        if (test.diagnostic()?.flaky === true) process.stdout.write(`unsteady: ${module.relativeModuleId} > ${test.fullName}\n`);
  }
}
