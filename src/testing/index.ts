export { createTestEdge, edgeWorker, type TestEdge, type TestEdgeOptions } from './edge.ts'
export { type LocalWorkerOptions, localWorker, type Outbound } from './local-worker.ts'
