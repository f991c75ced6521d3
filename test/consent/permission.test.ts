import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Age,
  type ChoiceState,
  type ConsentOptions,
  type ConsentResult,
  defaultPolicy,
  isPermitted,
  mintConsent,
  type Permission,
  type PermitOptions,
  permit,
  type Revocation,
  verifyConsent,
} from '../../src/consent/index.ts'
import { type Purpose, placeOf, purposeKeys, purposes } from '../../src/policy/index.ts'
import { claimsOf, forge, iat, mint, now, privateJwk, random, trust } from './issuer.ts'

const allGiven = Object.fromEntries(purposes.map((purpose) => [purpose, 'g'])) as Record<
  Purpose,
  ChoiceState
>

describe('without a token', () => {
  test('only contextual is permitted', () => {
    expect(reasonsOf(permit({ consent: undefined, gpc: false, now }))).toEqual({
      contextual: 'granted',
      behavioural: 'consent-absent',
      measurement: 'consent-absent',
      pricing: 'policy-off',
      advertising: 'consent-absent',
      training: 'consent-absent',
    })
  })

  test('the signal is named before the absence', () => {
    expect(reasonsOf(permit({ consent: undefined, gpc: true, now }))).toMatchObject({
      behavioural: 'consent-absent',
      advertising: 'signal-opt-out',
      training: 'signal-opt-out',
    })
  })

  test.each(['consent-expired', 'consent-untrusted', 'consent-unreadable'] as const)(
    'a token that is refused as %s says so, and contextual stays on',
    (reason) => {
      expect(reasonsOf(permit({ consent: { reason }, gpc: true, now }))).toEqual({
        contextual: 'granted',
        behavioural: reason,
        measurement: reason,
        pricing: 'policy-off',
        advertising: reason,
        training: reason,
      })
    },
  )
})

describe('with a token', () => {
  test('what was given is permitted, except personal prices', async () => {
    expect(await decide({ purposes: allGiven })).toEqual({
      contextual: 'granted',
      behavioural: 'granted',
      measurement: 'granted',
      pricing: 'policy-off',
      advertising: 'granted',
      training: 'granted',
    })
  })

  test.each<[ChoiceState, string]>([
    ['d', 'consent-denied'],
    ['w', 'consent-denied'],
    ['u', 'consent-too-narrow'],
    ['n', 'consent-too-narrow'],
  ])('a state of %s is %s', async (state, reason) => {
    const chosen = Object.fromEntries(purposes.map((purpose) => [purpose, state]))
    expect(await decide({ purposes: chosen })).toEqual({
      contextual: reason === 'consent-denied' ? reason : 'granted',
      behavioural: reason,
      measurement: reason,
      pricing: 'policy-off',
      advertising: reason,
      training: reason,
    })
  })

  test('what was not asked is not permitted', async () => {
    expect(await decide({ purposes: { measurement: 'g' } })).toMatchObject({
      contextual: 'granted',
      behavioural: 'consent-too-narrow',
      measurement: 'granted',
      advertising: 'consent-too-narrow',
    })
  })

  test('a choice ends when it says, though the token lives on', async () => {
    const prp = { beh: { s: 'g', b: 'consent', x: iat + 60 }, msr: { s: 'g', b: 'consent' } }
    const consent = await verifyConsent(await forge({ ...claimsOf(await mint()), prp }), trust, now)
    const at = (seconds: number) =>
      reasonsOf(permit({ ...clear, consent, now: new Date((iat + seconds) * 1000) }))

    expect(at(59)).toMatchObject({ behavioural: 'granted', measurement: 'granted' })
    expect(at(60)).toMatchObject({ behavioural: 'consent-expired', measurement: 'granted' })
  })

  test('a remembered verification does not outlive the token', async () => {
    const consent = await verifyConsent(await mint(), trust, now)
    const late = new Date((iat + 24 * 3600) * 1000)
    expect(reasonsOf(permit({ ...clear, consent, now: late }))).toMatchObject({
      contextual: 'granted',
      behavioural: 'consent-expired',
      measurement: 'consent-expired',
      advertising: 'consent-denied',
    })
  })

  test('a clock that is not one permits nothing but contextual', async () => {
    const consent = await verifyConsent(await mint({ purposes: allGiven }), trust, now)
    expect(grantsOf(permit({ ...clear, consent, now: new Date(Number.NaN) }))).toEqual([
      'contextual',
    ])
  })
})

