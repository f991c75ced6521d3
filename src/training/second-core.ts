import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Metrics, Questions } from './compare.ts'

/** Measures the simple methods in a thread of its own: they know nothing of the model. */
export function onSecondCore(questions: Questions): Promise<Metrics> {
  const thread = new Worker(join(import.meta.dirname, 'second-core-thread.ts'), {
    workerData: questions,
  })
  return new Promise((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', () => reject(new Error('The thread that measures ended without an answer')))
  })
}
