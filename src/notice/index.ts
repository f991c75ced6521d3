export type {
  ChosenEvent,
  ConsentServiceOptions,
  ReceiptRequest,
} from './options.ts'
export { type PriceDisclosureOptions, priceDisclosure } from './price-disclosure.ts'
export { consentService } from './service.ts'
export type { PriceWords } from './words/price.ts'
export type { WordChanges } from './words/words.ts'
