import { describe, expect, test } from 'vitest'
import {
  generateKeys,
  type JsonObject,
  pinnedKeys,
  verifyConsent,
} from '../../src/consent/index.ts'
import {
  iso27560Record,
  kantaraReceipt,
  receiptService,
  signReceipt,
  verifyReceipt,
} from '../../src/receipts/index.ts'
import { formatOf } from '../../src/receipts/schemas.ts'
import { claimsOf, forge, iat, mint, now, privateJwk, publicJwk, trust } from '../consent/issuer.ts'
import { choice, controller } from './shopper.ts'

const { issuer } = trust
const record = await choice()
const kantara = kantaraReceipt(record, controller)
const iso27560 = iso27560Record(record, controller)
const other = await generateKeys('ES256')

describe('a Kantara receipt', () => {
  test('says what was given, by whom, to whom and until when', () => {
    expect(kantara).toEqual({
      version: 'KI-CR-v1.1.0',
      jurisdiction: 'EU-DE',
      consentTimestamp: iat,
      collectionMethod: 'prefcentre',
      consentReceiptID: record.receiptId,
      language: 'en',
      piiPrincipalId: record.subject,
      piiControllers: [
        {
          piiController: 'Shop Ltd',
          contact: 'Privacy office',
          address: {
            streetAddress: '1 High Street',
            postalCode: 'N1 1AA',
            addressLocality: 'London',
            addressCountry: 'GB',
          },
          email: 'privacy@shop.example',
          phone: '+44 20 7946 0000',
        },
      ],
      policyUrl: 'https://shop.example/privacy',
      services: [
        {
          service: 'shop.example',
          purposes: [
            {
              purpose: 'Recommend products by the page, without personal data',
              purposeCategory: ['1 - Core Function'],
              consentType: 'N/A',
              piiCategory: [],
              primaryPurpose: false,
              termination: 'Withdrawal, at the latest 0 days after collection (none)',
              thirdPartyDisclosure: false,
            },
            {
              purpose: 'Recommend products by what the shopper looked at',
              purposeCategory: ['5 - Personalized Experience'],
              consentType: 'EXPLICIT',
              piiCategory: [
                'user.behavior.browsing_history',
                'user.behavior.purchase_history',
                'user.device.cookie',
              ],
              primaryPurpose: false,
              termination: 'Withdrawal, at the latest 30 days after collection (profile)',
              thirdPartyDisclosure: false,
            },
            {
              purpose: 'Measure how well recommendations work',
              purposeCategory: ['16 - Improve Performance'],
              consentType: 'EXPLICIT',
              piiCategory: ['user.telemetry'],
              primaryPurpose: false,
              termination: 'Withdrawal, at the latest 365 days after collection (counters)',
              thirdPartyDisclosure: true,
              thirdPartyName: 'Counting GmbH',
            },
          ],
        },
      ],
      sensitive: false,
      spiCat: [],
    })
  })

  test('lists nothing that was not given', async () => {
    const refused = await choice({ purposes: { behavioural: 'd', measurement: 'w' } })
    expect(kantaraReceipt(refused, controller)).toMatchObject({ services: [{ purposes: [] }] })
  })

  test('does not call explicit what nobody said', async () => {
    const implied = await choice({ mechanism: 'default', purposes: { behavioural: 'g' } })
    const receipt = kantaraReceipt(implied, controller)
    expect(receipt).toMatchObject({ services: [{ purposes: [{ consentType: 'IMPLICIT' }] }] })
  })

  // As its schema requires them (CR_v1_1/kantara-consent-receipt-v1_1-schema.json).
  test.each([
    'version',
    'jurisdiction',
    'consentTimestamp',
    'collectionMethod',
    'consentReceiptID',
    'piiPrincipalId',
    'piiControllers',
    'piiControllers.0.piiController',
    'piiControllers.0.contact',
    'piiControllers.0.address',
    'piiControllers.0.email',
    'piiControllers.0.phone',
    'policyUrl',
    'services',
    'services.0.service',
    'services.0.purposes',
    'services.0.purposes.1.consentType',
    'services.0.purposes.1.purposeCategory',
    'services.0.purposes.1.piiCategory',
    'services.0.purposes.1.termination',
    'services.0.purposes.1.thirdPartyDisclosure',
    'services.0.purposes.2.thirdPartyName',
    'sensitive',
    'spiCat',
  ])('is none without %s', async (path) => {
    expect(formatOf(kantara)).toBe('kantara')
    const broken = without(kantara, path)
    expect(formatOf(broken)).toBeUndefined()
    await expect(signReceipt(broken, { issuer, privateJwk }, now)).rejects.toThrow('must be whole')
  })
})

