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
  // A Map keeps the order in which keys were set: the first is the oldest.
  const held = new Map<string, { readonly value: T; readonly bytes: number }>()
  let total = 0

  function remove(key: string): boolean {
    total -= held.get(key)?.bytes ?? 0
    return held.delete(key)
  }

  return {
    get(key) {
      const found = held.get(key)
      if (!found) return undefined
      held.delete(key)
      held.set(key, found)
      return found.value
    },
    set(key, value, bytes) {
      remove(key)
      if (bytes > maxBytes / 4) return false
      held.set(key, { value, bytes })
      total += bytes
      for (const oldest of held.keys()) {
        if (total <= maxBytes) break
        remove(oldest)
      }
      return true
    },
    delete: remove,
    *entries() {
      for (const [key, { value }] of held) yield [key, value]
    },
    get bytes() {
      return total
    },
  }
}
