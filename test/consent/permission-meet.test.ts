import fc from 'fast-check'
import { describe, expect, inject, test } from 'vitest'
import { readClaims, withoutGrants } from '../../src/consent/claims.ts'
import {
  type Age,
  ages,
  type Basis,
  type ChoiceState,
  type Consent,
  explainPermission,
  isPermitted,
  type Mechanism,
  type PermitOptions,
  type PermitPolicy,
  permit,
  type Revocation,
  readDenials,
} from '../../src/consent/index.ts'
import { type Purpose, placeOf, purposeKeys, purposes } from '../../src/policy/index.ts'
import { iat } from './issuer.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How many permissions to try; a nightly configuration can `provide` more than the usual. */
    permissionRuns: number
  }
}

const numRuns = inject('permissionRuns') ?? 1000

interface Choice {
  readonly state: ChoiceState
  readonly basis: Basis
  /** Seconds after the token was made. */
  readonly endsAfter: number | undefined
}

/** A token and everything that it meets. */
interface Scenario {
  readonly choices: Readonly<Partial<Record<Purpose, Choice>>>
  readonly age: Age
  readonly parental: boolean
  readonly mechanism: Mechanism
  readonly confirmed: boolean
  readonly tokenGpc: boolean
  readonly overrides: readonly Purpose[]
  readonly jurisdiction: string
  readonly policyDigest: string
  readonly noticeId: string
  readonly epoch: number
  /** Why the token is none; its text is there all the same. */
  readonly failure: 'consent-expired' | 'consent-untrusted' | 'consent-unreadable' | undefined
  readonly gpc: boolean
  readonly lowerings: readonly (readonly Purpose[])[]
  readonly revocation: Revocation
  /** Such as `US-CA`. */
  readonly place: string
  /** Seconds after the token was made. */
  readonly after: number
  readonly siteEpoch: number
  readonly policy: PermitPolicy
}

const kinds: readonly Age[] = ['adult', 'unknown', 'u18', 'u16', 'u13']
const revocations: readonly Revocation[] = ['clear', 'insecure-unchecked', 'unknown', 'revoked']
const failures = ['consent-expired', 'consent-untrusted', 'consent-unreadable'] as const
const codes = [
  'EU-DE',
  'GB',
  'US-CA',
  'US-MD',
  'US-VA',
  'US-NY',
  'CA-QC',
  'CA-ON',
  'BR',
  'US',
  'XX',
]
const day = 86_400

const choice: fc.Arbitrary<Choice> = fc.record({
  state: mostly<ChoiceState>('g', fc.constantFrom('d', 'w', 'u', 'n')),
  basis: mostly<Basis>('consent', fc.constantFrom('optout', 'optout', 'li', 'contract', 'none')),
  endsAfter: mostly<number | undefined>(undefined, fc.integer({ min: 0, max: 2 * day })),
})
const scenario: fc.Arbitrary<Scenario> = fc.record({
  choices: fc.record(Object.fromEntries(purposes.map((purpose) => [purpose, choice])), {
    requiredKeys: ['behavioural', 'measurement', 'advertising'],
  }) as fc.Arbitrary<Scenario['choices']>,
  age: mostly<Age>('adult', fc.constantFrom(...ages)),
  parental: fc.boolean(),
  mechanism: mostly<Mechanism>('prefcentre', fc.constantFrom('gpc', 'implied', 'default')),
  confirmed: mostly(true, fc.boolean()),
  tokenGpc: mostly(false, fc.boolean()),
  overrides: fc.subarray([...purposes]),
  jurisdiction: fc.constantFrom(...codes),
  policyDigest: fc.constantFrom('p1', 'p2'),
  noticeId: fc.constantFrom('n1', 'n2'),
  epoch: fc.nat(2),
  failure: mostly<Scenario['failure']>(undefined, fc.constantFrom(...failures)),
  gpc: mostly(false, fc.boolean()),
  lowerings: mostly<Purpose[][]>([], fc.array(fc.subarray([...purposes]), { maxLength: 2 })),
  revocation: mostly<Revocation>('clear', fc.constantFrom(...revocations)),
  place: fc.constantFrom(...codes),
  after: mostly(0, fc.integer({ min: 0, max: 2 * day })),
  siteEpoch: mostly(0, fc.nat(2)),
  policy: fc.record({
    purposes: mostly<readonly Purpose[]>(purposes, fc.subarray([...purposes])),
    noticeMode: fc.boolean(),
    pricing: fc.boolean().map((largeFoodRetailer) => ({ disclosed: true, largeFoodRetailer })),
    policies: mostly(['p1', 'p2'], fc.subarray(['p1', 'p2'])),
  }) as fc.Arbitrary<PermitPolicy>,
})

