import type { Purpose } from '../policy/index.ts'

/**
 * What a signal beside the token takes away: a TCF or GPP string, a US Privacy string, a banner's own
 * cookie. Unsigned, so it can lower a permission and never raise one.
 */
export interface Lowering {
  /** Where it was read, such as `tcf` or `gpp`: a word of ours, never a value of the request's. */
  readonly source: string
  readonly denies: ReadonlySet<Purpose>
}
