import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const inNode = [
  'test/cli/**',
  'test/package/**',
  'test/training/**',
  'test/edge/**',
  'test/docs/**',
]

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest({
            miniflare: {
              compatibilityDate: '2026-11-01',
              r2Buckets: ['BUCKET'],
              d1Databases: ['DB'],
              modulesRules: [
                { type: 'CompiledWasm', include: ['**/*.wasm'] },
                { type: 'Data', include: ['**/*.onnx'] },
                { type: 'Text', include: ['**/*.tsv'] },
              ],
            },
          }),
        ],
        test: {
          name: 'worker',
          include: ['test/**/*.test.ts'],
          exclude: inNode,
          testTimeout: 30_000,
        },
      },
      {
        // Browsers, edges and whole commands: they take their time on a small machine.
        test: {
          name: 'node',
          include: inNode.map((folder) => `${folder}/*.test.ts`),
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
