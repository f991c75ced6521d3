import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { catalogue, type Item } from './catalogue.ts'

export interface CartLine {
  readonly item: Item
  readonly quantity: number
}

const maxLines = 50
const maxQuantity = 99
const maxAgeSeconds = 30 * 24 * 60 * 60

/** The cart is the cookie: `22423-2_85123A-1` is two of one thing and one of another. */
export function readCart(c: Context): readonly CartLine[] {
  const lines = new Map<string, CartLine>()
  for (const part of (getCookie(c, 'cart') ?? '').split('_').slice(0, maxLines)) {
    const [id = '', count = ''] = part.split('-')
    const item = catalogue().items.get(id)
    const quantity = readQuantity(count)
    if (item && quantity > 0) lines.set(id, { item, quantity })
  }
  return [...lines.values()]
}

/** Puts lines into the cookie; none takes it away. */
export function writeCart(c: Context, lines: readonly CartLine[]): void {
  if (lines.length === 0) {
    deleteCookie(c, 'cart', { path: '/' })
    return
  }
  const value = lines.slice(0, maxLines).map(({ item, quantity }) => `${item.id}-${quantity}`)
  setCookie(c, 'cart', value.join('_'), {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: new URL(c.req.url).protocol === 'https:',
    maxAge: maxAgeSeconds,
  })
}

export function addToCart(lines: readonly CartLine[], item: Item, quantity: number): CartLine[] {
  const before = lines.find((line) => line.item.id === item.id)?.quantity ?? 0
  return setQuantity(lines, item, Math.min(before + quantity, maxQuantity))
}

/** Nought takes the line out. */
export function setQuantity(lines: readonly CartLine[], item: Item, quantity: number): CartLine[] {
  const isKnown = lines.some((line) => line.item.id === item.id)
  const changed = isKnown
    ? lines.map((line) => (line.item.id === item.id ? { item, quantity } : line))
    : [...lines, { item, quantity }]
  return changed.filter((line) => line.quantity > 0)
}

/** A whole number from 0 to 99, whatever was typed. */
export function readQuantity(text: unknown): number {
  const quantity = Number.parseInt(String(text), 10)
  return Number.isNaN(quantity) ? 0 : Math.min(Math.max(quantity, 0), maxQuantity)
}

const freeDeliveryFrom = 5000
const deliveryPrice = 395

export interface Totals {
  /** All in pence. */
  readonly goods: number
  readonly delivery: number
  readonly total: number
}

export function totals(lines: readonly CartLine[]): Totals {
  const goods = lines.reduce((sum, { item, quantity }) => sum + item.price * quantity, 0)
  const delivery = goods === 0 || goods >= freeDeliveryFrom ? 0 : deliveryPrice
  return { goods, delivery, total: goods + delivery }
}
