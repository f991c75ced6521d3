import { worker } from 'limen/worker'
import config from './config.ts'

/** Limen where the shop lets its pages be kept. */
export default worker({
  ...config,
  routes: config.routes.map((route) =>
    route.mode === 'page' ? { ...route, keep: { seconds: 86_400 } } : route,
  ),
})
