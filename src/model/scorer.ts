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
}

/** Scores the whole catalogue for one visit. Any engine can be one. */
export interface Scorer {
  /** Which engine answers: the word that metrics and the decision header show. */
  readonly engine: string
  score(inputs: ModelInputs): Promise<TopItems>
}

/** Starts an engine on the bytes of a model file. Called at most once an isolate. */
export type StartScorer = (file: ArrayBuffer) => Promise<Scorer>
