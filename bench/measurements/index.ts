import type { Measurement } from '../bench.ts'
import { calls } from './calls.ts'
import { cold } from './cold.ts'
import { engines } from './engines.ts'
import { memory } from './memory.ts'
import { pages } from './pages.ts'
import { slow } from './slow.ts'

/** What can be measured, in the order of the report. */
export const measurements: ReadonlyMap<string, Measurement> = new Map([
  ['pages', pages],
  ['slow', slow],
  ['cold', cold],
  ['calls', calls],
  ['engines', engines],
  ['memory', memory],
])
