import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') }

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{lib,app,scripts,drizzle}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.integration.test.ts', '**/*.server.test.ts'],
          // Random networks by the hundred take their time on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          // Real TLS, gRPC and SQLite against the devnet, on ports the system chooses.
          name: 'integration',
          include: ['lib/**/*.integration.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          // The built application as its own process: needs `npm run build` first.
          name: 'server',
          include: ['{lib,app,scripts}/**/*.server.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