describe('signals', () => {
  test('Global Privacy Control now or at the choice denies advertising and training', async () => {
    const denied = {
      contextual: 'granted',
      behavioural: 'granted',
      measurement: 'granted',
      advertising: 'signal-opt-out',
      training: 'signal-opt-out',
    }
    expect(await decide({ purposes: allGiven }, { gpc: true })).toMatchObject(denied)
    expect(await decide({ purposes: allGiven, gpc: true })).toMatchObject(denied)
  })

  test('an override counts for the purposes it names', async () => {
    const options = { purposes: allGiven, gpc: true, overrides: ['advertising'] as const }
    expect(await decide(options, { gpc: true })).toMatchObject({
      advertising: 'granted',
      training: 'signal-opt-out',
    })
  })
})

describe('age', () => {
  test.each<[Age, string, boolean, Purpose[]]>([
    [
      'adult',
      'EU-DE',
      false,
      ['contextual', 'behavioural', 'measurement', 'advertising', 'training'],
    ],
    ['unknown', 'EU-DE', false, ['contextual', 'behavioural', 'measurement', 'training']],
    ['u18', 'EU-DE', true, ['contextual']],
    ['u16', 'EU-DE', true, ['contextual']],
    ['u13', 'EU-DE', true, ['contextual']],
    ['u18', 'US-CA', false, ['contextual', 'measurement']],
    ['u16', 'US-CA', false, ['contextual', 'measurement']],
    ['u13', 'US-CA', false, ['contextual']],
    ['u13', 'US-CA', true, ['contextual', 'measurement']],
    // Bands are not cut at 14: who is under 16 may be 13.
    ['u16', 'CA-QC', false, ['contextual']],
    ['u16', 'CA-QC', true, ['contextual', 'measurement']],
    ['u13', 'US-VA', true, ['contextual']],
    ['u16', 'US-VA', false, ['contextual', 'measurement']],
  ])(
    '%s in %s (a parent agreed: %s) may be granted %j',
    async (age, jurisdiction, parental, granted) => {
      const chosen = { purposes: allGiven, age, parental, jurisdiction }
      const reasons = await decide(chosen, { place: placeOf(jurisdiction) })
      expect(purposes.filter((purpose) => reasons[purpose] === 'granted')).toEqual(granted)
    },
  )

  test('what an adult need not opt in to, the young must', async () => {
    const chosen = { purposes: allGiven, basis: 'optout', jurisdiction: 'US-CA' } as const
    const inCalifornia = { place: placeOf('US-CA') }
    expect(await decide({ ...chosen, age: 'u18' }, inCalifornia)).toMatchObject({
      measurement: 'granted',
    })
    expect(await decide({ ...chosen, age: 'u16' }, inCalifornia)).toMatchObject({
      measurement: 'consent-too-narrow',
    })
  })

  test('the law speaks before the signal, and the signal before the choice', async () => {
    const denied = { purposes: { advertising: 'd' } } as const
    const gpc = { gpc: true }
    expect(await decide({ ...denied, age: 'u13' }, gpc)).toMatchObject({
      advertising: 'jurisdiction-forbids',
    })
    expect(await decide(denied, gpc)).toMatchObject({ advertising: 'signal-opt-out' })
    expect(await decide(denied)).toMatchObject({ advertising: 'consent-denied' })
  })
})

