import { describe, expect, test } from 'vitest'
import type { Config, ConfigInput } from '../../src/config/index.ts'
import { checkPolicy, declarationsOf } from '../../src/governance/index.ts'
import type { PolicyInput } from '../../src/policy/index.ts'
import { profile } from '../../src/profile/index.ts'
import { controller, definePolicy, shopWith } from '../fixtures/policy/shop.ts'
import { smallManifest } from '../fixtures/small-shop.ts'

const today = '2026-11-22'

type Segment = NonNullable<PolicyInput['segments']>[string]

describe('a slot', () => {
  const slots: ConfigInput['slots'] = { also: { heading: 'For you', purpose: 'behavioural' } }
  const consent = { issuer: 'https://shop.example', audience: 'shop.example', keys: 'env:KEYS' }
  const kept = { profile: profile({ keys: 'env:PROFILE' }) }
  const retention = { profile: { days: 30 } }

  test('of a purpose is covered by the features that have it', async () => {
    expect(await broken({ retention }, { slots, consent, ...kept })).toEqual([])
    const without = await broken({}, { slots, consent })
    expect(without).toMatchObject([{ rule: 'slot-purpose', declaration: 'slots.also.purpose' }])
  })

  test('of a purpose that the shop has off is found', async () => {
    const off = { ...consent, purposes: ['contextual' as const] }
    for (const changes of [{ consent: off }, {}]) {
      const [found] = await broken({ retention }, { slots, ...kept, ...changes })
      expect(found?.problem).toBe('behavioural is never permitted here, so the slot never changes')
    }
  })
})

describe('a model', () => {
  test('that takes a feature nobody declares is found', async () => {
    const config = await shopWith(definePolicy({ controller }))
    const manifest = await smallManifest()
    const contexts = [{ feature: 'shoe_size' as never, rows: ['', '42'] }]
    const inputs = { ...manifest.inputs, contexts }
    const model = { ...config.model, manifest: { ...manifest, inputs } } as Config['model']
    expect(find({ ...config, model } as Config)).toMatchObject([
      {
        rule: 'model-inputs',
        declaration: 'model.manifest',
        problem: expect.stringContaining('shoe_size'),
      },
    ])
  })

  test('that tells apart no more than is declared passes', async () => {
    expect(await broken({ features: { category: { values: ['mugs', 'pots'] } } })).toEqual([])
  })
})

describe('a profile', () => {
  const kept = { profile: profile({ keys: 'env:PROFILE', retentionDays: 60 }) }

  test('is held to its retention class', async () => {
    expect(await broken({ retention: { profile: { days: 60 } } }, kept)).toEqual([])
    expect(await broken({ retention: { profile: { days: 59 } } }, kept)).toMatchObject([
      { rule: 'retention', declaration: 'profile.retentionDays' },
    ])
  })

  test('needs one', async () => {
    const [found] = await broken({ retention: { constructor: { days: 60 } } }, kept)
    expect(found?.problem).toBe('there is no retention class "profile"')
  })
})

describe('a segment', () => {
  const review: Segment['review'] = {
    by: 'A. Officer',
    on: today,
    decision: 'approved',
    until: today,
  }
  const segment: Segment = { purpose: 'behavioural', reveals: ['belief'] }

  test.each([
    ['approved today', review, undefined],
    ['never reviewed', undefined, /nobody has reviewed it/],
    ['refused', { ...review, decision: 'refused' as const }, /refused/],
    ['reviewed tomorrow', { ...review, on: '2026-11-23', until: '2027-11-23' }, /to come/],
    ['reviewed until yesterday', { ...review, until: '2026-11-21' }, /ended on 2026-11-21/],
  ])('%s', async (_, review, problem) => {
    const found = await broken({ segments: { pious: { ...segment, ...(review && { review }) } } })
    if (problem) {
      expect(found).toMatchObject([
        { rule: 'segment-review', problem: expect.stringMatching(problem) },
      ])
    } else expect(found).toEqual([])
  })

  test('over what is not sensitive needs no review', async () => {
    const { reveals: _, ...plain } = segment
    expect(await broken({ segments: { plain } })).toEqual([])
  })
})

describe('a vendor', () => {
  const vendor = {
    name: 'Any',
    does: 'something',
    country: 'FR',
    purposes: ['measurement'],
    receives: ['user.telemetry'],
    agreement: { from: today, until: today, covers: ['user.telemetry'] },
    keeps: { class: 'request', days: 0 },
  } satisfies NonNullable<PolicyInput['vendors']>[string]
  const retention = { request: { days: 0 } }

  test.each([
    ['DE', 'FR', false],
    ['DE', 'IS', false],
    ['DE', 'GB', true],
    ['GB', 'GB', false],
    ['GB', 'DE', true],
    ['US', 'US', false],
    ['US', 'DE', true],
  ])('of a controller in %s that is in %s needs a mechanism: %s', async (from, to, needs) => {
    const found = await broken({
      controller: { ...controller, country: from },
      retention,
      vendors: { any: { ...vendor, country: to } },
    })
    expect(found.map(({ rule }) => rule)).toEqual(needs ? ['vendor-transfer'] : [])
  })

  test('with an agreement that begins tomorrow is found', async () => {
    const agreement = { ...vendor.agreement, from: '2026-11-23' }
    const found = await broken({ retention, vendors: { any: { ...vendor, agreement } } })
    expect(found).toMatchObject([
      { rule: 'vendor-agreement', problem: expect.stringContaining('begins on 2026-11-23') },
    ])
  })
})

async function broken(policy: Partial<PolicyInput>, changes: Partial<ConfigInput> = {}) {
  return find(await shopWith(definePolicy({ controller, ...policy }), changes))
}

function find(config: Config) {
  const declared = declarationsOf(config)
  if (!declared) throw new Error('there is no policy')
  return checkPolicy(declared, today)
}
