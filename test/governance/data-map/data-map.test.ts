import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { Config } from '../../../src/config/index.ts'
import { type DataMap, dataMapOf } from '../../../src/governance/data-map/data-map.ts'
import { dataMapFormats } from '../../../src/governance/data-map/formats.ts'
import { declarationsOf } from '../../../src/governance/index.ts'
import { type DataCategory, dataCategories } from '../../../src/policy/categories.ts'
import { newProfileKey, profile } from '../../../src/profile/index.ts'
import kept from '../../fixtures/policy/kept.config.ts'
import pricing from '../../fixtures/policy/price-source.config.ts'
import { controller, definePolicy, shopWith } from '../../fixtures/policy/shop.ts'
import transferring from '../../fixtures/policy/vendor-transfer.config.ts'
import { readYaml } from './read-yaml.ts'

describe('the data map', () => {
  test('has what Limen does with data, and what the policy declares', () => {
    const { activities } = mapOf(kept)
    expect(activities.map(({ key }) => key)).toEqual([
      'delivery',
      'contextual',
      'segment_mug_lovers',
      'segment_expecting',
      'vendor_mailer',
      'vendor_tracker',
    ])
  })

  test('has the profile and its days where there is one', async () => {
    const keys = newProfileKey((length) => crypto.getRandomValues(new Uint8Array(length)))
    const config = await shopWith(definePolicy({ controller }), {
      profile: profile({ keys, retentionDays: 12 }),
    })
    const found = mapOf(config).activities.find(({ key }) => key === 'behavioural')
    expect(found).toMatchObject({
      basis: 'Consent',
      keptFor: '12 days, by the shopper',
      data: ['recent_items', 'cart_items'],
    })
    expect(write('markdown', config)).not.toContain(keys)
  })

  test('names what crosses to the shop', () => {
    expect(mapOf(kept).crossing).toEqual({ cookies: ['cart'], fields: ['id'] })
  })
})

describe('as Markdown', () => {
  test('shows every feature, vendor and class', () => {
    const text = write('markdown', kept)
    for (const word of ['hour_of_week', 'Mailer GmbH', 'SCCs', 'order-mail', '2027-01-01']) {
      expect(text).toContain(word)
    }
  })

  test('shouts where a transfer has no mechanism', () => {
    expect(write('markdown', transferring)).toContain('US: NO MECHANISM')
  })

  test('keeps its columns whatever a vendor is called', async () => {
    const text = write('markdown', await shopOf('A | B <script>\n# C'))
    expect(text).toContain('| A \\| B \\<script\\> # C |')
  })
})

describe('as CSV', () => {
  test('is a record of processing: the columns of GDPR Art. 30(1), an activity a row', () => {
    const [head, ...rows] = readCsv(write('csv', kept))
    expect(head).toEqual([
      'activity',
      'controller',
      'data protection officer',
      'purpose',
      'legal basis',
      'data subjects',
      'data categories',
      'recipients',
      'transfers and safeguards',
      'erased after',
      'security measures',
    ])
    expect(rows).toHaveLength(mapOf(kept).activities.length)
    for (const row of rows) expect(row).toHaveLength(head?.length ?? 0)
    expect(rows.at(-1)?.slice(7, 10)).toEqual([
      'Tracker Inc.',
      'US: SCCs (Module 2, signed 2026-01-01)',
      '7 days',
    ])
  })

  test('says what it was given, whatever a vendor is called', () => {
    return fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: 'grapheme' }), async (name) => {
        const rows = readCsv(write('csv', await shopOf(name)))
        const found = rows.at(-1)?.[7] ?? ''
        expect([name, `'${name}`]).toContain(found)
        expect(found).not.toMatch(/^[=+\-@\t\r]/)
      }),
      { numRuns: 50 },
    )
  })
})

