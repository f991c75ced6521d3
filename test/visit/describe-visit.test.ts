import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DeviceClass } from '../../src/lib/device-class.ts'
import { features, type Purpose, purposes } from '../../src/policy/index.ts'
import { describeVisit, isPersonal, type VisitFacts, wayOf } from '../../src/visit/index.ts'

const facts: VisitFacts = {
  pageType: 'product',
  product: 'mug-red',
  categoryOf: (product) => (product === 'mug-red' ? 'mugs-cups' : undefined),
  profile: { viewed: ['pot', 'mug-red', 'jug'], cart: ['tray', 'jug'] },
  isNamed: () => true,
  now: new Date('2026-11-16T09:30:00Z'),
  timeZone: 'Europe/London',
  device: 'mobile',
  referrer: 'https://www.google.co.uk/',
  siteHost: 'shop.example',
  country: 'GB',
}

test('describes a visit by what is permitted', () => {
  const visit = describeVisit(facts, everything)

  expect(visit.items).toEqual([
    { id: 'mug-red', kind: 'view', feature: 'product' },
    { id: 'pot', kind: 'view', feature: 'recent_items' },
    { id: 'jug', kind: 'view', feature: 'recent_items' },
    { id: 'tray', kind: 'cart', feature: 'cart_items' },
    { id: 'jug', kind: 'cart', feature: 'cart_items' },
  ])
  expect(Object.fromEntries(visit.context)).toEqual({
    page_type: 'product',
    category: 'mugs-cups',
    hour_of_week: '1-09',
    device_class: 'mobile',
    referrer_class: 'search',
    country: 'GB',
  })
  expect(visit.device).toBe('mobile')
})

test('describes every feature that the policy declares', () => {
  const { items, context } = describeVisit(facts, everything)
  const described = [...new Set(items.map(({ feature }) => feature)), ...context.keys()]
  expect(described.toSorted()).toEqual(Object.keys(features).toSorted())
})

test('reads nothing at all if no purpose is permitted', () => {
  const visit = describeVisit(untouchable(), () => false)
  expect(visit).toEqual({ items: [], context: new Map(), device: undefined })
})

test('reads nothing of a feature whose purpose is not permitted, whichever it is', () => {
  fc.assert(
    fc.property(fc.subarray([...purposes]), (permitted) => {
      const isPermitted = (purpose: Purpose) => permitted.includes(purpose)
      const isUsed = Object.values(features).some(({ purpose }) => isPermitted(purpose))
      const visit = describeVisit(isUsed ? facts : untouchable(), isPermitted)

      const described = [...visit.items.map(({ feature }) => feature), ...visit.context.keys()]
      for (const feature of described) expect(permitted).toContain(features[feature].purpose)
    }),
  )
})

describe('the profile', () => {
  const profileOnly = (purpose: Purpose) => purpose === 'behavioural'
  const nothingPersonal = (purpose: Purpose) => purpose === 'contextual'

  test('is not looked at without behavioural, whatever else is permitted', () => {
    const hidden = { ...facts, profile: forbidden({ viewed: [], cart: [] }) }
    const others = (purpose: Purpose) => purpose !== 'behavioural'
    const visit = describeVisit(hidden, others)
    expect(visit.items).toEqual([{ id: 'mug-red', kind: 'view', feature: 'product' }])
    expect(isPersonal(visit)).toBe(false)
  })

  test('makes a visit personal, and nothing else does', () => {
    expect(isPersonal(describeVisit(facts, everything))).toBe(true)
    expect(isPersonal(describeVisit(facts, profileOnly))).toBe(true)
    expect(isPersonal(describeVisit(facts, nothingPersonal))).toBe(false)
    expect(isPersonal(describeVisit({ ...facts, profile: undefined }, everything))).toBe(false)
  })

  test('of somebody who only looked at this product says no more than the page', () => {
    const profile = { viewed: ['mug-red'], cart: [] }
    const visit = describeVisit({ ...facts, profile }, everything)
    expect(visit).toEqual(describeVisit({ ...facts, profile: undefined }, everything))
  })

  test('counts only what the shop still has', () => {
    const visit = describeVisit({ ...facts, isNamed: (id) => id === 'tray' }, everything)
    expect(visit.items.map(({ id }) => id)).toEqual(['mug-red', 'tray'])
  })

  test('is read as far as a model can look: eight products, and the whole cart', () => {
    const many = Array.from({ length: 20 }, (_, i) => `p${i}`)
    const profile = { viewed: many, cart: many }
    const visit = describeVisit({ ...facts, profile }, profileOnly)
    expect(visit.items.map(({ id }) => id)).toEqual([...many.slice(0, 8), ...many])
  })
})

