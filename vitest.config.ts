import { defineConfig } from 'vitest/config'

/** Unit tests stand beside their source; every other suite has a folder of its own under `tests/`. */
export default defineConfig({
  test: {
    // `retry`: the machine of a run belongs to others too. What needed a second try is listed at the end of `npm test`, to be mended;
    // the lab's scenarios build on each other and have none. KITH_SECOND_TRY=1 shows what a second try could not mend.
    // A test that is switched off by a forgotten `.only` must not pass a check.
    allowOnly: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'tests/harness/**/*.test.ts'],
          environment: 'node',
          // Half the time of a run was loading the same modules again for each file; no unit test keeps state in a module.
          isolate: false,
          // Ten thousand cases under coverage on a loaded machine are slow, not wrong.
          testTimeout: 60_000,
          retry: 1,
        },
      },
      // A simulated week of two hundred nodes takes a minute of real time.
      suite('simulation', 300_000),
      suite('ports', 60_000, { retry: 1 }),
      suite('integration', 60_000, { retry: 1 }),
      // A person's clicks leave a core idle: two of these files go beside each other.
      suite('e2e', 90_000, { retry: 1, fileParallelism: true, maxWorkers: 2 }),
      suite('desktop', 90_000, { retry: 1 }),
      // Minutes pass in some scenarios, and more in the long versions of them (KITH_LAB=long); they run beside each other.
      suite('lab', 1_200_000, { globalSetup: ['tests/lab/global-setup.ts'], maxConcurrency: 16 }),
    ],
    coverage: {
      provider: 'v8',
      include: ['src/core/**', 'src/contract/**', 'src/kit/**'],
      // The libp2p adapter is exercised whole by the ports suite; types have no lines to run.
      exclude: ['**/*.test.ts', '**/*.types.ts', '**/index.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
})

/** Suites of real parts run one file after the other: two cores, and figures that mean something. */
function suite(
  name: string,
  testTimeout: number,
  more: {
    globalSetup?: string[]
    maxConcurrency?: number
    retry?: number
    fileParallelism?: boolean
    maxWorkers?: number
  } = {},
) {
  return {
    test: {
      name,
      include: [`tests/${name}/**/*.test.ts`],
      environment: 'node',
      testTimeout,
      hookTimeout: testTimeout,
      fileParallelism: false,
      setupFiles: process.env['KITH_SECOND_TRY'] === '1' && more.retry ? ['tests/harness/second-try.ts'] : [],
      // Real parts take their time on a busy machine; the default is one second.
      expect: { poll: { timeout: 20_000 } },
      ...more,
    },
  }
}
