import type { ConsentService, OpenConsentService } from '../consent/index.ts'
import { consentApp } from './app.ts'
import { choosing } from './choose.ts'
import { type ConsentServiceOptions, settle } from './options.ts'
import { renewals } from './renew.ts'
import { notices } from './show.ts'

/**
 * Asks shoppers what may be done with their visit, keeps the answer in a signed token with them, and
 * shows what is in force: banner, preference centre, notices where a purpose would be used.
 *
 * @example consent: { issuer, audience, keys, service: consentService({ purposes: ['behavioural'] }) }
 */
export function consentService(options: ConsentServiceOptions = {}): OpenConsentService {
  return (site): ConsentService => {
    const service = settle(options, site)
    const choices = choosing(service)
    const app = consentApp(service, choices)
    // Of the lists each has an address of its own: `/.limen/consent/status/:list`.
    const own = new Set(app.routes.map(({ path }) => path.replace(/:\w+$/, '')))
    return {
      ...notices(service),
      renew: renewals(service, choices),
      async answer(request, env) {
        const path = new URL(request.url).pathname
        return own.has(path.replace(/\/status\/\w+$/, '/status/'))
          ? app.fetch(request, env as object)
          : undefined
      },
    }
  }
}
