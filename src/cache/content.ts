import type { Reason } from '../decision.ts'
import type { Template } from '../page/index.ts'

/** What of the page room is needed here. */
export interface PageRoom
  extends Pick<typeof import('../page/index.ts'), 'plainReason' | 'readPage'> {
  /** Finds the slots of a page. */
  compile(
    page: Uint8Array<ArrayBuffer>,
  ): { readonly template: Template } | { readonly reason: Reason }
}

/** What was made of an answer's bytes: a page has been compiled, an asset never is. */
export interface Made {
  readonly kind: 'page' | 'asset'
  readonly template?: Template | undefined
  /** Why there is no template. */
  readonly reason?: Reason | undefined
}

/** The bytes of an answer, which many entries in a row may have in common. */
export interface Content extends Made {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Other content has another number, in all of an isolate. */
  readonly version: number
}

/** Numbers contents, and compiles those that are pages. */
export interface Contents {
  asset(bytes: Uint8Array<ArrayBuffer>, reason: Reason | undefined): Content
  page(bytes: Uint8Array<ArrayBuffer>): Content
}

export function createContents({ compile }: Pick<PageRoom, 'compile'>): Contents {
  let version = 0
  return {
    asset: (bytes, reason) => ({ kind: 'asset', reason, bytes, version: ++version }),
    page: (bytes) => ({ kind: 'page', ...compile(bytes), bytes, version: ++version }),
  }
}
