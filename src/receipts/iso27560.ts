import type { Basis, Choice, ChoiceState, JsonObject } from '../consent/index.ts'
import { purposeFacts } from './purpose-facts.ts'
import { type ChoiceRecord, chosenPurposes, type ReceiptController } from './record.ts'
import { checkReceipt } from './schemas.ts'

const context = {
  dpv: 'https://w3id.org/dpv#',
  dct: 'http://purl.org/dc/terms/',
  schema: 'https://schema.org/',
  fides: 'https://ethyca.com/fideslang/data_categories#',
}

// Names that Turtle and HTML of the profile agree on.
const profile = 'https://w3id.org/dpv/schema/dpv-27560#record'

const statuses: Readonly<Record<ChoiceState, string>> = {
  g: 'dpv:ConsentGiven',
  d: 'dpv:ConsentRefused',
  w: 'dpv:ConsentWithdrawn',
  u: 'dpv:ConsentUnknown',
  n: 'dpv:ConsentUnknown',
}

/**
 * A record aligned with ISO/IEC TS 27560:2023, as JSON-LD in the terms of the Data Privacy Vocabulary.
 * Every mandatory field of the standard is there, for each purpose what was chosen and when.
 *
 * @throws ConfigError naming what the operator left out.
 */
export function iso27560Record(record: ChoiceRecord, controller: ReceiptController): JsonObject {
  const id = `urn:limen:consent-record:${record.receiptId}`
  const controllerId = `${id}#controller`
  const principalId = `${id}#principal`
  const chosen = chosenPurposes(record, controller)
  return checkReceipt('iso27560', {
    '@context': context,
    '@id': id,
    '@type': 'dpv:ConsentRecord',
    'dct:conformsTo': profile,
    'dct:identifier': record.receiptId,
    'dpv:hasDataSubject': {
      '@id': principalId,
      '@type': 'dpv:DataSubject',
      'dct:identifier': record.subject,
    },
    'dpv:hasNotice': {
      '@type': 'dpv:ConsentNotice',
      'dct:identifier': record.notice.id,
      'schema:sha256': record.notice.hash,
      'schema:url': controller.policyUrl,
      'dct:language': record.language,
    },
    'dpv:hasJurisdiction': record.jurisdiction,
    'dpv:hasDataController': controllerId,
    'dpv:hasEntity': [partyOf(controller, controllerId)],
    'dpv:hasConsentControl': {
      '@type': 'dpv:WithdrawConsent',
      'dpv:isExercisedAt': controller.withdrawUrl,
    },
    'dpv:hasProcess': chosen.map(({ purpose, choice, keeps, recipients, categories }) => ({
      '@type': 'dpv:Process',
      'dct:title': purposeFacts[purpose].says,
      'dpv:hasPurpose': purposeFacts[purpose].dpv,
      'dpv:hasPersonalData': categories.map((category) => `fides:${category}`),
      'dpv:hasRecipient': [controller.name, ...recipients],
      ...basisOf(choice),
      'dpv:hasStorageCondition': [
        { '@type': 'dpv:StorageLocation', 'dpv:hasLocation': controller.storage },
        {
          '@type': 'dpv:StorageDuration',
          'dct:title': keeps.class,
          'dpv:hasDuration': `P${keeps.days}D`,
        },
      ],
      'dpv:hasConsentStatus': [
        {
          '@type': [statuses[choice.state], typeOf(record)],
          'dpv:isIndicatedAtTime': (choice.chosenAt ?? record.chosenAt).toISOString(),
          'dpv:isIndicatedBy': record.confirmed ? principalId : controllerId,
          'dpv:hasIndicationMethod': record.mechanism,
          'dpv:hasDuration': `P${controller.recordDays}D`,
        },
      ],
    })),
  })
}

// The vocabulary has no word for not having opted out, and where no personal data is used there is none.
const bases: ReadonlyMap<Basis, string> = new Map([
  ['consent', 'dpv:Consent'],
  ['contract', 'dpv:Contract'],
  ['li', 'dpv:LegitimateInterest'],
])

function basisOf({ basis }: Choice) {
  const term = bases.get(basis)
  return term ? { 'dpv:hasLegalBasis': term } : {}
}

function typeOf({ confirmed }: ChoiceRecord): string {
  return confirmed ? 'dpv:ExplicitlyExpressedConsent' : 'dpv:ImpliedConsent'
}

function partyOf(controller: ReceiptController, id: string) {
  const { name, contact, email, phone, address } = controller
  return {
    '@id': id,
    '@type': 'dpv:DataController',
    'schema:name': name,
    'schema:address': {
      '@type': 'schema:PostalAddress',
      'schema:streetAddress': address.street,
      ...(address.postalCode && { 'schema:postalCode': address.postalCode }),
      ...(address.locality && { 'schema:addressLocality': address.locality }),
      'schema:addressCountry': address.country,
    },
    'schema:contactPoint': {
      '@type': 'schema:ContactPoint',
      'schema:name': contact,
      'schema:email': email,
      'schema:telephone': phone,
    },
  }
}