/** Every way in which one input is stricter, unreadable, missing, stale or broken. */
const worsen: Record<string, (it: Scenario) => Scenario[]> = {
  'the signal is on': (it) => [{ ...it, gpc: true }],
  'the signal was on at the choice': (it) => [{ ...it, tokenGpc: true }],
  'no override': (it) => [{ ...it, overrides: [] }],
  'another signal takes away': (it) =>
    purposes.map((purpose) => ({ ...it, lowerings: [...it.lowerings, [purpose]] })),
  younger: (it) => kinds.slice(kinds.indexOf(it.age)).map((age) => ({ ...it, age })),
  'no parent agreed': (it) => [{ ...it, parental: false }],
  'the status list says less': (it) =>
    revocations
      .slice(revocations.indexOf(it.revocation))
      .map((revocation) => ({ ...it, revocation })),
  'nobody knows the place': (it) => [
    { ...it, place: '' },
    { ...it, place: 'XX' },
    { ...it, place: 'EU-US' },
  ],
  'nobody knows the law of the token': (it) => [{ ...it, jurisdiction: 'XX' }],
  'the place is where the law opts in': (it) =>
    ['US-CA', 'US-VA', 'US-NY'].includes(it.place) ? [{ ...it, place: 'EU-DE' }] : [],
  'nobody acted': (it) => [
    { ...it, confirmed: false, mechanism: 'implied' },
    ...(it.confirmed ? [{ ...it, mechanism: 'default' as const }] : []),
  ],
  'a notice is not enough': (it) => [{ ...it, policy: { ...it.policy, noticeMode: false } }],
  'a purpose is off': (it) =>
    purposes.map((off) => {
      const on = it.policy.purposes.filter((purpose) => purpose !== off)
      return { ...it, policy: { ...it.policy, purposes: on } }
    }),
  'prices are not personal': ({ policy: { pricing: _, ...policy }, ...it }) => [{ ...it, policy }],
  'the shop sells food': (it) =>
    it.policy.pricing
      ? [{ ...it, policy: { ...it.policy, pricing: { disclosed: true, largeFoodRetailer: true } } }]
      : [],
  'the policy is another': (it) => [
    { ...it, policyDigest: 'p3' },
    { ...it, policy: { ...it.policy, policies: [] } },
  ],
  'the site asks anew': (it) => [
    { ...it, siteEpoch: it.siteEpoch + 1 },
    { ...it, siteEpoch: 9 },
  ],
  'time passes': (it) => [60, day, 7 * day].map((more) => ({ ...it, after: it.after + more })),
  'there is no clock': (it) => [{ ...it, after: Number.NaN }],
  'the token is refused': (it) => failures.map((failure) => ({ ...it, failure })),
  'a choice is another': (it) =>
    chosen(it).flatMap(([purpose, choice]) =>
      (choice.state === 'g' ? (['d', 'w', 'u', 'n'] as const) : (['d', 'w'] as const)).map(
        (state) => withChoice(it, purpose, { ...choice, state }),
      ),
    ),
  'a choice ends sooner': (it) =>
    chosen(it).map(([purpose, choice]) => withChoice(it, purpose, { ...choice, endsAfter: 0 })),
  'the ground is weaker': (it) =>
    chosen(it).flatMap(([purpose, choice]) => [
      withChoice(it, purpose, { ...choice, basis: 'none' }),
      ...(choice.basis === 'consent' && it.confirmed
        ? [withChoice(it, purpose, { ...choice, basis: 'optout' })]
        : []),
    ]),
}

