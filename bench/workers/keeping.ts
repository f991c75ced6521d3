import type { Config } from 'limen'

type Keep = Extract<Config['routes'][number], { mode: 'page' }>['keep']

/** The same configuration, with its own word on how long pages are kept. */
export function keeping(config: Config, keep: NonNullable<Keep>): Config {
  const routes = config.routes.map((route) => (route.mode === 'page' ? { ...route, keep } : route))
  return { ...config, routes }
}
