/** @throws a `TimeoutError` when the value is not there in time; it may still come, to nobody. */
export function inTime<T>(value: Promise<T>, ms: number): Promise<T> {
  if (ms === Number.POSITIVE_INFINITY) return value
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms)
    value.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** What is said of something that did not come in time. */
export function late(): DOMException {
  return new DOMException('It took too long', 'TimeoutError')
}