// A large number of runs takes its time.
describe('whatever a token and a request say', { timeout: 600_000 }, () => {
  test('no input that gets worse raises a purpose', () => {
    fc.assert(
      fc.property(scenario, fc.constantFrom(...Object.keys(worsen)), (before, change) => {
        const permitted = grantsOf(before)
        for (const after of worsen[change]?.(before) ?? []) {
          expect(permitted).toEqual(expect.arrayContaining(grantsOf(after)))
        }
      }),
      { numRuns },
    )
  })

  test('a no and a withdrawal survive another policy, notice, key, outage or epoch', () => {
    const elsewhere = fc.record({
      policyDigest: fc.constantFrom('p1', 'p3'),
      noticeId: fc.constantFrom('n1', 'n3'),
      siteEpoch: fc.nat(9),
      failure: fc.constantFrom(undefined, ...failures),
      revocation: fc.constantFrom(...revocations),
      after: fc.integer({ min: 0, max: 30 * day }),
      place: fc.constantFrom('', ...codes),
      gpc: fc.boolean(),
    })
    fc.assert(
      fc.property(scenario, elsewhere, (before, changes) => {
        const refused = chosen(before)
          .filter(([, { state }]) => state === 'd' || state === 'w')
          .map(([purpose]) => purpose)
        const permitted = grantsOf({ ...before, ...changes })
        expect(permitted.filter((purpose) => refused.includes(purpose))).toEqual([])
      }),
      { numRuns },
    )
  })

  test('without a verified token only contextual is permitted', () => {
    holds((it) => {
      for (const consent of [undefined, ...failures.map((reason) => ({ reason }))]) {
        const permission = permit({ ...optionsOf(it), consent })
        expect(purposes.slice(1).filter((purpose) => isPermitted(permission, purpose))).toEqual([])
      }
    })
  })

  test('a token that nobody acted on counts only where notice suffices, here and in the token', () => {
    holds((it) => {
      const unconfirmed = { ...it, confirmed: false }
      const suffices = ['US-CA', 'US-MD', 'US-VA', 'US-NY']
      const permitted = grantsOf(unconfirmed)
      for (const purpose of permitted) {
        if (purpose === 'contextual') continue
        expect(it.mechanism).toBe('default')
        expect(it.policy.noticeMode).toBe(true)
        const allowed = purpose === 'measurement' ? [...suffices, 'CA-ON', 'BR'] : suffices
        expect(allowed).toContain(it.place)
        expect(allowed).toContain(it.jurisdiction)
        expect(it.choices[purpose]?.basis).toBe('optout')
      }
    })
  })

  test('a choice by default or by silence that says it was confirmed contradicts itself', () => {
    holds((it) => {
      for (const mechanism of ['default', 'implied'] as const) {
        const permitted = grantsOf({ ...it, mechanism, confirmed: true })
        expect(['contextual']).toEqual(expect.arrayContaining(permitted))
      }
    })
  })

  test('nobody under 18 is profiled', () => {
    holds((it) => {
      for (const age of ['u18', 'u16', 'u13'] as const) {
        const permitted = grantsOf({ ...it, age, parental: true })
        expect(['contextual', 'measurement']).toEqual(expect.arrayContaining(permitted))
      }
    })
  })

  test('a permission is the meet of what each input says, and the first names the reason', () => {
    holds((it) => {
      const options = optionsOf(it)
      const permission = permit(options)
      for (const [purpose, { decision, verdicts }] of explainPermission(options)) {
        const [first] = [...verdicts.values()].filter((reason) => reason !== undefined)
        expect(decision).toEqual(permission[purpose])
        expect(decision.reason).toBe(first)
        expect(decision.granted).toBe(first === undefined)
      }
    })
  })

  test('asked twice, the answer is the same', () => {
    holds((it) => {
      expect(permit(optionsOf(it))).toEqual(permit(optionsOf(it)))
      const { gpc, place, policy, now } = optionsOf(it)
      const without = { consent: undefined, gpc, now, ...(place && { place }) }
      const fresh = permit({ ...without, policy: { ...policy } as PermitPolicy })
      expect(permit({ ...without, policy })).toEqual(fresh)
    })
  })
})

