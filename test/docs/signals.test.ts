import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { Signal } from '../../src/consent/index.ts'

const door = new Map<string, unknown>(Object.entries(await import('../../src/signals/index.ts')))
const guide = await readFile('docs/guide/signals.md', 'utf8')

/** The rows of the table that name a signal: `tcf()` or `klaro({…})`, and its cookies. */
const rows = [...guide.matchAll(/^\| `(\w+)\(.*?\)` \| (.*?) \|/gm)].map(([, name, readIn]) => ({
  name: name as string,
  cookies: [...(readIn ?? '').matchAll(/`([^`]+)`/g)].map(([, cookie]) => cookie as string),
}))

describe('the guide to signals', () => {
  test('has every signal in its table', () => {
    const names = [...door.keys()].filter((name) => name !== 'consentModeDefaults')
    expect(rows.map(({ name }) => name).sort()).toEqual(names.sort())
  })

  test.each(rows)('says where $name is read', ({ name, cookies }) => {
    const make = door.get(name) as (...options: unknown[]) => Signal
    const signal = guide.includes(`\`${name}({…})\``) ? make({ one: 'measurement' }) : make()
    for (const cookie of cookies) {
      const request = new Request('https://shop.example/', { headers: { cookie: `${cookie}=!` } })
      expect(signal(request, new Date())?.denies.size, cookie).toBeGreaterThan(0)
    }
    expect(signal(new Request('https://shop.example/'), new Date())).toBeUndefined()
  })
})
