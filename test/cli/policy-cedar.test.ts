import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import fc from 'fast-check'
import { describe, expect, inject, test } from 'vitest'
import {
  type Age,
  ages,
  type Basis,
  type Choice,
  type ChoiceState,
  type Consent,
  type ConsentContent,
  explainPermission,
  type Mechanism,
  type PermitOptions,
  type PermitPolicy,
  permit,
  type Revocation,
} from '../../src/consent/index.ts'
import { cedarPolicies, toCedar } from '../../src/governance/decisions/cedar.ts'
import {
  type CedarEntity,
  toCedarContext,
  toCedarEntities,
} from '../../src/governance/decisions/cedar-request.ts'
import { toCedarSchema } from '../../src/governance/decisions/cedar-schema.ts'
import { declarationsOf } from '../../src/governance/index.ts'
import { features, type Purpose, placeOf, placesOf, purposes } from '../../src/policy/index.ts'
import { controller, definePolicy } from '../fixtures/policy/shop.ts'
import { smallConfig } from '../fixtures/small-shop.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How many visits to put before both; a nightly configuration can `provide` more. */
    cedarRuns: number
  }
}

const numRuns = inject('cedarRuns') ?? 500

const now = Date.UTC(2026, 10, 22)
const hour = 3_600_000

const config = await smallConfig({
  policy: definePolicy({ controller }),
  slots: {
    also: { heading: 'You may also like' },
    counted: { heading: 'What others took', purpose: 'measurement' },
  },
})
const declared = declarationsOf(config)
if (!declared) throw new Error('there is no policy')
const entities = toCedarEntities(declared)

const staticPolicies = Object.fromEntries(cedarPolicies())
succeeds(cedar.preparsePolicySet('limen', { staticPolicies }))
succeeds(cedar.preparseSchema('limen', toCedarSchema()))

describe('the policies in Cedar', () => {
  test('are well-typed', () => {
    const answer = cedar.validate({
      schema: toCedarSchema(),
      policies: { staticPolicies: toCedar() },
    })
    expect(answer).toMatchObject({
      type: 'success',
      validationErrors: [],
      validationWarnings: [],
      otherWarnings: [],
    })
  })

  test('answer as Limen does, and name the same inputs', { timeout: 600_000 }, () => {
    fc.assert(fc.property(visit(), agree), { numRuns })
  })

  // Too rare, each of them, to be met by chance.
  test('answer as Limen does in every row of the law, at every age', () => {
    const [like] = fc.sample(token(), 1) as [ConsentContent]
    for (const places of Object.values(placesOf)) {
      const jurisdiction = places.split(' ')[0] || 'XX'
      for (const age of ages) {
        for (const parental of [true, false]) {
          const choices = { measurement: { state: 'g', basis: 'optout' } } as const
          const person = { jurisdiction, age, parental, confirmed: true, mechanism: 'prefcentre' }
          const expiresAt = new Date(now + hour)
          const consent = { ...like, ...person, choices, expiresAt } as Consent
          const place = placeOf(jurisdiction)
          agree({
            consent: { consent },
            gpc: false,
            revocation: 'clear',
            place,
            now: new Date(now),
          })
        }
      }
    }
  })

  test('permit a feature and a slot what they permit its purpose', () => {
    fc.assert(
      fc.property(visit(), (options) => {
        const permission = permit(options)
        for (const [name, { purpose }] of Object.entries(features)) {
          const answer = permission[purpose].granted ? 'allow' : 'deny'
          expect(ask('Feature', name, options).decision, name).toBe(answer)
        }
        const counted = permission.measurement.granted ? 'allow' : 'deny'
        expect(ask('Slot', 'counted', options, true).decision).toBe(counted)
      }),
      { numRuns: 50 },
    )
  })

  test('are asked about visits of every kind', () => {
    const sample = fc.sample(visit(), { numRuns: 1000, seed: 11 }).map((options) => permit(options))
    for (const purpose of purposes) {
      const granted = sample.filter((permission) => permission[purpose].granted)
      expect(granted.length, purpose).toBeGreaterThan(10)
      expect(granted.length, purpose).toBeLessThan(990)
    }
  })
})

function agree(options: PermitOptions): void {
  const permission = permit(options)
  for (const [purpose, { verdicts }] of explainPermission(options)) {
    const { decision, forbids } = ask('Purpose', purpose, options)
    expect(decision, purpose).toBe(permission[purpose].granted ? 'allow' : 'deny')
    const takers = [...verdicts].filter(([, reason]) => reason).map(([name]) => name)
    expect(forbids, purpose).toEqual(takers.map((name) => `${purpose}/${name}`).sort())
  }
}

/** @param isValidated whether the question is held to the schema, which takes its time. */
function ask(
  type: CedarEntity['uid']['type'],
  id: string,
  options: PermitOptions,
  isValidated = false,
) {
  const answer = cedar.statefulIsAuthorized({
    principal: { type: 'Visit', id: 'now' },
    action: { type: 'Action', id: 'use' },
    resource: { type, id },
    context: toCedarContext(options) as cedar.Context,
    entities: entities as unknown as cedar.Entities,
    preparsedPolicySetId: 'limen',
    ...(isValidated && { preparsedSchemaName: 'limen', validateRequest: true }),
  })
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
  const { decision, diagnostics } = answer.response
  expect(diagnostics.errors).toEqual([])
  return { decision, forbids: diagnostics.reason.filter((policy) => policy !== 'all').sort() }
}

