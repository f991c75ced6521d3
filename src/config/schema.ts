import * as v from 'valibot'
import type { ReadRows } from '../catalogue/index.ts'
import type {
  DisclosePrices,
  OpenConsentService,
  Permission,
  RevocationCheck,
  Signal,
} from '../consent/index.ts'
import type { Manifest, RankerOptions, StartScorer } from '../model/index.ts'
import { type Policy, purposes } from '../policy/index.ts'
import type { Profiles } from '../profile/index.ts'
import type { Released } from '../release/index.ts'
import { slotSchema } from './slot.ts'

/** A fact about one deployment: the value itself, or `env:NAME`, a variable of wrangler.toml. */
const fromEnv = v.pipe(
  v.string(),
  v.regex(
    /^env:[A-Z][A-Z0-9_]*$/,
    'must be "env:" and the name of a variable, such as "env:ORIGIN"',
  ),
)

const origin = v.pipe(
  v.string(),
  v.check(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'must be an origin without a path, such as "https://origin.shop.example", or "env:NAME"',
  ),
)

const name = v.pipe(
  v.string(),
  v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be a name of letters, digits and "-"'),
)

// Ours stay with the shopper and the edge, whatever a route declares.
const cookie = v.pipe(
  name,
  v.check((text) => !text.startsWith('__Host-limen'), 'must be a cookie of the shop, not of Limen'),
)

const valueRule = v.union(
  [v.picklist(['product', 'category', 'integer', 'slug', 'words', 'text']), v.array(v.string())],
  'must be "product", "category", "integer", "slug", "words", "text" or a list of allowed values',
)

const rules = v.record(v.string(), valueRule)
const match = v.pipe(
  v.string('must be a path pattern, such as "/product/:product"'),
  v.startsWith('/', 'must begin with "/", such as "/product/:product"'),
)

const common = {
  match,
  page: v.exactOptional(v.string()),
  params: v.exactOptional(rules),
  query: v.exactOptional(rules),
}

const seconds = (most: number) =>
  v.pipe(
    v.number(),
    v.integer('must be a whole number of seconds'),
    v.minValue(0, `must be 0 to ${most}`),
    v.maxValue(most, `must be 0 to ${most}`),
  )

const keep = v.union(
  [
    v.literal('never'),
    v.strictObject({
      seconds: seconds(31_536_000),
      staleSeconds: v.exactOptional(seconds(31_536_000)),
    }),
  ],
  'must be "never" or { seconds: 300, staleSeconds: 60 }',
)

const route = v.variant(
  'mode',
  [
    v.strictObject({
      ...common,
      mode: v.literal('page'),
      keep: v.exactOptional(keep),
      setCookies: v.exactOptional(v.array(cookie)),
    }),
    v.strictObject({
      ...common,
      mode: v.literal('pass'),
      cookies: v.exactOptional(v.array(cookie)),
      headers: v.exactOptional(v.array(name)),
      fields: v.exactOptional(v.array(v.string())),
      body: v.exactOptional(v.literal('verbatim')),
    }),
  ],
  'must be "page" (personalised, redacted) or "pass" (carries what the route declares)',
)

const jwks = v.looseObject(
  { keys: v.array(v.looseObject({ kty: v.string() })) },
  'must be a JWK set, the https URL of one, or "env:NAME"; `limen keys` makes one',
)

