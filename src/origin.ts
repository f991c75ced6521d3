import { RequestError } from './errors.ts'
import { inTime } from './lib/in-time.ts'

/** Answers a redacted request: the shop, over the network or as the handlers after the middleware. */
export type Ask = (request: Request) => Promise<Response>

/**
 * Asks the shop over the network. No redirect is followed: the shopper's browser decides.
 *
 * @param timeoutMs until the answer begins, in milliseconds.
 */
export function askOver(fetch: (request: Request) => Promise<Response>, timeoutMs: number): Ask {
  return async function ask(request) {
    const answering = fetch(request)
    try {
      // Only to the first byte: a download or an event stream may take its time.
      const response = await inTime(answering, timeoutMs)
      // Some versions of workerd hand over a 103 as the answer, the real one being text in its body.
      if (response.status < 200 && response.status !== 101) {
        throw new RequestError(502, 'ERR_ORIGIN_BROKEN', 'The shop sent an answer that is none')
      }
      return response
    } catch (error) {
      answering.then(discard).catch(() => undefined)
      throw originError(error)
    }
  }
}

/** What nobody waits for any longer need not be sent. */
async function discard({ body }: Response): Promise<void> {
  await body?.cancel()
}

/** What a shopper is told when the shop failed to answer, or broke off while it did. */
export function originError(error: unknown): RequestError {
  if (error instanceof RequestError) return error
  const options = { cause: error }
  return error instanceof Error && error.name === 'TimeoutError'
    ? new RequestError(504, 'ERR_ORIGIN_TIMEOUT', 'The shop took too long to answer', options)
    : new RequestError(502, 'ERR_ORIGIN_UNREACHABLE', 'The shop cannot be reached', options)
}
