export type {
  ChosenEvent,
  ConsentServiceOptions,
  ReceiptRequest,
} from './options.ts'
export { consentService } from './service.ts'
export type { WordChanges } from './words/words.ts'
