import manifest from '../../models/manifest.json' with { type: 'json' }
import { encodeBase64url } from '../../src/lib/base64url.ts'
import { openShop } from '../../src/shop.ts'
import { describeVisit } from '../../src/visit/index.ts'
import config from './config.ts'
import constant from './constant.ts'

/** About what a profile of twelve products is, sealed. Bytes. */
const profileBytes = 256
const looks = 12
const visitors = 256

const shopOpened = openShop(config, (error) => {
  throw error
})
const visits = shopOpened.then(({ catalogue }) =>
  Array.from({ length: visitors }, (_, index) => {
    const { items } = manifest.catalogue
    const viewed = Array.from({ length: looks }, (_, look) => items[index + look * visitors] ?? '')
    const facts = {
      ...{ pageType: 'product', profile: { viewed, cart: [] }, isNamed: catalogue.isNamed },
      ...{ categoryOf: () => undefined, now: new Date(), timeZone: 'Europe/London' },
      ...{ device: 'desktop' as const, referrer: null, siteHost: 'shop.example', country: 'GB' },
    }
    return describeVisit(facts, () => true)
  }),
)
const keepAlive = () => undefined

/** No secret: nothing is in the profile that it seals. */
const key = crypto.subtle.importKey('raw', new Uint8Array(32), 'AES-GCM', false, [
  'encrypt',
  'decrypt',
])
const sealing = { name: 'AES-GCM', iv: new Uint8Array(12) }
const sealed = key.then((key) => crypto.subtle.encrypt(sealing, key, new Uint8Array(profileBytes)))
let next = 0

/**
 * What a page for one shopper cannot do without: the page from memory, one profile opened and one sealed,
 * and a ranking by what was looked at. It checks nothing, decides nothing and fills nothing.
 */
export default {
  async fetch(request: Request): Promise<Response> {
    const profile = await crypto.subtle.decrypt(sealing, await key, await sealed)
    const { ranker } = await shopOpened
    const visit = (await visits)[next++ % visitors]
    const ranking = visit && (await ranker?.rank(visit, { keepAlive, remember: false }))
    if (ranking?.best(8).length !== 8) throw new Error('the model must rank')

    const anew = { ...sealing, iv: crypto.getRandomValues(new Uint8Array(12)) }
    const grown = await crypto.subtle.encrypt(anew, await key, profile)
    const answer = constant.fetch(request)
    answer.headers.append('set-cookie', encodeBase64url(new Uint8Array(grown)))
    return answer
  },
}
