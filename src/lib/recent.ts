interface Held<V> {
  readonly value: V
  /** How many were set or moved to the end before it was. */
  place: number
}

/** Remembers what was asked for lately, up to a budget; what was not asked for longest goes first. */
export class Recent<K, V> {
  // A Map keeps the order in which keys were set: the first is the oldest.
  readonly #held = new Map<K, Held<V>>()
  readonly #budget: number
  readonly #weigh: (value: V) => number
  readonly #onLeave: (value: V) => void
  #weight = 0
  #places = 0

  /**
   * @param weigh what a value counts against the budget; 1 if absent, so that it is a number of values.
   * @param onLeave told of each value that is remembered no longer.
   */
  constructor(
    budget: number,
    weigh: (value: V) => number = () => 1,
    onLeave: (value: V) => void = () => undefined,
  ) {
    this.#budget = budget
    this.#weigh = weigh
    this.#onLeave = onLeave
  }

  /** What all values together count. */
  get weight(): number {
    return this.#weight
  }

  get(key: K): V | undefined {
    const held = this.#held.get(key)
    if (!held) return undefined
    // To move costs more than to find: who is surely of the younger half is left in its place.
    if ((this.#places - held.place) * 2 >= this.#held.size) {
      this.#held.delete(key)
      this.#put(key, held)
    }
    return held.value
  }

  set(key: K, value: V): void {
    this.delete(key)
    this.#put(key, { value, place: 0 })
    this.#weight += this.#weigh(value)
    for (const oldest of this.#held.keys()) {
      if (this.#weight <= this.#budget) return
      this.delete(oldest)
    }
  }

  delete(key: K): boolean {
    const held = this.#held.get(key)
    if (!held) return false
    this.#held.delete(key)
    this.#weight -= this.#weigh(held.value)
    this.#onLeave(held.value)
    return true
  }

  *entries(): Generator<[K, V]> {
    for (const [key, { value }] of this.#held) yield [key, value]
  }

  #put(key: K, held: Held<V>): void {
    held.place = ++this.#places
    this.#held.set(key, held)
  }
}
