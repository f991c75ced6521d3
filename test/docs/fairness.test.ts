import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { audit } from '../../src/cli/audit.ts'
import { train } from '../../src/cli/train.ts'
import {
  exposureFloor,
  gateLimits,
  minimumCell,
  movedUp,
  outcomes,
} from '../../src/fairness/index.ts'

const guide = await readFile('docs/guide/fairness.md', 'utf8')

test('the guide to fairness names only options that there are', () => {
  const commands = guide.match(/^(?:npm run limen -- |\| `--| {2}--).*$/gm)?.join(' ') ?? ''
  const named = new Set([...commands.matchAll(/--([a-z-]{2,})/g)].map(([, name]) => name as string))
  const known = new Set(['help', ...Object.keys(audit.options), ...Object.keys(train.options)])
  expect([...named].filter((name) => !known.has(name))).toEqual([])
  expect(named.size).toBeGreaterThan(8)
})

test('its limits are those of the gate', () => {
  const row = (check: string) =>
    guide.split('\n').find((line) => line.startsWith(`| \`${check}`)) ?? ''
  const { exposure, parityDifference, parityRatio, hitRateGap, priceGap, cost } = gateLimits
  expect(row('enough')).toContain(
    `${minimumCell.shown} independent showings or ${minimumCell.positive}`,
  )
  expect(row('exposure')).toContain(`leaves ${exposure[0]} to ${exposure[1]}`)
  expect(row('parity')).toContain(`over ${parityDifference} *and* the ratio under ${parityRatio}`)
  expect(row('hit-rate')).toContain(`more than ${hitRateGap} behind`)
  expect(row('price.')).toContain(`more than ${priceGap} from`)
  expect(row('cost')).toContain(`more than ${cost} of NDCG`)
  for (const outcome of Object.keys(outcomes)) expect(guide).toContain(`\`${outcome}\`: `)
})

test('its floor does what it says', () => {
  const code = /```ts\n([\s\S]*?)```/.exec(guide)?.[1] ?? ''
  const body = code
    .replace(/^import .*$/m, '')
    .replaceAll('export const', 'const')
    .replace(/exposureFloor<[^>]*>/, 'exposureFloor')
  const run = new Function('exposureFloor', 'movedUp', `${body}; return { shown, moved }`)
  expect(run(exposureFloor, movedUp)).toEqual({ shown: [...'abcfde'], moved: ['f'] })
  expect(guide).toContain('`shown` is `a b c f d e`, and `moved` is `f`')
})
