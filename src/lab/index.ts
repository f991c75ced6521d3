export { type DataReport, dataReportText } from './data-report.ts'
export { type ImportedLog, type ImportOptions, importLog } from './import-log.ts'
export { type ReadItemsOptions, readItems } from './read-items.ts'
export { type Kind, kindOf } from './values.ts'
