/** Remembers what was asked for lately, up to a budget; what was not asked for longest goes first. */
export class Recent<K, V> {
  readonly #values = new Map<K, V>()
  readonly #budget: number
  readonly #weigh: (value: V) => number
  #weight = 0

  /** @param weigh what a value counts against the budget; 1 if absent, so that it is a number of values. */
  constructor(budget: number, weigh: (value: V) => number = () => 1) {
    this.#budget = budget
    this.#weigh = weigh
  }

  get(key: K): V | undefined {
    const value = this.#values.get(key)
    if (value === undefined) return undefined
    this.#values.delete(key)
    this.#values.set(key, value)
    return value
  }

  set(key: K, value: V): void {
    this.delete(key)
    this.#values.set(key, value)
    this.#weight += this.#weigh(value)
    for (const oldest of this.#values.keys()) {
      if (this.#weight <= this.#budget) return
      this.delete(oldest)
    }
  }

  delete(key: K): void {
    const value = this.#values.get(key)
    if (value === undefined) return
    this.#values.delete(key)
    this.#weight -= this.#weigh(value)
  }
}
