export { findColumn, itemColumns, logColumns } from './columns.ts'
export { type DataReport, dataReportText } from './data-report.ts'
export { evaluationPage } from './eval-page.ts'
export { evaluationText } from './eval-text.ts'
export {
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type NamedModel,
  type ProtocolName,
  protocolNames,
  simpleMethods,
} from './evaluate.ts'
export { type ImportedLog, type ImportOptions, importLog } from './import-log.ts'
export { type ReadItemsOptions, readItems } from './read-items.ts'
export { readShoppers, type ShopperLabels } from './shoppers.ts'
export { type Kind, kindOf } from './values.ts'