function succeeds(answer: { type: string }): void {
  if (answer.type !== 'success') throw new Error(JSON.stringify(answer))
}

function visit(): fc.Arbitrary<PermitOptions> {
  const some = fc.subarray([...purposes]).map((all) => new Set(all))
  // Of each row of the law two places, so that each row comes often.
  const codes = Object.values(placesOf).flatMap((places) => places.split(' ').slice(-2))
  const place = fc.constantFrom('XX', 'US', 'EU-US', 'EU-DE', 'US-MD', ...codes)
  const failed = fc.constantFrom(
    'consent-absent' as const,
    'consent-expired' as const,
    'consent-untrusted' as const,
  )
  return (
    fc
      .record({
        consent: fc.oneof(
          { weight: 6, arbitrary: token().map((consent) => ({ consent: consent as Consent })) },
          { weight: 1, arbitrary: failed.map((reason) => ({ reason })) },
          { weight: 1, arbitrary: fc.constant(undefined) },
        ),
        denials: mostly(new Set<Purpose>(), some),
        gpc: mostly(false, fc.boolean()),
        lowerings: mostly(
          [],
          some.map((denies) => [{ source: 'test', denies }]),
        ),
        revocation: mostly<Revocation>(
          'clear',
          fc.constantFrom('insecure-unchecked', 'unknown', 'revoked'),
        ),
        place: place.map(placeOf),
        now: mostly(now, fc.constantFrom(Number.NaN, now + hour, now + 3 * hour)).map(
          (time) => new Date(time),
        ),
        policy: policy(),
      })
      // Where the token was made is mostly where it is used: laws seldom agree otherwise.
      .chain((options) =>
        fc.boolean().map((isElsewhere) => {
          const { consent: result, place } = options
          if (isElsewhere || !result || !('consent' in result)) return options
          const jurisdiction = [place.isEu ? 'EU' : undefined, place.country, place.region]
            .filter((part) => part !== undefined)
            .join('-')
          return {
            ...options,
            consent: { consent: { ...result.consent, jurisdiction } as Consent },
          }
        }),
      )
  )
}

function token(): fc.Arbitrary<ConsentContent> {
  const end = (usual: number | undefined) =>
    mostly(usual, fc.constantFrom(now - hour, now, now + 2 * hour))
  const choice: fc.Arbitrary<Choice> = fc
    .record({
      state: mostly<ChoiceState>('g', fc.constantFrom('d', 'w', 'u', 'n')),
      basis: fc.constantFrom<Basis>('consent', 'consent', 'optout', 'li', 'none'),
      expiresAt: end(undefined),
    })
    .map(({ expiresAt, ...rest }) =>
      expiresAt === undefined ? rest : { ...rest, expiresAt: new Date(expiresAt) },
    )
  return fc.record({
    subject: fc.constant('AAAAAAAAAAAAAAAAAAAAAA'),
    tokenId: fc.constant('01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    receiptId: fc.constant('r'),
    notice: fc.constant({ id: 'n', hash: 'h' }),
    language: fc.constant('en'),
    policy: fc.constantFrom('p1', 'p2'),
    epoch: fc.constant(0),
    jurisdiction: fc.constantFrom('EU-DE', 'GB', 'US-CA', 'US-MD', 'US-NY', 'CA-ON', 'BR', 'XX'),
    age: fc.oneof(fc.constant<Age>('adult'), fc.constantFrom(...ages)),
    parental: fc.boolean(),
    gpc: mostly(false, fc.boolean()),
    overrides: fc.subarray([...purposes]),
    mechanism: fc.constantFrom<Mechanism>('prefcentre', 'banner', 'default', 'implied', 'gpc'),
    confirmed: fc.boolean(),
    chosenAt: fc.constant(new Date(now)),
    expiresAt: end(now + 4 * hour).map((time) => new Date(time as number)),
    choices: fc.record(Object.fromEntries(purposes.map((purpose) => [purpose, choice])), {
      requiredKeys: ['behavioural', 'advertising'],
    }) as fc.Arbitrary<ConsentContent['choices']>,
  }) as fc.Arbitrary<ConsentContent>
}

function policy(): fc.Arbitrary<PermitPolicy> {
  return fc.record(
    {
      purposes: mostly<readonly Purpose[]>(purposes, fc.subarray([...purposes])),
      noticeMode: fc.boolean(),
      pricing: fc.boolean().map((largeFoodRetailer) => ({ disclosed: true, largeFoodRetailer })),
      policies: mostly(['p1', 'p2'], fc.subarray(['p1', 'p2'])),
    },
    { requiredKeys: ['purposes', 'noticeMode'] },
  ) as fc.Arbitrary<PermitPolicy>
}

/** Visits of anything at all would be permitted next to nothing. */
function mostly<T>(usual: T, others: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others })
}