describe('a record by ISO/IEC TS 27560', () => {
  test('says of every purpose what was chosen', async () => {
    const chosen = await choice({
      purposes: { behavioural: 'g', measurement: 'd', advertising: 'w' },
    })
    expect(iso27560Record(chosen, controller)).toMatchObject({
      '@type': 'dpv:ConsentRecord',
      'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#record',
      'dpv:hasProcess': [
        {
          'dpv:hasPurpose': 'dpv:ProvidePersonalisedRecommendations',
          'dpv:hasConsentStatus': [
            {
              '@type': ['dpv:ConsentGiven', 'dpv:ExplicitlyExpressedConsent'],
              'dpv:isIndicatedAtTime': '2026-11-20T12:00:00.000Z',
              'dpv:hasDuration': 'P180D',
            },
          ],
        },
        { 'dpv:hasConsentStatus': [{ '@type': ['dpv:ConsentRefused', expect.anything()] }] },
        { 'dpv:hasConsentStatus': [{ '@type': ['dpv:ConsentWithdrawn', expect.anything()] }] },
      ],
    })
  })

  test('dates a choice that was made before the others', async () => {
    const claims = claimsOf(await mint())
    const prp = { msr: { s: 'g', b: 'consent', t: iat - 86_400 } }
    const result = await verifyConsent(await forge({ ...claims, prp }), trust, now)
    if ('reason' in result) throw new Error(result.reason)
    expect(iso27560Record(result.consent, controller)).toMatchObject({
      'dpv:hasProcess': [
        { 'dpv:hasConsentStatus': [{ 'dpv:isIndicatedAtTime': '2026-11-19T12:00:00.000Z' }] },
      ],
    })
  })

  // The mandatory fields of the standard, by the guide of the Data Privacy Vocabulary.
  test.each<[string, string]>([
    ['schema version', 'dct:conformsTo'],
    ['record id', 'dct:identifier'],
    ['principal id', 'dpv:hasDataSubject.dct:identifier'],
    ['privacy notice', 'dpv:hasNotice.schema:url'],
    ['language', 'dpv:hasNotice.dct:language'],
    ['purpose', 'dpv:hasProcess.1.dpv:hasPurpose'],
    ['PII information', 'dpv:hasProcess.1.dpv:hasPersonalData'],
    ['controllers', 'dpv:hasDataController'],
    ['storage locations', 'dpv:hasProcess.1.dpv:hasStorageCondition.0'],
    ['retention period', 'dpv:hasProcess.1.dpv:hasStorageCondition.1'],
    ['jurisdiction', 'dpv:hasJurisdiction'],
    ['recipients', 'dpv:hasProcess.1.dpv:hasRecipient'],
    ['withdrawal method', 'dpv:hasConsentControl'],
    ['party id', 'dpv:hasEntity.0.@id'],
    ['party name', 'dpv:hasEntity.0.schema:name'],
    ['party address', 'dpv:hasEntity.0.schema:address'],
    ['party contact', 'dpv:hasEntity.0.schema:contactPoint'],
    ['party type', 'dpv:hasEntity.0.@type'],
    ['event time', 'dpv:hasProcess.1.dpv:hasConsentStatus.0.dpv:isIndicatedAtTime'],
    ['validity duration', 'dpv:hasProcess.1.dpv:hasConsentStatus.0.dpv:hasDuration'],
    ['entity id', 'dpv:hasProcess.1.dpv:hasConsentStatus.0.dpv:isIndicatedBy'],
    ['event type', 'dpv:hasProcess.1.dpv:hasConsentStatus.0.@type'],
    ['event state', 'dpv:hasProcess.1.dpv:hasConsentStatus'],
  ])('is none without its %s', async (_, path) => {
    expect(formatOf(iso27560)).toBe('iso27560')
    const broken = without(iso27560, path)
    expect(formatOf(broken)).toBeUndefined()
    await expect(signReceipt(broken, { issuer, privateJwk }, now)).rejects.toThrow('must be whole')
  })
})

test.each([
  ['a name', { name: '' }, 'receipt /piiControllers/0/piiController minLength'],
  ['a policy', { policyUrl: '/privacy' }, 'receipt /policyUrl pattern'],
])('no receipt is made for a shop without %s', (_, changes, message) => {
  expect(() => kantaraReceipt(record, { ...controller, ...changes })).toThrow(message)
})

