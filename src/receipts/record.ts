import type { Choice, ConsentContent } from '../consent/index.ts'
import { ConfigError } from '../errors.ts'
import { type DataCategory, type Purpose, purposes } from '../policy/index.ts'
import { purposeFacts } from './purpose-facts.ts'

/** The choice that a receipt is about. A verified consent token says all of it. */
export type ChoiceRecord = Pick<
  ConsentContent,
  | 'subject'
  | 'receiptId'
  | 'jurisdiction'
  | 'mechanism'
  | 'confirmed'
  | 'notice'
  | 'language'
  | 'chosenAt'
  | 'choices'
>

/** How long data is kept, and the name the operator has for that. */
export interface RetentionClass {
  readonly class: string
  readonly days: number
}

/** What an operator does for one purpose. */
export interface PurposeDetails {
  readonly keeps: RetentionClass
  /** Companies that get data, by name. Default: none. */
  readonly recipients?: readonly string[]
  /** Default: what Limen itself uses for the purpose. */
  readonly categories?: readonly DataCategory[]
}

/** Who is responsible, as receipts name them. */
export interface ReceiptController {
  readonly name: string
  /** A person or office who answers questions. */
  readonly contact: string
  readonly address: {
    readonly street: string
    readonly postalCode?: string
    readonly locality?: string
    /** ISO 3166-1, such as `DE`. */
    readonly country: string
  }
  readonly email: string
  readonly phone: string
  /** What shoppers know the service by, such as `shop.example`. */
  readonly service: string
  readonly policyUrl: string
  /** Where a shopper withdraws. */
  readonly withdrawUrl: string
  /** Where data is kept: countries, ISO 3166-1, or `EU`. */
  readonly storage: readonly string[]
  /** For how many days a choice counts. */
  readonly recordDays: number
  readonly purposes: Readonly<Partial<Record<Purpose, PurposeDetails>>>
  /** Sensitive data that is used, as Kantara's `spiCat` lists it. Default: none. */
  readonly sensitive?: readonly string[]
}

/** One purpose of a choice, with all that receipts say of it. */
export interface ChosenPurpose {
  readonly purpose: Purpose
  readonly choice: Choice
  readonly keeps: RetentionClass
  readonly recipients: readonly string[]
  readonly categories: readonly DataCategory[]
}

/**
 * The purposes that a shopper decided on. Contextual is not among them where it uses no personal
 * data and nobody said no to it.
 *
 * @throws ConfigError naming the purpose of which the operator says nothing.
 */
export function chosenPurposes(
  { choices }: ChoiceRecord,
  controller: ReceiptController,
): ChosenPurpose[] {
  return purposes.flatMap((purpose) => {
    const choice = choices[purpose]
    if (!choice || choice.state === 'n') return []
    const {
      keeps,
      recipients = [],
      categories = purposeFacts[purpose].categories,
    } = detailsOf(purpose, controller)
    return { purpose, choice, keeps, recipients, categories }
  })
}

const nothingKept: PurposeDetails = { keeps: { class: 'none', days: 0 } }

function detailsOf(purpose: Purpose, controller: ReceiptController): PurposeDetails {
  const details = controller.purposes[purpose]
  if (details) return details
  if (purpose === 'contextual') return nothingKept
  throw new ConfigError(`purposes.${purpose}`, 'must say how long data is kept for it')
}
