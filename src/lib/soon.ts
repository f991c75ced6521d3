/** What is there already, or will be. A promise of what is there costs a kept page more than its cards. */
export type Soon<T> = T | Promise<T>

/** Goes on with a value: at once, if it is there. */
export function whenThere<T, R>(value: Soon<T>, go: (value: T) => Soon<R>): Soon<R> {
  return value instanceof Promise ? value.then(go) : go(value)
}

/** Does work that may fail now or later; then `instead` has the value. */
export function attempt<T>(work: () => Soon<T>, instead: (error: unknown) => Soon<T>): Soon<T> {
  try {
    const value = work()
    return value instanceof Promise ? value.catch(instead) : value
  } catch (error) {
    return instead(error)
  }
}