describe('ground', () => {
  test.each<[string, Purpose[]]>([
    ['US', []],
    ['US-CA', ['behavioural', 'measurement', 'advertising', 'training']],
    ['BR', ['measurement']],
    ['EU-DE', []],
    ['GB', []],
    ['CA-QC', []],
    ['CA', []],
    ['CA-ON', ['measurement']],
    ['XX', []],
  ])('in %s, not having opted out carries %j', async (jurisdiction, granted) => {
    const chosen = { purposes: allGiven, basis: 'optout', jurisdiction } as const
    const reasons = await decide(chosen, { place: placeOf(jurisdiction) })
    expect(purposes.filter((purpose) => reasons[purpose] === 'granted')).toEqual([
      'contextual',
      ...granted,
    ])
  })

  test.each(['li', 'contract', 'nopd', 'none'] as const)('%s carries nothing', async (basis) => {
    for (const jurisdiction of ['EU-FR', 'US-CA']) {
      const reasons = await decide({ purposes: allGiven, basis, jurisdiction })
      expect(reasons).toMatchObject({
        contextual: 'granted',
        behavioural: 'consent-too-narrow',
        measurement: 'consent-too-narrow',
      })
    }
  })
})

describe('a token that nobody acted on', () => {
  const given = { purposes: allGiven, basis: 'optout', mechanism: 'default' } as const
  const noticeMode = { ...defaultPolicy, noticeMode: true }

  test.each<[string, string, Purpose[]]>([
    ['US-CA', 'US-CA', ['behavioural', 'measurement', 'advertising', 'training']],
    ['US-TX', 'US-CA', ['behavioural', 'measurement', 'advertising', 'training']],
    ['BR', 'BR', ['measurement']],
    ['US-CA', 'BR', ['measurement']],
    ['CA-ON', 'CA-ON', ['measurement']],
    ['EU-DE', 'US-CA', []],
    ['US-CA', 'EU-DE', []],
    ['CA-QC', 'CA-QC', []],
    ['US-CA', 'US', []],
  ])('made under %s, in %s, carries %j in notice mode', async (jurisdiction, code, granted) => {
    const place = placeOf(code)
    const reasons = await decide({ ...given, jurisdiction }, { place, policy: noticeMode })
    expect(purposes.filter((purpose) => reasons[purpose] === 'granted')).toEqual([
      'contextual',
      ...granted,
    ])
  })

  test.each<[string, Partial<ConsentOptions>, Partial<PermitOptions>]>([
    ['outside of notice mode', {}, { policy: defaultPolicy }],
    ['when it says consent, which nobody gave', { basis: 'consent' }, {}],
    ['when silence was taken for an answer', { mechanism: 'implied' }, {}],
    ['for a child', { age: 'u16', parental: true }, {}],
  ])('grants nothing %s', async (_, token, request) => {
    const inCalifornia = { place: placeOf('US-CA'), policy: noticeMode }
    const chosen = { ...given, jurisdiction: 'US-CA', ...token }
    const reasons = await decide(chosen, { ...inCalifornia, ...request })
    expect(purposes.filter((purpose) => reasons[purpose] === 'granted')).toEqual(['contextual'])
  })
})

