import { describe, expect, test } from 'vitest'
import { locate } from '../../src/governance/locate.ts'

const config = `import { defineConfig } from 'limen'
import policy from './limen.policy.ts'

export default defineConfig({
  slots: {
    // 'also-like': { purpose: 'a comment' },
    'also-like': {
      heading: 'It says "slots: {" here',
      purpose: 'measurement',
    },
    hero: { mode: 'choose' },
  },
  policy,
})
`

const policy = `import { definePolicy } from 'limen/policy'

const days = 30
const tracker: Vendor = {
  name: \`Track
er\`,
  agreement: { from: '2026-01-01' },
}

export default definePolicy({
  vendors: {
    mailer: {
      name: 'Mailer',
      agreement: {
        from: '2025-01-01',
      },
    },
    tracker,
  },
  prices: { dependOn: ['catalogue', 'country'] },
})
`

const files = [
  { path: 'limen.config.ts', text: config },
  { path: 'limen.policy.ts', text: policy },
]

describe('a declaration is found', () => {
  test.each([
    ['slots.also-like.purpose', 'limen.config.ts', 9],
    ['policy.vendors.mailer.agreement', 'limen.policy.ts', 14],
    ['policy.vendors.mailer', 'limen.policy.ts', 12],
    ['policy.prices.dependOn', 'limen.policy.ts', 20],
  ])('%s where it is written', (declaration, path, line) => {
    expect(locate(declaration, files)).toEqual({ path, line })
  })

  test.each([
    ['policy.vendors.mailer.transfer', 'limen.policy.ts', 12],
    ['slots.hero.purpose', 'limen.config.ts', 11],
  ])('%s, which is left out, where it would stand', (declaration, path, line) => {
    expect(locate(declaration, files)).toEqual({ path, line })
  })

  test('in a constant that has its name', () => {
    expect(locate('policy.vendors.tracker.agreement', files)).toEqual({
      path: 'limen.policy.ts',
      line: 7,
    })
  })

  test('in the module itself, if nowhere else', () => {
    expect(locate('model.manifest', files)).toEqual({ path: 'limen.config.ts', line: 1 })
  })
})
