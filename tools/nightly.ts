import { glob, readFile } from 'node:fs/promises'
import { startVitest } from 'vitest/node'

// Runs every property whose number of cases can be given from outside, with many more than a change
// has time for: node tools/nightly.ts [cases] [part of a file's path]

const cases = Number(process.argv[2] ?? 100_000)
const wanted = process.argv[3] ?? ''
if (!Number.isSafeInteger(cases) || cases < 1) {
  process.stderr.write('nightly: the number of cases must be a whole number, such as 100000\n')
  process.exit(2)
}

/** What files of tests ask for by `inject`, by their paths. */
const asked = new Map<string, readonly string[]>()
for await (const path of glob('test/**/*.test.ts')) {
  const names = (await readFile(path, 'utf8')).matchAll(/\binject\('(\w+Runs)'\)/g)
  const found = Array.from(names, ([, name = '']) => name)
  if (found.length > 0 && path.includes(wanted)) asked.set(path, found)
}

const provide = Object.fromEntries([...asked.values()].flat().map((name) => [name, cases]))
// The names belong to the tests, which declare them.
const options = { watch: false, testTimeout: 6 * 3_600_000, provide: provide as never }
// `startVitest` sets the exit code when a test fails.
const vitest = await startVitest('test', [...asked.keys()], { ...options, maxWorkers: 2 })
await vitest.close()