describe('the operator', () => {
  const pricing = { disclosed: true, largeFoodRetailer: false } as const

  test('turns purposes off', async () => {
    const policy = { ...defaultPolicy, purposes: ['measurement'] as const }
    expect(await decide({ purposes: allGiven }, { policy })).toEqual({
      contextual: 'policy-off',
      behavioural: 'policy-off',
      measurement: 'granted',
      pricing: 'policy-off',
      advertising: 'policy-off',
      training: 'policy-off',
    })
  })

  test.each<[string, string, boolean, string]>([
    ['US-CA', 'consent', false, 'granted'],
    ['EU-DE', 'consent', false, 'granted'],
    ['US-CA', 'optout', false, 'consent-too-narrow'],
    ['US-MD', 'consent', false, 'granted'],
    ['US-MD', 'consent', true, 'jurisdiction-forbids'],
    ['XX', 'consent', true, 'jurisdiction-forbids'],
  ])('makes personal prices in %s on %s (of food: %s): %s', async (code, basis, food, expected) => {
    const policy = { ...defaultPolicy, pricing: { ...pricing, largeFoodRetailer: food } }
    const chosen = { purposes: allGiven, jurisdiction: code, basis: basis as 'consent' | 'optout' }
    expect(await decide(chosen, { policy, place: placeOf(code) })).toMatchObject({
      pricing: expected,
    })
  })

  test('makes no personal price on a page that will not say so', async () => {
    for (const disclosed of [{}, { disclosed: false }]) {
      const policy = { ...defaultPolicy, pricing: { largeFoodRetailer: false, ...disclosed } }
      const chosen = { purposes: allGiven, jurisdiction: 'US-CA' }
      expect(await decide(chosen, { policy, place: placeOf('US-CA') })).toMatchObject({
        pricing: 'policy-off',
      })
    }
  })

  test('asks again under another policy, and a no stays a no', async () => {
    const policy = { ...defaultPolicy, policies: ['today'] }
    const chosen = { purposes: { ...allGiven, advertising: 'd', contextual: 'w' } } as const
    expect(await decide({ ...chosen, policy: 'today' }, { policy })).toMatchObject({
      behavioural: 'granted',
    })
    expect(await decide({ ...chosen, policy: 'before' }, { policy })).toMatchObject({
      contextual: 'consent-denied',
      behavioural: 'consent-too-narrow',
      advertising: 'consent-denied',
    })
  })
})

test('another signal takes away what it names, contextual as well', async () => {
  const denies = new Set<Purpose>(['contextual', 'behavioural'])
  const lowerings = [
    { source: 'tcf', denies },
    { source: 'gpp', denies: new Set<Purpose>() },
  ]
  expect(await decide({ purposes: allGiven }, { lowerings })).toMatchObject({
    contextual: 'signal-opt-out',
    behavioural: 'signal-opt-out',
    measurement: 'granted',
  })
  expect(reasonsOf(permit({ ...clear, lowerings }))).toMatchObject({
    contextual: 'signal-opt-out',
    measurement: 'consent-absent',
  })
  expect(reasonsOf(permit(clear))).toMatchObject({ contextual: 'granted' })
})

describe('revocation', () => {
  test('a status list that nobody checked permits nothing that names one', async () => {
    const consent = await verifyConsent(await mint({ purposes: allGiven }), trust, now)
    expect(reasonsOf(permit({ consent, gpc: false, now }))).toEqual({
      contextual: 'granted',
      behavioural: 'consent-unchecked',
      measurement: 'granted',
      pricing: 'policy-off',
      advertising: 'consent-unchecked',
      training: 'consent-unchecked',
    })
  })

  test('a revoked token permits what no token permits', async () => {
    const consent = await verifyConsent(await mint({ purposes: allGiven }), trust, now)
    const permission = permit({ consent, gpc: false, now, revocation: 'revoked' })
    expect(grantsOf(permission)).toEqual(['contextual'])
    expect(permission.measurement).toEqual({ granted: false, reason: 'consent-denied' })
  })

  test.each(['', 'CLEAR', 'ok', 0, true, null, {}, [], Promise.resolve('clear')])(
    'an answer that is none, such as %o, permits no more than none does',
    async (said) => {
      const consent = await verifyConsent(await mint({ purposes: allGiven }), trust, now)
      const permission = permit({ consent, gpc: false, now, revocation: said as Revocation })
      expect(reasonsOf(permission)).toEqual(reasonsOf(permit({ consent, gpc: false, now })))
    },
  )

  test('a developer may skip the list, and says that it is insecure', async () => {
    const consent = await verifyConsent(await mint({ purposes: allGiven }), trust, now)
    const permission = permit({ consent, gpc: false, now, revocation: 'insecure-unchecked' })
    expect(grantsOf(permission)).toEqual(grantsOf(permit({ ...clear, consent })))
  })
})

