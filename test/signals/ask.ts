import type { Signal } from '../../src/consent/index.ts'
import { purposes } from '../../src/policy/index.ts'

export const now = new Date('2026-11-20T12:00:00Z')

/** Everything that a signal can deny, in the order of the purposes. */
export const everything = purposes.filter((purpose) => purpose !== 'contextual')

/** What a signal denies to a request with this `Cookie` header; `undefined`: it hears nothing. */
export function deniedBy(signal: Signal, cookie: string, at = now): string[] | undefined {
  const request = new Request('https://shop.example/', { headers: cookie ? { cookie } : {} })
  const lowering = signal(request, at)
  return lowering && purposes.filter((purpose) => lowering.denies.has(purpose))
}
