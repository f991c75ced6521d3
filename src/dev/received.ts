import * as v from 'valibot'
import type { Exchange, Message } from './exchange.ts'

/** Where a shop that is made for trying Limen out shows what it received. */
export const receivedPath = '/_received'

const timeoutMs = 1000

/** The clocks of shop and Limen are one in development; their time stamps may be rounded. */
const slackMs = 50

const schema = v.array(
  v.object({
    time: v.pipe(v.string(), v.isoTimestamp()),
    method: v.string(),
    url: v.pipe(v.string(), v.url()),
    headers: v.array(v.tuple([v.string(), v.string()])),
    body: v.exactOptional(v.string()),
  }),
)

/** A request by the shop's own account. */
export type Received = v.InferOutput<typeof schema>[number]

/** Asks the shop what it received; `undefined` when it does not say. */
export async function askReceived(
  fetch: (request: Request) => Promise<Response>,
  origin: URL,
): Promise<readonly Received[] | undefined> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(new Request(new URL(receivedPath, origin), { signal }))
    const { success, output } = v.safeParse(schema, await response.json())
    return success ? output : undefined
  } catch {
    return undefined // most shops have no such address
  }
}

/** The shop's own account if it gives one; else what Limen asked, which proves nothing. */
export type Evidence =
  | { readonly by: 'shop' | 'limen'; readonly received: Message }
  | { readonly by: 'nobody' }

/** What there is to show of the shop's side of an exchange. */
export function evidenceOf(
  exchange: Exchange,
  received: readonly Received[] | undefined,
): Evidence {
  const { asked } = exchange
  if (!asked) return { by: 'nobody' }
  const found = received?.find((message) => isOf(exchange, message, addressOf(asked)))
  return found ? { by: 'shop', received: found } : { by: 'limen', received: asked }
}

function isOf({ began, ended }: Exchange, message: Received, address: string): boolean {
  const time = Date.parse(message.time)
  const isInTime = time >= began.getTime() - slackMs && time <= ended.getTime() + slackMs
  return isInTime && addressOf(message) === address
}

function addressOf({ method, url }: Message): string {
  const { pathname, search } = new URL(url)
  return `${method} ${pathname}${search}`
}