describe('as fideslang', () => {
  test.each([
    ['the small shop', kept],
    ['one with a transfer', transferring],
    ['one with a personal price', pricing],
  ])('%s has the shape that fideslang reads', (_, config) => {
    expect(() => v.parse(fides, readYaml(write('fides', config)))).not.toThrow()
  })

  test('says by what right data leaves', () => {
    const { system } = v.parse(fides, readYaml(write('fides', kept)))
    expect(system.at(-1)).toMatchObject({
      name: 'Tracker Inc.',
      does_international_transfers: true,
      legal_basis_for_transfers: ['SCCs'],
    })
  })

  test('brings the data use that the taxonomy lacks, where it is used', async () => {
    const config = await shopWith(
      definePolicy({ controller, segments: { loyal: { purpose: 'pricing' } } }),
    )
    const { data_use } = v.parse(fides, readYaml(write('fides', config)))
    expect(data_use?.map(({ fides_key }) => fides_key)).toEqual([
      'personalize.content.profiled.pricing',
    ])
  })
})

describe('as Mermaid', () => {
  test('draws who gets what', () => {
    const text = write('mermaid', kept)
    expect(text).toMatch(/^flowchart LR\n/)
    expect(text).toContain('  limen -->|"user.telemetry"| vendor_tracker\n')
  })

  test('keeps a label a label', async () => {
    const text = write('mermaid', await shopOf('A"]; click x "javascript:1'))
    for (const line of text.split('\n')) {
      expect(line.replaceAll(/"[^"]*"/g, 'L')).not.toMatch(/"|click/)
    }
  })
})

const key = v.pipe(v.string(), v.regex(/^[\w.<>-]+$/))
const words = v.pipe(v.string(), v.nonEmpty())
const category = v.picklist<readonly DataCategory[]>(dataCategories)
const contact = v.strictObject({
  name: words,
  email: v.optional(words),
  address: v.optional(words),
})

// What fideslang 3 requires of the parts that are used, and its closed lists (src/fideslang/models.py).
const declaration = v.strictObject({
  name: words,
  data_categories: v.pipe(v.array(category), v.nonEmpty()),
  data_use: key,
  data_subjects: v.array(v.picklist(['anonymous_user', 'customer', 'visitor', 'prospect'])),
  legal_basis_for_processing: v.optional(
    v.picklist(['Consent', 'Contract', 'Legal obligations', 'Legitimate interests']),
  ),
  retention_period: words,
  features: v.optional(v.array(words)),
  data_shared_with_third_parties: v.optional(v.boolean()),
  third_parties: v.optional(words),
  shared_categories: v.optional(v.array(category)),
})

const fides = v.strictObject({
  data_use: v.optional(
    v.array(v.strictObject({ fides_key: key, name: words, description: words, parent_key: key })),
  ),
  organization: v.strictTuple([
    v.strictObject({
      fides_key: v.literal('default_organization'),
      name: words,
      controller: contact,
      data_protection_officer: v.optional(contact),
    }),
  ]),
  system: v.array(
    v.strictObject({
      fides_key: key,
      name: words,
      description: words,
      system_type: words,
      responsibility: v.optional(v.array(v.picklist(['Controller', 'Processor', 'Sub-Processor']))),
      uses_cookies: v.optional(v.boolean()),
      does_international_transfers: v.boolean(),
      legal_basis_for_transfers: v.optional(
        v.array(
          v.picklist(['Adequacy Decision', 'SCCs', 'BCRs', 'Supplementary Measures', 'Other']),
        ),
      ),
      privacy_declarations: v.pipe(
        v.array(declaration),
        v.nonEmpty(),
        v.check((all) => new Set(all.map(({ name }) => name)).size === all.length),
      ),
    }),
  ),
})

/** The small shop with a vendor of this name. */
function shopOf(name: string): Promise<Config> {
  const { tracker } = kept.policy?.vendors ?? {}
  if (!tracker) throw new Error('the fixture has no tracker')
  return shopWith(definePolicy({ controller, vendors: { any: { ...tracker, name } } }))
}

function mapOf(config: Config): DataMap {
  const declared = declarationsOf(config)
  if (!declared) throw new Error('the fixture has no policy')
  return dataMapOf(config, declared)
}

function write(format: string, config: Config): string {
  return dataMapFormats.get(format)?.write(mapOf(config)) ?? ''
}

/** RFC 4180. */
function readCsv(text: string): string[][] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/g)]
  const rows: string[][] = [[]]
  for (const [, quoted, bare = '', end] of cells) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare)
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}
