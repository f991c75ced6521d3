export { compact } from './compact.ts'
export { createCompact } from './create-compact.ts'
