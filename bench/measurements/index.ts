import type { Measurement } from '../bench.ts'
import { pages } from './pages.ts'

/** What can be measured, in the order of the report. */
export const measurements: ReadonlyMap<string, Measurement> = new Map([['pages', pages]])
