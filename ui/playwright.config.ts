import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = process.env.THROUGHLINE_CHROMIUM ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: 'tests',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  workers: 1,
  // A second try is counted apart, as flaky, and the summary of `make test` names the test and its fault.
  retries: 1,
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 10_000,
    // Recording every test makes each slower, and its context slow to close; ask for it when looking for a fault.
    trace: process.env.THROUGHLINE_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: {
      args: ['--no-sandbox'],
      ...(existsSync(chromium) ? { executablePath: chromium } : {}),
    },
  },
});
