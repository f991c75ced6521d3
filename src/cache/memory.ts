import { Recent } from '../lib/recent.ts'

/** A map that holds so many bytes and no more; what was not looked at for longest goes first. */
export interface Memory<T> {
  get(key: string): T | undefined
  /** Keeps a value, unless it alone would take more than a quarter of all. */
  set(key: string, value: T, bytes: number): boolean
  delete(key: string): boolean
  entries(): IterableIterator<[string, T]>
  /** How many bytes are held now. */
  readonly bytes: number
}

/** @param maxBytes what all values together may take. */
export function createMemory<T>(maxBytes: number): Memory<T> {
  const held = new Recent<string, { readonly value: T; readonly bytes: number }>(
    maxBytes,
    ({ bytes }) => bytes,
  )
  return {
    get: (key) => held.get(key)?.value,
    set(key, value, bytes) {
      const isKept = bytes <= maxBytes / 4
      if (isKept) held.set(key, { value, bytes })
      else held.delete(key)
      return isKept
    },
    delete: (key) => held.delete(key),
    *entries() {
      for (const [key, { value }] of held.entries()) yield [key, value]
    },
    get bytes() {
      return held.weight
    },
  }
}
