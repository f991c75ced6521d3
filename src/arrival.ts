/** A shopper's request, and what a Worker is handed with it. */
export interface Arrival {
  readonly request: Request
  /** The variables of the Worker. They stay as they are. */
  readonly env: unknown
  /** None outside Workers, where nothing ends before its work is done. */
  readonly executionCtx?: Pick<ExecutionContext, 'waitUntil'> | undefined
}

/** Holds the isolate for work that outlives the answer. */
export function keepAlive({ executionCtx }: Arrival, work: Promise<unknown>): void {
  executionCtx?.waitUntil(work)
}