test('no receipt is made while the shop does not say how long it keeps data', () => {
  for (const make of [kantaraReceipt, iso27560Record]) {
    expect(() => make(record, { ...controller, purposes: {} })).toThrow(
      'purposes.behavioural: must say how long data is kept for it',
    )
  }
})

describe('a signed receipt', () => {
  test.each([
    ['kantara' as const, kantara],
    ['iso27560' as const, iso27560],
  ])('of %s can be checked by whoever has the keys, years later', async (format, receipt) => {
    const token = await signReceipt(receipt, { issuer, privateJwk }, now)
    const years = new Date(now.getTime() + 3 * 365 * 86_400_000)
    expect(await verifyReceipt(token, trust, years)).toEqual({ receipt, format, signedAt: now })
  })

  test('is no consent, and consent is no receipt', async () => {
    const token = await signReceipt(kantara, { issuer, privateJwk }, now)
    expect(await verifyConsent(token, trust, now)).toEqual({ reason: 'consent-untrusted' })
    expect(await verifyReceipt(await mint(), trust, now)).toEqual({ reason: 'consent-untrusted' })
  })

  test.each<[string, object, object, string]>([
    ['another issuer', { iss: 'https://other.example' }, {}, 'consent-untrusted'],
    ['no date', { iat: undefined }, {}, 'consent-untrusted'],
    ['a date to come', { iat: iat + 6 }, {}, 'consent-untrusted'],
    ['half a receipt', { receipt: { version: 'KI-CR-v1.1.0' } }, {}, 'consent-unreadable'],
    ['no receipt', { receipt: undefined }, {}, 'consent-unreadable'],
    ['another typ', {}, { typ: 'JWT' }, 'consent-untrusted'],
    ['a key nobody knows', {}, { kid: 'other' }, 'consent-untrusted'],
  ])('with %s is refused', async (_, changes, header, reason) => {
    const typ = { typ: 'consent-receipt+jwt' }
    const claims = { iss: issuer, iat, receipt: kantara }
    expect(await verifyReceipt(await forge(claims, typ), trust, now)).toHaveProperty('receipt')
    const token = await forge({ ...claims, ...changes }, { ...typ, ...header })
    expect(await verifyReceipt(token, trust, now)).toEqual({ reason })
  })

  test('by another key is refused', async () => {
    const jwk = { ...other.privateJwk, kid: privateJwk.kid }
    const token = await signReceipt(kantara, { issuer, privateJwk: jwk }, now)
    expect(await verifyReceipt(token, trust, now)).toEqual({ reason: 'consent-untrusted' })
    const keys = pinnedKeys({ keys: [publicJwk] })
    expect(await verifyReceipt('nonsense', { ...trust, keys }, now)).toHaveProperty('reason')
  })
})

describe('a shopper who asks for a receipt', () => {
  const give = receiptService({ issuer, controller })

  test.each([
    ['', 'application/json', 'consent-receipt.json'],
    ['?format=kantara', 'application/json', 'consent-receipt.json'],
    ['?format=iso27560', 'application/ld+json', 'consent-record.jsonld'],
  ])('%s gets it to keep', async (query, type, file) => {
    const response = await ask(query)
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': type,
      'content-disposition': `attachment; filename="${file}"`,
      'cache-control': 'no-store',
    })
    expect(formatOf(await response.json())).toBe(query.includes('iso') ? 'iso27560' : 'kantara')
  })

  test.each(['kantara', 'iso27560'])('?format=%s.jwt gets it signed', async (format) => {
    const response = await ask(`?format=${format}.jwt`)
    expect(response.headers.get('content-type')).toBe('application/jwt')
    expect(await verifyReceipt(await response.text(), trust, now)).toMatchObject({ format })
  })

  test.each(['pdf', 'constructor', ''])('?format=%s gets none', async (format) => {
    expect((await ask(`?format=${format}`)).status).toBe(400)
  })

  function ask(query: string): Promise<Response> {
    const request = new Request(`https://shop.example/.limen/consent/receipt${query}`)
    return give({ consent: record, request, keys: { privateJwk }, now })
  }
})

/** The same without what a path names. */
function without(value: JsonObject, path: string): JsonObject {
  const copy = structuredClone(value)
  const names = path.split('.')
  const last = names.pop() as string
  let parent = copy as Record<string, never>
  for (const name of names) {
    parent = parent[name] as never
    expect(parent, path).toBeDefined()
  }
  expect(parent, path).toHaveProperty([last])
  if (Array.isArray(parent)) parent.splice(Number(last), 1)
  else delete parent[last]
  return copy
}
