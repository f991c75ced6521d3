import type { JsonObject } from '../consent/index.ts'
import { ConfigError } from '../errors.ts'
import { findMisfit, type JsonSchema } from './json-schema.ts'

export type ReceiptFormat = 'kantara' | 'iso27560'

const draft = 'https://json-schema.org/draft/2020-12/schema'
const text: JsonSchema = { type: 'string', minLength: 1 }
const address: JsonSchema = { type: 'string', pattern: '^https://' }
const boolean: JsonSchema = { type: 'boolean' }

/** An object that has all of these. */
function all(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', required: Object.keys(properties), properties }
}

function list(items: JsonSchema, minItems = 0): JsonSchema {
  return { type: 'array', items, minItems }
}

function is(value: string): JsonSchema {
  return { const: value }
}

const kantaraPurpose: JsonSchema = {
  ...all({
    consentType: { enum: ['EXPLICIT', 'IMPLICIT', 'N/A'] },
    purposeCategory: list(text, 1),
    piiCategory: list(text),
    termination: text,
    thirdPartyDisclosure: boolean,
  }),
  // Who discloses says to whom.
  anyOf: [
    { properties: { thirdPartyDisclosure: { const: false } } },
    { required: ['thirdPartyName'], properties: { thirdPartyName: text } },
  ],
}

// Kantara Consent Receipt 1.1: the fields its schema requires, and what its text says of them.
const kantara: JsonSchema = {
  $schema: draft,
  ...all({
    version: is('KI-CR-v1.1.0'),
    jurisdiction: text,
    consentTimestamp: { type: 'integer', minimum: 0 },
    collectionMethod: text,
    consentReceiptID: text,
    piiPrincipalId: text,
    piiControllers: list(
      all({
        piiController: text,
        contact: text,
        address: { type: 'object' },
        email: text,
        phone: text,
      }),
      1,
    ),
    policyUrl: address,
    services: list(all({ service: text, purposes: list(kantaraPurpose) }), 1),
    sensitive: boolean,
    spiCat: list(text),
  }),
}

const party = all({
  '@id': text,
  '@type': is('dpv:DataController'),
  'schema:name': text,
  'schema:address': all({ 'schema:streetAddress': text, 'schema:addressCountry': text }),
  'schema:contactPoint': all({
    'schema:name': text,
    'schema:email': text,
    'schema:telephone': text,
  }),
})

const event = all({
  '@type': list(text, 1),
  'dpv:isIndicatedAtTime': { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z$' },
  'dpv:isIndicatedBy': text,
  'dpv:hasIndicationMethod': text,
  'dpv:hasDuration': { type: 'string', pattern: '^P\\d+D$' },
})

const storage: JsonSchema = {
  type: 'array',
  allOf: [
    { contains: all({ '@type': is('dpv:StorageLocation'), 'dpv:hasLocation': list(text, 1) }) },
    {
      contains: all({
        '@type': is('dpv:StorageDuration'),
        'dpv:hasDuration': { type: 'string', pattern: '^P\\d+D$' },
      }),
    },
  ],
}

const process = all({
  'dpv:hasPurpose': text,
  'dpv:hasPersonalData': list(text),
  'dpv:hasRecipient': list(text, 1),
  'dpv:hasStorageCondition': storage,
  'dpv:hasConsentStatus': list(event, 1),
})

// ISO/IEC TS 27560:2023, the mandatory fields by the guide of the Data Privacy Vocabulary.
const iso27560: JsonSchema = {
  $schema: draft,
  ...all({
    '@context': { type: 'object' },
    '@id': text,
    '@type': is('dpv:ConsentRecord'),
    'dct:conformsTo': is('https://w3id.org/dpv/schema/dpv-27560#record'),
    'dct:identifier': text,
    'dpv:hasDataSubject': all({ '@id': text, 'dct:identifier': text }),
    'dpv:hasNotice': all({ 'dct:identifier': text, 'schema:url': address, 'dct:language': text }),
    'dpv:hasJurisdiction': text,
    'dpv:hasDataController': text,
    'dpv:hasEntity': list(party, 1),
    'dpv:hasConsentControl': all({
      '@type': is('dpv:WithdrawConsent'),
      'dpv:isExercisedAt': address,
    }),
    'dpv:hasProcess': list(process),
  }),
}

/** What a receipt must hold, as JSON Schema. */
export const receiptSchemas: Readonly<Record<ReceiptFormat, JsonSchema>> = { kantara, iso27560 }

/**
 * Hands a receipt on if it is whole.
 * @throws ConfigError naming the place that is not.
 */
export function checkReceipt(format: ReceiptFormat, receipt: JsonObject): JsonObject {
  const misfit = findMisfit(receiptSchemas[format], receipt)
  if (misfit) throw new ConfigError(`receipt ${misfit}`, 'is missing or not what the format says')
  return receipt
}

/** Which format a receipt is whole in. */
export function formatOf(receipt: unknown): ReceiptFormat | undefined {
  const formats = ['kantara', 'iso27560'] as const
  return formats.find((format) => findMisfit(receiptSchemas[format], receipt) === undefined)
}
