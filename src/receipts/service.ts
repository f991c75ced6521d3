import type { JsonObject, PrivateJwk } from '../consent/index.ts'
import { iso27560Record } from './iso27560.ts'
import { kantaraReceipt } from './kantara.ts'
import type { ChoiceRecord, ReceiptController } from './record.ts'
import { signReceipt } from './sign.ts'

/** A choice for which a shopper asks for a receipt, as the consent service hands it over. */
export interface ReceiptChoice {
  readonly consent: ChoiceRecord
  readonly request: Request
  readonly keys: { readonly privateJwk: PrivateJwk }
  readonly now: Date
}

type MakeReceipt = (record: ChoiceRecord, controller: ReceiptController) => JsonObject

interface Form {
  readonly make: MakeReceipt
  readonly type: string
  readonly file: string
  readonly signed?: true
}

const forms: ReadonlyMap<string, Form> = new Map([
  ['kantara', { make: kantaraReceipt, type: 'application/json', file: 'consent-receipt.json' }],
  [
    'kantara.jwt',
    { make: kantaraReceipt, type: 'application/jwt', file: 'consent-receipt.jwt', signed: true },
  ],
  [
    'iso27560',
    { make: iso27560Record, type: 'application/ld+json', file: 'consent-record.jsonld' },
  ],
  [
    'iso27560.jwt',
    { make: iso27560Record, type: 'application/jwt', file: 'consent-record.jwt', signed: true },
  ],
])

/**
 * Answers a shopper who wants a receipt. The query's `format` is `kantara`, `iso27560`, or one of
 * them with `.jwt` for a signed one; without it, `kantara`.
 *
 * @example consentService({ receipt: receiptService({ issuer, controller }) })
 */
export function receiptService({
  issuer,
  controller,
}: {
  readonly issuer: string
  readonly controller: ReceiptController
}): (choice: ReceiptChoice) => Promise<Response> {
  return async function giveReceipt({ consent, request, keys: { privateJwk }, now }) {
    const form = forms.get(new URL(request.url).searchParams.get('format') ?? 'kantara')
    if (!form) return new Response('There is no such format', { status: 400 })
    const receipt = form.make(consent, controller)
    const body = form.signed
      ? await signReceipt(receipt, { issuer, privateJwk }, now)
      : JSON.stringify(receipt, null, 2)
    return new Response(body, {
      headers: {
        'content-type': form.type,
        'content-disposition': `attachment; filename="${form.file}"`,
        'cache-control': 'no-store',
      },
    })
  }
}
