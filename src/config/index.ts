export { defineConfig } from './define.ts'
export { fromEnv } from './env.ts'
export type { Config, ConfigInput } from './schema.ts'
