/** Calls again and again for so many milliseconds; gives the microseconds a call took. */
export async function repeat(call: () => unknown, milliseconds: number): Promise<number> {
  const start = performance.now()
  let times = 0
  let took = 0
  for (; took < milliseconds; took = performance.now() - start) {
    await call()
    times++
  }
  return (took / times) * 1000
}
