/**
 * Runs `load` at most once, and again only after a failure. What the first caller hands over is what
 * it runs with.
 */
export function once<Args extends unknown[], T>(
  load: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  let loading: Promise<T> | undefined
  return (...args) => {
    loading ??= load(...args).catch((error) => {
      loading = undefined
      throw error
    })
    return loading
  }
}
