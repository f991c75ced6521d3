import type { JsonObject } from '../consent/index.ts'
import { purposeFacts } from './purpose-facts.ts'
import { type ChoiceRecord, chosenPurposes, type ReceiptController } from './record.ts'
import { checkReceipt } from './schemas.ts'

/**
 * A receipt as Kantara's Consent Receipt 1.1 writes it. It lists what was given; what was refused or
 * withdrawn is told by `iso27560Record`.
 *
 * @throws ConfigError naming what the operator left out.
 */
export function kantaraReceipt(record: ChoiceRecord, controller: ReceiptController): JsonObject {
  const { address, sensitive = [] } = controller
  const given = chosenPurposes(record, controller).filter(({ choice }) => choice.state === 'g')
  const purposes = given.map(({ purpose, choice, keeps, recipients, categories }) => ({
    purpose: purposeFacts[purpose].says,
    purposeCategory: [purposeFacts[purpose].kantara],
    consentType: consentType(choice.basis, record),
    piiCategory: categories,
    primaryPurpose: false,
    termination: `Withdrawal, at the latest ${keeps.days} days after collection (${keeps.class})`,
    thirdPartyDisclosure: recipients.length > 0,
    ...(recipients.length > 0 && { thirdPartyName: recipients.join(', ') }),
  }))
  return checkReceipt('kantara', {
    version: 'KI-CR-v1.1.0',
    jurisdiction: record.jurisdiction,
    consentTimestamp: Math.floor(record.chosenAt.getTime() / 1000),
    collectionMethod: record.mechanism,
    consentReceiptID: record.receiptId,
    language: record.language,
    piiPrincipalId: record.subject,
    piiControllers: [
      {
        piiController: controller.name,
        contact: controller.contact,
        // schema.org PostalAddress, as the specification's example has it.
        address: {
          streetAddress: address.street,
          ...(address.postalCode && { postalCode: address.postalCode }),
          ...(address.locality && { addressLocality: address.locality }),
          addressCountry: address.country,
        },
        email: controller.email,
        phone: controller.phone,
      },
    ],
    policyUrl: controller.policyUrl,
    services: [{ service: controller.service, purposes }],
    sensitive: sensitive.length > 0,
    spiCat: sensitive,
  })
}

// Where there is no consent there is none to be explicit: a purpose without personal data, a notice.
function consentType(basis: string, { confirmed }: ChoiceRecord): string {
  if (basis !== 'consent') return basis === 'optout' ? 'IMPLICIT' : 'N/A'
  return confirmed ? 'EXPLICIT' : 'IMPLICIT'
}