test('the scenarios permit often enough to say something', () => {
  const counts = new Map(purposes.map((purpose) => [purpose, 0]))
  for (const it of fc.sample(scenario, { numRuns: 1000, seed: 11 })) {
    for (const purpose of grantsOf(it)) counts.set(purpose, (counts.get(purpose) ?? 0) + 1)
  }
  for (const purpose of purposes) expect(counts.get(purpose), purpose).toBeGreaterThan(10)
})

/** A scenario of anything at all would permit next to nothing. */
function mostly<T>(usual: T, others: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others })
}

function holds(property: (it: Scenario) => void): void {
  fc.assert(fc.property(scenario, property), { numRuns })
}

function grantsOf(it: Scenario): Purpose[] {
  const permission = permit(optionsOf(it))
  return purposes.filter((purpose) => isPermitted(permission, purpose))
}

function optionsOf(it: Scenario): PermitOptions {
  const claims = claimsOf(it)
  return {
    consent: it.failure ? { reason: it.failure } : { consent: read(claims, it.siteEpoch) },
    denials: it.failure && readDenials(unsigned(claims)),
    gpc: it.gpc,
    lowerings: it.lowerings.map((denies) => ({ source: 'test', denies: new Set(denies) })),
    revocation: it.revocation,
    place: it.place === '' ? {} : placeOf(it.place),
    now: new Date((iat + it.after) * 1000),
    policy: it.policy,
  }
}

// What `verifyConsent` does after the signature, so that there is time for many.
function read(claims: object, siteEpoch: number): Consent {
  const content = readClaims(claims)
  if (!content) throw new Error('the scenario is no token')
  return (content.epoch < siteEpoch ? withoutGrants(content) : content) as Consent
}

function claimsOf(it: Scenario): object {
  const prp = chosen(it).map(([purpose, { state, basis, endsAfter }]) => [
    purposeKeys[purpose],
    { s: state, b: basis, ...(endsAfter !== undefined && { x: iat + endsAfter }) },
  ])
  return {
    iss: 'https://shop.example',
    aud: 'shop.example',
    sub: 'AAAAAAAAAAAAAAAAAAAAAA',
    iat,
    exp: iat + day,
    jti: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    ver: 1,
    rec: 'r',
    cat: iat,
    mech: it.mechanism,
    cfm: it.confirmed,
    nid: it.noticeId,
    nh: 'h',
    lang: 'en',
    jur: it.jurisdiction,
    jsrc: 'geo',
    pol: it.policyDigest,
    prp: Object.fromEntries(prp),
    age: it.age,
    par: it.parental,
    gpc: it.tokenGpc ? 1 : 0,
    gpo: { t: iat, p: it.overrides.map((purpose) => purposeKeys[purpose]) },
    status: { status_list: { idx: 0, uri: 'https://shop.example/status' } },
    ep: it.epoch,
  }
}

function unsigned(claims: object): string {
  const payload = btoa(JSON.stringify(claims))
  return `e30.${payload.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.AAAA`
}

function chosen({ choices }: Scenario): [Purpose, Choice][] {
  return Object.entries(choices) as [Purpose, Choice][]
}

function withChoice(it: Scenario, purpose: Purpose, choice: Choice): Scenario {
  return { ...it, choices: { ...it.choices, [purpose]: choice } }
}
