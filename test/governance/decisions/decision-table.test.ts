import { describe, expect, test } from 'vitest'
import type { ConfigInput } from '../../../src/config/index.ts'
import { decisionTable, declarationsOf } from '../../../src/governance/index.ts'
import { jurisdictionIds } from '../../../src/policy/index.ts'
import { controller, definePolicy, shopWith } from '../../fixtures/policy/shop.ts'

const consent = {
  issuer: 'https://shop.example',
  audience: 'shop.example',
  keys: 'env:KEYS',
  insecureSkipRevocation: true,
} as const

describe('the decision table', () => {
  test('has every place, and decides as requests are decided', async () => {
    const rows = await tableOf({ consent: { ...consent, noticeMode: true } })
    expect(rows).toHaveLength(jurisdictionIds.length)
    const asked = 'contextual, behavioural, measurement, advertising, training'
    expect(rowOf(rows, 'European')).toEqual({
      'Nobody asked yet': 'contextual',
      'Yes to all': asked,
      'Yes, with Global Privacy Control': 'contextual, behavioural, measurement',
      'Yes, age unknown': 'contextual, behavioural, measurement, training',
      'Yes, 16 or 17': 'contextual',
      'Yes, no word on withdrawals': 'contextual, measurement',
      'Notice shown, nothing done': 'contextual',
      'No to all': 'nothing',
    })
    expect(rowOf(rows, 'California')['Notice shown, nothing done']).toBe(asked)
  })

  test('knows what the shop has off, and what it has no way to know', async () => {
    const off = await tableOf({ consent: { ...consent, purposes: ['contextual', 'measurement'] } })
    expect(rowOf(off, 'European')['Yes to all']).toBe('contextual, measurement')
    const unchecked = await tableOf({ consent: { ...consent, insecureSkipRevocation: false } })
    expect(rowOf(unchecked, 'European')['Yes to all']).toBe('contextual, measurement')
    const without = await tableOf({})
    expect(rowOf(without, 'European')['Yes to all']).toBe('contextual')
  })

  test('shows what each purpose opens', async () => {
    const slots: ConfigInput['slots'] = { counted: { heading: 'Taken', purpose: 'measurement' } }
    const text = await write({ slots })
    expect(text).toContain('| measurement |  | counted |  |  |')
  })
})

type Rows = Readonly<Record<string, string>>[]

async function tableOf(changes: Partial<ConfigInput>): Promise<Rows> {
  const [first = ''] = (await write(changes)).split('## What each purpose opens')
  const [head = [], , ...rows] = first
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.slice(2, -2).split(' | '))
  return rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [head[i], cell])))
}

function rowOf(rows: Rows, place: string): Readonly<Record<string, string>> {
  const { Place: _, ...cells } = rows.find(({ Place = '' }) => Place.startsWith(place)) ?? {}
  return cells
}

async function write(changes: Partial<ConfigInput>): Promise<string> {
  const config = await shopWith(definePolicy({ controller }), changes)
  const declared = declarationsOf(config)
  if (!declared) throw new Error('there is no policy')
  return decisionTable(config, declared, {
    now: new Date('2026-11-22T12:00:00Z'),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  })
}