const consent = v.strictObject({
  /** Who mints the tokens: the `iss` claim, an https URL. */
  issuer: v.pipe(
    v.string(),
    v.url('must be an https URL, such as "https://shop.example"'),
    v.startsWith('https://', 'must be an https URL, such as "https://shop.example"'),
  ),
  /** This storefront: the `aud` claim. */
  audience: v.pipe(v.string(), v.nonEmpty('must name this storefront, such as "shop.example"')),
  keys: v.union(
    [jwks, fromEnv, v.pipe(v.string(), v.startsWith('https://'))],
    'must be a JWK set, the https URL of one, or "env:NAME"; `limen keys` makes one',
  ),
  algorithms: v.optional(
    v.pipe(
      v.array(v.picklist(['ES256', 'EdDSA', 'Ed25519'], 'must be "ES256", "EdDSA" or "Ed25519"')),
      v.nonEmpty('must name at least one algorithm'),
    ),
    ['ES256'],
  ),
  clockToleranceSeconds: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(60)), 5),
  insecureSkipRevocation: v.optional(v.boolean(), false),
  /** Asks whether a token was withdrawn elsewhere. Left out, nobody knows, and what needs it is off. */
  revocation: v.exactOptional(
    v.custom<RevocationCheck>(
      (check) => typeof check === 'function',
      "must be a check: import { statusLists } from 'limen/revocation'",
    ),
  ),
  /** What is heard beside the token, each by a function of `limen/signals`; they can only take away. */
  signals: v.optional(
    v.array(
      v.custom<Signal>(
        (signal) => typeof signal === 'function',
        "must be a signal: import { tcf } from 'limen/signals', then tcf()",
      ),
    ),
    [],
  ),
  /** Asks shoppers. Left out, tokens come from elsewhere. */
  service: v.exactOptional(
    v.custom<OpenConsentService>(
      (service) => typeof service === 'function',
      "must be a service: import { consentService } from 'limen/consent'",
    ),
  ),
  /** What stands at the top of each page's head, such as `consentModeDefaults` of `limen/signals`. */
  head: v.exactOptional(
    v.custom<(permission: Permission) => Uint8Array>(
      (head) => typeof head === 'function',
      "must be a function of a permission: import { consentModeDefaults } from 'limen/signals'",
    ),
  ),
  /** Raised, it makes every earlier token's yes unknown; a no stays a no. */
  epoch: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0),
  /** Digests of the policies under which a choice still counts: the `pol` claim. Left out: all. */
  policies: v.exactOptional(v.array(v.string())),
  /** What the shop does at all. Personal prices need `pricing`. */
  purposes: v.optional(v.array(v.picklist(purposes)), [...purposes]),
  /** Personal prices, on pages that say so. */
  pricing: v.exactOptional(
    v.strictObject({
      /** Says it, on each page where they are permitted. */
      disclosure: v.custom<DisclosePrices>(
        (disclosure) => typeof disclosure === 'function',
        "must be a disclosure: import { priceDisclosure } from 'limen/consent'",
      ),
      /** Whether the shop counts as a large food retailer, which some law keeps from it. */
      largeFoodRetailer: v.boolean(),
    }),
  ),
  /** Where the law asks for a notice and an opt-out, a token that nobody acted on counts. */
  noticeMode: v.optional(v.boolean(), false),
})

const bytesOrText = v.union(
  [v.string(), v.instance(ArrayBuffer)],
  "must be the feed's content: import feed from './catalogue.tsv'",
)

const model = v.strictObject({
  manifest: v.pipe(
    // Imported JSON has wider types than it holds; `verifyModel` looks at each part.
    v.custom<object>(
      (manifest) => typeof manifest === 'object' && manifest !== null && 'sha256' in manifest,
      "must be a manifest: import manifest from './models/manifest.json' with { type: 'json' }",
    ),
    v.transform((manifest) => manifest as Manifest),
  ),
  file: v.instance(ArrayBuffer, "must be the model's bytes: import file from './models/shop.onnx'"),
  engine: v.custom<StartScorer>(
    (engine) => typeof engine === 'function',
    "must be an engine: import { compact } from 'limen/compact'",
  ),
  /** Puts a ranking in another order: `exposureFloor` of `limen/fairness`. */
  reorder: v.exactOptional(
    v.custom<RankerOptions['reorder'] & {}>(
      (reorder) => typeof reorder === 'function',
      "must be a function of candidates: import { exposureFloor } from 'limen/fairness'",
    ),
  ),
  /** Of a release: chooses the model that answers. */
  open: v.exactOptional(
    v.custom<Released['open']>(
      (open) => typeof open === 'function',
      'must be left out; or write model: released({ … }) with limen/release',
    ),
  ),
  bindings: v.exactOptional(v.custom<Released['bindings'] & {}>(Array.isArray)),
})

