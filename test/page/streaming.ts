import {
  openBody,
  type Slot,
  type Streamed,
  type StreamOptions,
  searchFor,
  streamPage,
} from '../../src/page/index.ts'

interface Options extends Omit<StreamOptions, 'search'> {
  readonly slots: readonly Slot[]
  /** Told when all of the page has been sent. */
  readonly onEnd?: (streamed: Streamed) => void
}

/** A page that is filled while it arrives. */
export function fillArriving(
  page: ReadableStream<Uint8Array>,
  { slots, onEnd, ...options }: Options,
): ReadableStream<Uint8Array> {
  const { body, done } = streamPage(openBody(page), { ...options, search: searchFor(slots) })
  if (!onEnd) return body
  return body.pipeThrough(new TransformStream({ flush: async () => onEnd(await done) }))
}
