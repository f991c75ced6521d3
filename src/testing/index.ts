export { createTestEdge, type TestEdge, type TestEdgeOptions } from './edge.ts'
