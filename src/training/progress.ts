/** Told how far a run is, in words for a person. */
export type Progress = (line: string) => void

/** Words for a share done and the time left, judged by the time gone. */
export function createMeter(progress: Progress, now: () => number) {
  return function start(stage: string) {
    const started = now()
    let before: number | undefined
    progress(stage)
    return (done: number) => {
      // A run that goes on did the first part another time.
      before ??= done
      const gone = (now() - started) / 1000
      const part = done - before
      const left = part > 0.01 ? `, ${duration((gone * (1 - done)) / part)} left` : ''
      progress(`${stage}: ${Math.floor(100 * done)} %${left}`)
    }
  }
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
