import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CartLine } from './cart.ts'

export interface Order {
  readonly number: string
  readonly placed: Date
  readonly lines: readonly CartLine[]
  /** Pence. */
  readonly total: number
}

export interface Account {
  readonly email: string
  readonly orders: Order[]
}

// In the Worker's memory: gone with it, and not shared between isolates. Enough to show how a shop that
// knows its customers goes on working; nothing to build a shop on.
const sessions = new Map<string, Account>()
const maxSessions = 1000

export function currentAccount(c: Context): Account | undefined {
  return sessions.get(getCookie(c, 'session') ?? '')
}

export function logIn(c: Context, email: string): void {
  const oldest = sessions.keys().next().value
  if (sessions.size >= maxSessions && oldest !== undefined) sessions.delete(oldest)
  const token = crypto.randomUUID()
  sessions.set(token, { email, orders: [] })
  setCookie(c, 'session', token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: new URL(c.req.url).protocol === 'https:',
  })
}

export function logOut(c: Context): void {
  sessions.delete(getCookie(c, 'session') ?? '')
  deleteCookie(c, 'session', { path: '/' })
}
