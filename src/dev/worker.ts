import { Hono, type MiddlewareHandler } from 'hono'
import type { Config } from '../config/index.ts'
import { asMiddleware, type LimenEnv } from '../personalize.ts'
import { type PersonalizeTools, serves } from '../serve.ts'
import { asWorker, type LimenWorker } from '../worker.ts'
import { devRoom } from './room.ts'

/** The variables of the development Worker. No other file knows their names. */
interface Bindings {
  /** `on`, or the room is closed. It counts for requests to this machine alone. */
  readonly LIMEN_DEVELOPMENT?: string
  /** A private JWK as JSON, to sign the consent that is tried out. */
  readonly LIMEN_DEV_KEY?: string
}

/** The Worker of `limen dev`: the deployable one behind the development room. */
export function devWorker(config: Config, tools: PersonalizeTools = {}): LimenWorker {
  const { fetch = (request) => globalThis.fetch(request), now = () => new Date() } = tools
  let room: MiddlewareHandler<LimenEnv> | undefined

  const serve = serves(config, tools)
  const deployed = asWorker(serve, config, tools)
  const app = new Hono<LimenEnv>()
  app.use((c, next) => {
    const env = c.env as Bindings
    room ??= devRoom({ config, env, privateKey: env.LIMEN_DEV_KEY, fetch, now, random })
    return room(c, next)
  }, asMiddleware(serve))
  return {
    fetch(request, env, executionCtx) {
      const isOpen = isDevelopment((env ?? {}) as Bindings, request.url)
      return (isOpen ? app : deployed).fetch(request, env, executionCtx)
    },
  }
}

const loopback = /^(localhost|[^.]+\.localhost|127\.0\.0\.1|\[::1\])$/

// By the host as well: then neither a forgotten variable on a deployment nor a site that points its
// name at this machine (DNS rebinding) opens the room.
function isDevelopment({ LIMEN_DEVELOPMENT }: Bindings, url: string): boolean {
  return LIMEN_DEVELOPMENT === 'on' && loopback.test(new URL(url).hostname)
}

function random(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}