const milliseconds = (most: number) =>
  v.pipe(
    v.number(),
    v.minValue(1, `must be 1 to ${most}`),
    v.maxValue(most, `must be 1 to ${most}`),
  )

const cache = v.strictObject({
  /** What an isolate keeps of pages in memory. Bytes. */
  memoryBytes: v.optional(
    v.pipe(v.number(), v.minValue(0), v.maxValue(64 * 2 ** 20)),
    16 * 2 ** 20,
  ),
  /** How long pages outlive their freshness when the shop fails. */
  graceSeconds: v.optional(seconds(30 * 86_400), 86_400),
  /** The bearer token of `POST /.limen/purge`. Left out, nobody can purge. */
  purgeSecret: v.exactOptional(fromEnv),
})

const limits = v.strictObject({
  /** A page longer than this goes through untouched. Bytes. */
  pageBytes: v.optional(v.pipe(v.number(), v.minValue(1024), v.maxValue(8 * 2 ** 20)), 4 * 2 ** 20),
  /** How long the origin may take for a whole page. */
  originMs: v.optional(milliseconds(60_000), 15_000),
  /** How long a page may wait for the model; after that, popular products serve. */
  rankingMs: v.optional(milliseconds(1000), 50),
})

export const configSchema = v.strictObject({
  site: v.strictObject({
    /** Where the shop is. Left out, the handlers after the middleware are the shop. */
    origin: v.exactOptional(
      v.union(
        [fromEnv, origin],
        'must be an origin without a path, such as "https://origin.shop.example", or "env:NAME"',
      ),
    ),
    /** Languages the shop has, best first, BCP 47. */
    languages: v.pipe(
      v.array(v.pipe(v.string(), v.check(isLanguage, 'must be a BCP 47 tag, such as "en-GB"'))),
      v.nonEmpty('must name at least one language, such as "en"'),
    ),
    /** The shop's time zone, an IANA name: the hour of week is read in it. */
    timeZone: v.optional(
      v.pipe(v.string(), v.check(isTimeZone, 'must be an IANA time zone, such as "Europe/London"')),
      'UTC',
    ),
  }),
  routes: v.pipe(v.array(route), v.nonEmpty('must have at least one route')),
  consent: v.exactOptional(consent),
  catalogue: v.strictObject({
    feed: bytesOrText,
    /** Reads a feed that is XML. */
    xml: v.exactOptional(
      v.custom<ReadRows>(
        (xml) => typeof xml === 'function',
        "must be the reader: import { xml } from 'limen/xml'",
      ),
    ),
  }),
  model: v.exactOptional(model),
  slots: v.record(
    v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'must be a name of lower-case letters')),
    slotSchema,
  ),
  /** Left out, nothing is kept of what a shopper does: only contextual features are read. */
  profile: v.exactOptional(
    v.custom<Profiles>(
      (profile) => typeof profile === 'object' && profile !== null && 'open' in profile,
      "must be profiles: import { profile } from 'limen/profile'",
    ),
  ),
  /** What data is used for and who gets it: `limen check` holds the rest against it. */
  policy: v.exactOptional(
    v.custom<Policy>(
      (policy) => typeof policy === 'object' && policy !== null && 'controller' in policy,
      "must be a policy: import { definePolicy } from 'limen/policy'",
    ),
  ),
  cache: v.optional(cache, {}),
  limits: v.optional(limits, {}),
})

export type ConfigInput = v.InferInput<typeof configSchema>
export type Config = v.InferOutput<typeof configSchema>

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
