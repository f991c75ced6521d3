import { parentPort, workerData } from 'node:worker_threads'
import { compareSimple } from './compare.ts'

// The thread in which simple methods are measured: see second-core.ts.

parentPort?.postMessage(compareSimple(workerData))