describe('the category', () => {
  test('is the page’s own where the page is one', () => {
    expect(contextWith({ category: 'kitchen' }).get('category')).toBe('kitchen')
  })

  test('is unknown for a product without one, and for other pages', () => {
    expect(contextWith({ product: 'unknown' }).has('category')).toBe(false)
    expect(contextWith({ product: undefined }).has('category')).toBe(false)
  })
})

test('a page that is no product’s has no item', () => {
  const contextual = (purpose: Purpose) => purpose === 'contextual'
  expect(describeVisit({ ...facts, product: undefined }, contextual).items).toEqual([])
})

test('the device is known, and part of the context', () => {
  const visit = describeVisit({ ...facts, device: 'tablet' }, everything)
  expect(visit.device).toBe('tablet')
  expect(visit.context.get('device_class')).toBe('tablet')
})

test.each([
  ['GB', 'GB'],
  ['de', 'DE'],
  ['XX', undefined],
  ['xx', undefined],
  ['T1', undefined],
  ['GBR', undefined],
  ['', undefined],
  ['ıt', undefined],
  [undefined, undefined],
])('the country %s is %s', (country, expected) => {
  expect(contextWith({ country }).get('country')).toBe(expected)
})

describe('the name of a way', () => {
  const ofThePage = ['pageType', 'product', 'category', 'categoryOf', 'profile', 'isNamed']
  const nobodys = fc
    .record({
      hour: fc.nat(8),
      device: fc.constantFrom<DeviceClass[]>('mobile', 'desktop', 'bot'),
      referrer: fc.constantFrom('https://bing.com/', 'https://shop.example/', 'https://a.b/', null),
      siteHost: fc.constantFrom('shop.example', 'a.b'),
      country: fc.constantFrom('GB', 'gb', 'DE', 'XX', undefined),
      timeZone: fc.constantFrom('Europe/London', 'Asia/Tokyo'),
    })
    .map(({ hour, ...said }): VisitFacts => {
      const now = new Date(facts.now.getTime() + hour * 3_600_000)
      return { ...facts, ...said, now, profile: undefined }
    })

  const ofTheWay = Object.keys(facts).filter((name) => !ofThePage.includes(name))
  const changed = fc.tuple(nobodys, fc.subarray(ofTheWay, { maxLength: 2 }))

  test('is told apart by whatever a visit to a page, without a profile, is described by', () => {
    fc.assert(
      fc.property(nobodys, changed, fc.subarray([...purposes]), (one, [all, names], others) => {
        const isPermitted = (purpose: Purpose) =>
          purpose === 'contextual' || others.includes(purpose)
        const some = Object.entries(all).filter(([name]) => names.includes(name))
        const other: VisitFacts = { ...one, ...Object.fromEntries(some) }
        if (wayOf(one) !== wayOf(other)) return
        const visit = describeVisit(one, (purpose) => purpose === 'contextual')
        expect(describeVisit(other, isPermitted)).toEqual(visit)
      }),
      { numRuns: 1000 },
    )
  })

  test.each<[string, Partial<VisitFacts>]>([
    ['the hour', { now: new Date('2026-11-16T12:30:00Z') }],
    ['the device', { device: 'desktop' }],
    ['the way here', { referrer: null }],
    ['the country', { country: 'DE' }],
  ])('is another for another: %s', (_, changed) => {
    expect(wayOf({ ...facts, ...changed })).not.toBe(wayOf(facts))
  })

  test('says nothing of where somebody came from but its kind', () => {
    const from = 'https://www.google.com/search?q=gift+for+anna'
    expect(wayOf({ ...facts, referrer: from })).toBe(wayOf(facts))
  })
})

test('no text in a request stops it', () => {
  const text = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('__proto__', '\0', '\ud800'))
  fc.assert(
    fc.property(text, text, text, text, (referrer, country, pageType, product) => {
      const odd = { ...facts, referrer, country, pageType, product }
      const { context } = describeVisit(odd, everything)
      expect(context.get('hour_of_week')).toBe('1-09')
      expect(context.get('country') ?? 'GB').toMatch(/^[A-Z]{2}$/)
    }),
  )
})

function everything(): boolean {
  return true
}

function contextWith(changed: Partial<VisitFacts>) {
  return describeVisit({ ...facts, ...changed }, everything).context
}

/** Facts that nobody may look at. */
function untouchable(): VisitFacts {
  return forbidden(facts)
}

function forbidden<T extends object>(secret: T): T {
  return new Proxy(secret, {
    get(_, name) {
      throw new Error(`${String(name)} was read`)
    },
  })
}
