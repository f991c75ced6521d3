import type { StartScorer } from '../scorer.ts'
import { createCompact } from './create-compact.ts'
import kernel from './kernel.wasm'

/** Starts at once on the bytes of a model file: no runtime to load, a few kilobytes of code. */
export const compact: StartScorer = createCompact(kernel)
