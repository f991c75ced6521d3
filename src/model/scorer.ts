import type { Soon } from '../lib/soon.ts'

/** A visit as numbers, in the order the manifest gives: see `Manifest` for shapes and types. */
export interface ModelInputs {
  readonly items: Int32Array
  readonly kinds: Int32Array
  readonly itemMask: Float32Array
  readonly contexts: Int32Array
  readonly contextMask: Float32Array
}

/** The best rows of the item table, best first; both arrays have the length K of the manifest. */
export interface TopItems {
  readonly items: Int32Array
  readonly scores: Float32Array
  /** Which engine answered, if that may differ from one call to the next. */
  readonly engine?: string
}

/** Scores the whole catalogue for one visit. Any engine can be one. */
export interface Scorer {
  /** Which engine answers: the word that metrics and the decision header show. */
  readonly engine: string
  /**
   * `false` while the engine is on its way, and for good when its start has failed: what is popular
   * serves, at once. Left out, it is always there.
   */
  readonly isReady?: boolean
  score(inputs: ModelInputs): Soon<TopItems>
}

/** What an engine may ask of whoever starts it. */
export interface StartTools {
  /** Does work that blocks the isolate: after an answer, in a quiet moment. Keeps the isolate for it. */
  readonly afterwards: (work: () => Promise<unknown>) => void
  /** Told of a fault that no answer shows. */
  readonly onFault: (error: unknown) => void
}

/**
 * Starts an engine on the bytes of a model file, before the first request of an isolate. What may not
 * be done there (asking anybody, waiting, drawing random numbers) makes it fail, and then it is called
 * once more, in a request. After that its failure is final.
 */
export type StartScorer = (file: ArrayBuffer, tools?: StartTools) => Promise<Scorer>