test('nobody can change a permission', () => {
  const permission = permit({ consent: undefined, gpc: false, now })
  expect(() => Object.assign(permission, { behavioural: { granted: true } })).toThrow(TypeError)
  expect(() => Object.assign(permission.behavioural, { granted: true })).toThrow(TypeError)
  expect(isPermitted(permission, 'behavioural')).toBe(false)
  expect(isPermitted(permission, 'contextual')).toBe(true)
})

describe('nothing that gets worse raises a permission:', () => {
  const scenario = fc.record({
    purposes: fc.record(
      Object.fromEntries(purposes.map((purpose) => [purpose, stateMostlyGiven()])),
      { requiredKeys: [] },
    ) as fc.Arbitrary<ConsentOptions['purposes']>,
    age: fc.constantFrom<Age>('adult', 'adult', 'unknown', 'u18', 'u16', 'u13'),
    parental: fc.boolean(),
    tokenGpc: fc.boolean(),
    gpc: fc.boolean(),
    overrides: fc.subarray([...purposes]),
    basis: fc.constantFrom('consent', 'consent', 'optout', 'li', 'none'),
    jurisdiction: fc.constantFrom('EU-DE', 'US-CA', 'BR', 'CA-QC', 'XX'),
    revocation: fc.constantFrom<Revocation>('clear', 'insecure-unchecked', 'unknown', 'revoked'),
  })
  type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never

  const ages: Age[] = ['adult', 'unknown', 'u18', 'u16', 'u13']
  const revocations: Revocation[] = ['clear', 'insecure-unchecked', 'unknown', 'revoked']

  const worsen: Record<string, (scenario: Scenario) => Scenario[]> = {
    'the signal is added': (it) => [{ ...it, gpc: true }],
    'the signal was on at the choice': (it) => [{ ...it, tokenGpc: true }],
    'the override is gone': (it) => [{ ...it, overrides: [] }],
    'the shopper is younger': (it) =>
      ages.slice(ages.indexOf(it.age)).map((age) => ({ ...it, age })),
    'no parent agreed': (it) => [{ ...it, parental: false }],
    'the list says less': (it) =>
      revocations
        .slice(revocations.indexOf(it.revocation))
        .map((revocation) => ({ ...it, revocation })),
    'the ground is weaker': (it) =>
      (['optout', 'none'] as const)
        .filter((basis) => it.basis === 'consent' || basis === 'none')
        .map((basis) => ({ ...it, basis })),
    'the law is stricter': (it) => [{ ...it, jurisdiction: 'EU-DE' }],
    'a given purpose is not': (it) =>
      purposes
        .filter((purpose) => it.purposes[purpose] === 'g')
        .flatMap((purpose) =>
          (['d', 'w', 'u', 'n'] as const).map((state) => ({
            ...it,
            purposes: { ...it.purposes, [purpose]: state },
          })),
        ),
  }

  test.each(Object.keys(worsen))('%s', async (change) => {
    await fc.assert(
      fc.asyncProperty(scenario, async (before) => {
        const permission = await permitted(before)
        for (const after of worsen[change]?.(before) ?? []) {
          expect(permission).toEqual(expect.arrayContaining(await permitted(after)))
        }
      }),
      { numRuns: 40 },
    )
  })

  // A token can deny contextual, which needs no token: so only what a token can grant is compared.
  test('the token is lost, or refused for any reason', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (before) => {
        const { gpc, revocation } = before
        const permission = await permitted(before)
        for (const reason of ['consent-absent', 'consent-expired', 'consent-untrusted'] as const) {
          for (const consent of [undefined, { reason }]) {
            const granted = grantsOf(permit({ consent, gpc, now, revocation }))
            expect([...permission, 'contextual']).toEqual(expect.arrayContaining(granted))
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  test('time passes', async () => {
    const prp = {
      beh: { s: 'g', b: 'consent', x: iat + 100 },
      msr: { s: 'g', b: 'consent', x: iat + 200 },
      ads: { s: 'g', b: 'consent' },
      ctx: { s: 'd', b: 'nopd' },
    }
    const consent = await verifyConsent(await forge({ ...claimsOf(await mint()), prp }), trust, now)
    const second = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(second, second, (one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)].map((seconds) =>
          grantsOf(permit({ ...clear, consent, now: new Date((iat + seconds) * 1000) })),
        )
        expect(early).toEqual(expect.arrayContaining(late ?? []))
      }),
    )
  })

  test('any character of the token is another one', async () => {
    const token = await mint({ purposes: { measurement: 'g' } })
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=% '
    const position = fc.nat(token.length - 1)
    await fc.assert(
      fc.asyncProperty(position, fc.constantFrom(...alphabet), async (at, character) => {
        fc.pre(token[at] !== character)
        const changed = token.slice(0, at) + character + token.slice(at + 1)
        const consent = await verifyConsent(changed, trust, now)
        expect(grantsOf(permit({ ...clear, consent }))).toEqual(['contextual'])
      }),
      { numRuns: 500 },
    )
  })

  test('any claim is missing, though the signature is right', async () => {
    const claims = claimsOf(await mint({ purposes: allGiven, overrides: purposes, gpc: true }))
    const full = await verifyConsent(await forge(claims), trust, now)
    const before = grantsOf(permit({ ...clear, consent: full, gpc: true }))
    expect(before).toHaveLength(5)

    for (const name of Object.keys(claims)) {
      const { [name]: _, ...rest } = claims
      const consent = await verifyConsent(await forge(rest), trust, now)
      const after = grantsOf(permit({ ...clear, consent, gpc: true }))
      expect(after.length, name).toBeLessThan(before.length)
    }
    for (const key of Object.values(purposeKeys)) {
      const { [key]: _, ...prp } = claims.prp as Record<string, unknown>
      const consent = await verifyConsent(await forge({ ...claims, prp }), trust, now)
      const after = grantsOf(permit({ ...clear, consent, gpc: true }))
      expect(before).toEqual(expect.arrayContaining(after))
    }
  })

  async function permitted(given: Scenario): Promise<Purpose[]> {
    const { gpc, revocation, tokenGpc, overrides, ...rest } = given
    const options = { ...rest, gpc: tokenGpc, ...(overrides.length > 0 && { overrides }) }
    const consent = await consentOf(options as Partial<ConsentOptions>)
    return grantsOf(permit({ consent, gpc, now, revocation }))
  }

  function stateMostlyGiven() {
    return fc.constantFrom<ChoiceState>('g', 'g', 'g', 'd', 'w', 'u', 'n')
  }
})

const clear = { consent: undefined, gpc: false, now, revocation: 'clear' } satisfies PermitOptions

async function consentOf(options: Partial<ConsentOptions>): Promise<ConsentResult> {
  const defaults = { jurisdiction: 'EU-DE', age: 'adult', purposes: {} } as const
  const { issuer, audience } = trust
  const token = await mintConsent(
    { issuer, audience, ...defaults, ...options },
    privateJwk,
    now,
    random,
  )
  const result = await verifyConsent(token, trust, now)
  expect(result).toHaveProperty('consent')
  return result
}

async function decide(options: Partial<ConsentOptions>, request: Partial<PermitOptions> = {}) {
  return reasonsOf(permit({ ...clear, consent: await consentOf(options), ...request }))
}

function reasonsOf(permission: Permission): Record<Purpose, string> {
  return Object.fromEntries(
    purposes.map((purpose) => [purpose, permission[purpose].reason ?? 'granted']),
  ) as Record<Purpose, string>
}

function grantsOf(permission: Permission): Purpose[] {
  return purposes.filter((purpose) => isPermitted(permission, purpose))
}
