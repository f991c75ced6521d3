import type { Reason } from '../decision.ts'
import type { Slot, Template } from '../page/index.ts'

/** What of the page room is needed here. */
export type PageRoom = Pick<
  typeof import('../page/index.ts'),
  'compilePage' | 'plainReason' | 'readPage'
>

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
  of(bytes: Uint8Array<ArrayBuffer>, made: Made): Content
  compiled(bytes: Uint8Array<ArrayBuffer>, headers: Headers): Promise<Content>
}

export function createContents({ compilePage }: PageRoom, slots: readonly Slot[]): Contents {
  let version = 0
  const of: Contents['of'] = (bytes, made) => ({ ...made, bytes, version: ++version })
  return {
    of,
    async compiled(bytes, headers) {
      const made = await compilePage(bytes, headers.get('content-type') ?? '', slots)
      return of(bytes, { kind: 'page', ...made })
    },
  }
}
