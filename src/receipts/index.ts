export { iso27560Record } from './iso27560.ts'
export { kantaraReceipt } from './kantara.ts'
export type {
  ChoiceRecord,
  PurposeDetails,
  ReceiptController,
  RetentionClass,
} from './record.ts'
export { type ReceiptFormat, receiptSchemas } from './schemas.ts'
export { type ReceiptChoice, receiptService } from './service.ts'
export { type ReceiptResult, type ReceiptSigner, signReceipt, verifyReceipt } from './sign.ts'
