import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { reasons } from '../../src/decision.ts'

const document = await readFile('docs/errors.md', 'utf8')
const rows = [...document.matchAll(/^\| `([^`]+)`/gm)].map(([, word]) => word as string)

test('every reason has its row, and no row is of a reason that is gone', () => {
  expect(rows.filter((word) => !word.startsWith('ERR_')).sort()).toEqual([...reasons].sort())
})

test('every error code has its row', async () => {
  const source = await readFile('src/errors.ts', 'utf8')
  const codes = new Set(source.match(/ERR_[A-Z_]+/g))
  expect(rows.filter((word) => word.startsWith('ERR_')).sort()).toEqual([...codes].sort())
})
